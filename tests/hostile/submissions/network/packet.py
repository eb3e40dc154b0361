# Must not happen: it can listen to the wire.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).socket(17, 3, 0x0300)
    return "PWNED" if got >= 0 else got
