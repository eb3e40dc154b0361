# Must not happen: it can rename a file of the grader's.
import os

def attack(arena):
    os.rename(arena["victim_file"], arena["victim_file"] + "-hostile")
    return "PWNED"
