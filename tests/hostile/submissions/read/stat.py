# Must not happen: it can learn a file's size and owner.
import os

def attack(arena):
    return "PWNED %d" % os.stat(arena["secret_file"]).st_size
