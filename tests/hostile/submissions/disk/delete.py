# Must not happen: it can delete a file of the grader's.
import os

def attack(arena):
    os.unlink(arena["victim_file"])
    return "PWNED"
