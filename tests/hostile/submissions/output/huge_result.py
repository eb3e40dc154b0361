# Must not happen: it can return more than the grader will hold.
import numpy as np

def attack(arena):
    return np.zeros(2**23)
