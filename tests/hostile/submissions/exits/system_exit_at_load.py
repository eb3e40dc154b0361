# Must not happen: it can end the run while being loaded.
import sys

VALUE = sys.exit(0)

def attack(arena):
    return 1.0
