# Must not happen: it can reach the machine's host.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).socket(40, 1, 0)
    return "PWNED" if got >= 0 else got
