# Must not happen: it can stop the process it was forked from, for the grader to wait for ever.
import os

def attack(arena):
    parent = os.getppid()
    os.kill(parent, 0)
    return "PWNED"
