# Must not happen: it can change a file's times.
import os

def attack(arena):
    os.utime(arena["victim_file"], (0, 0))
    return "PWNED"
