# Must not happen: it can change a file's permissions.
import os

def attack(arena):
    os.chmod(arena["victim_file"], 0o777)
    return "PWNED"
