# Must not happen: it can make namespaces of its own.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).unshare(0x10000000 | 0x00020000)
    return "PWNED" if got == 0 else got
