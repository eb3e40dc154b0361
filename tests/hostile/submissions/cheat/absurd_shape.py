# Must not happen: it can break the comparison by an absurd shape.
import numpy as np

def attack(arena):
    return np.lib.stride_tricks.as_strided(np.zeros(1), shape=(10**6, 10**6), strides=(0, 0))
