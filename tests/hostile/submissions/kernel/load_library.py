# Must not happen: it can load a library from a file.
import ctypes

def attack(arena):
    ctypes.CDLL("libutil.so.1")
    return "PWNED"
