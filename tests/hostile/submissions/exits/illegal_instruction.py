# Must not happen: it can die of a signal that nobody sends.
import ctypes

def attack(arena):
    ctypes.CFUNCTYPE(None)(id(attack))()
