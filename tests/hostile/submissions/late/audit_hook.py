# Must not happen: it can refuse the runner what it needs.
import sys

def refuse(event, arguments):
    raise RuntimeError("hostile")

def attack(arena):
    sys.addaudithook(refuse)
    return 1.0
