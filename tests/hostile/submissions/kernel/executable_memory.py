# Must not happen: it can make code at run time.
import ctypes

def attack(arena):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    page = libc.mmap(None, 4096, 7, 0x22, -1, 0)
    return "PWNED" if page != 2**64 - 1 else "refused"
