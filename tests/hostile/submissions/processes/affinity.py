# Must not happen: it can bind itself to a processor.
import os

def attack(arena):
    os.sched_setaffinity(0, {0})
    return "PWNED"
