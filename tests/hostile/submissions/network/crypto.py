# Must not happen: it can reach the kernel's cryptography.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).socket(38, 5, 0)
    return "PWNED" if got >= 0 else got
