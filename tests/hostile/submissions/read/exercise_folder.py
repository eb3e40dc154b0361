# Must not happen: it can list the folder of reference functions.
import os

def attack(arena):
    return "PWNED " + str(os.listdir(arena["repository"]))
