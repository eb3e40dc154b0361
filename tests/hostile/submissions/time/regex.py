# Must not happen: it can backtrack without end.
import re

def attack(arena):
    return bool(re.match(r"(a+)+$", "a" * 60 + "b"))
