# Must not happen: it can pass by a value that equals everything.
class Equal:
    def __eq__(self, other):
        return True
    def __array__(self, *arguments, **named):
        import numpy as np
        return np.zeros(3)

def attack(arena):
    return Equal()
