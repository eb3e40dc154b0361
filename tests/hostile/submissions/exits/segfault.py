# Must not happen: it can crash the process that watches it.
import ctypes

def attack(arena):
    ctypes.string_at(0)
