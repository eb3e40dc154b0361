# Must not happen: it can leave a folder behind.
import os

def attack(arena):
    os.mkdir(arena["folder"] + "/hostile-folder")
    return "PWNED"
