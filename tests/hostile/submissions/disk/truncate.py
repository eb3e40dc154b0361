# Must not happen: it can empty a file of the grader's.
import os

def attack(arena):
    os.truncate(arena["victim_file"], 0)
    return "PWNED"
