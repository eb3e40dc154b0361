# Must not happen: it can lock memory.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).mlockall(1)
    return "PWNED" if got == 0 else got
