# Must not happen: it can signal the grader.
import os

def attack(arena):
    os.kill(arena["grader"], 0)
    return "PWNED"
