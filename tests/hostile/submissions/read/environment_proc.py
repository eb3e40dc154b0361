# Must not happen: it can find the environment of the process it was forked from.
import os

def attack(arena):
    return open(f"/proc/{os.getppid()}/environ").read()
