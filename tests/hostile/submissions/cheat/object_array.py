# Must not happen: it can hand over objects in an array.
import numpy as np

class Equal:
    def __eq__(self, other):
        return True

def attack(arena):
    return np.array([Equal(), Equal(), Equal()], dtype=object)
