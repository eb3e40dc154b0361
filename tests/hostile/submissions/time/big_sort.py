# Must not happen: it can hold the interpreter lock in NumPy.
import numpy as np

def attack(arena):
    x = np.ones((3000, 3000))
    while True:
        x = x @ x
        x[:] = 1
