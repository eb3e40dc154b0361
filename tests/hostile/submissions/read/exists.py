# Must not happen: it can learn whether a file exists.
import os

def attack(arena):
    return "PWNED" if os.path.exists(arena["secret_file"]) else "nothing"
