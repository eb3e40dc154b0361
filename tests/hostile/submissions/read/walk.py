# Must not happen: it can walk through the file system.
import os

def attack(arena):
    for folder, folders, files in os.walk("/"):
        return "PWNED " + str(files or folders)
