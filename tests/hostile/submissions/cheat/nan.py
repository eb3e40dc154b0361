# Must not happen: it can pass because nothing differs from not-a-number.
import numpy as np

def attack(arena):
    return np.full(3, np.nan)
