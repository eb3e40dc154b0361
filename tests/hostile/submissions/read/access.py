# Must not happen: it can learn whether a file can be read.
import os

def attack(arena):
    return "PWNED" if os.access(arena["secret_file"], os.F_OK) else "nothing"
