# Must not happen: it can make a file in memory.
import os

def attack(arena):
    return "PWNED %d" % os.memfd_create("hostile")
