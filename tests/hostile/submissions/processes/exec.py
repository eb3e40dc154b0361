# Must not happen: it can replace itself by another program.
import os

def attack(arena):
    os.execv("/bin/touch", ["touch", arena["folder"] + "/hostile-exec"])
