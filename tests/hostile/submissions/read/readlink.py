# Must not happen: it can learn where a link points.
import os

def attack(arena):
    return "PWNED " + os.readlink("/proc/self/exe")
