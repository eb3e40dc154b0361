# Must not happen: it can pass by an array that equals everything.
import numpy as np

class Equal(np.ndarray):
    def __array_finalize__(self, source):
        pass
    def __array_ufunc__(self, ufunc, method, *inputs, **named):
        return True
    def __eq__(self, other):
        return True
    def tobytes(self, *arguments):
        return b"\1" * 24
    def astype(self, *arguments, **named):
        return self

def attack(arena):
    return np.zeros(3).view(Equal)
