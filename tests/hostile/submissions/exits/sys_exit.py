# Must not happen: it can end the run as if it had passed.
import sys

def attack(arena):
    sys.exit(0)
