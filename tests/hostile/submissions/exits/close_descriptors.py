# Must not happen: it can cut the pipe that results travel through.
import os

def attack(arena):
    os.closerange(0, 256)
    return 1.0
