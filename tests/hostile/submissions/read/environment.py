# Must not happen: it can find anything of the grader's environment.
import os

def attack(arena):
    return dict(os.environ)
