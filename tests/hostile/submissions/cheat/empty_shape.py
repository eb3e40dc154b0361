# Must not happen: it can break the comparison by an empty array of enormous shape.
import numpy as np

def attack(arena):
    return np.zeros((0, 2**31, 2**20))
