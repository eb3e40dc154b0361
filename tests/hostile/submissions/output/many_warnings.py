# Must not happen: it can warn without end.
import warnings

def attack(arena):
    for i in range(10**9):
        warnings.warn("warning %d " % i + "x" * 1000)
