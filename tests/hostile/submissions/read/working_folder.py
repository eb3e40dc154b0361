# Must not happen: it can learn the folder the grader works in.
import os

def attack(arena):
    return "PWNED " + os.getcwd()
