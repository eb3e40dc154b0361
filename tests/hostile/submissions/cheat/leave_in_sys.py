# Must not happen: it can leave something behind for the next submission.
import sys

def attack(arena):
    if hasattr(sys, "hostile_left"):
        return "PWNED"
    sys.hostile_left = True
    return 1.0
