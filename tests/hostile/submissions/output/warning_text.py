# Must not happen: it can put an enormous text into a warning.
import warnings

def attack(arena):
    warnings.warn("x" * 10_000_000)
    return 1.0
