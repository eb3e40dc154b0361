# Must not happen: it can get a handle on the grader.
import os

def attack(arena):
    return "PWNED %d" % os.pidfd_open(arena["grader"])
