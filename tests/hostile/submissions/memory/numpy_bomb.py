# Must not happen: it can use more memory than the limit in one array.
import numpy as np

def attack(arena):
    kept = [np.ones(2**27) for _ in range(2)]
    return "PWNED"
