# Must not happen: it can let itself be traced, or trace another.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).ptrace(0, 0, 0, 0)
    return "PWNED" if got == 0 else got
