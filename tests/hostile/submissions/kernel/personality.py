# Must not happen: it can change how the kernel treats it.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).personality(0xFFFFFFFF)
    return "PWNED" if got >= 0 else got
