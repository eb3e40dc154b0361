# Must not happen: it can pass by changing what NumPy's comparisons do.
import numpy as np

def attack(arena):
    np.allclose = np.array_equal = np.isclose = lambda *arguments, **named: True
    np.testing = None
    return np.zeros(3)
