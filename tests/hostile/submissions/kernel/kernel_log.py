# Must not happen: it can read the kernel's log.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).klogctl(10, None, 0)
    return "PWNED" if got >= 0 else got
