# Must not happen: it can make a pipe.
import os

def attack(arena):
    return "PWNED" + str(os.pipe())
