# Must not happen: it can fill the report through standard error.
import sys

def attack(arena):
    while True:
        sys.stderr.write("flood" * 1000)
