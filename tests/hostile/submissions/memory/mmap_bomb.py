# Must not happen: it can use more memory than the limit by mapping it.
import ctypes

def attack(arena):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    address = libc.mmap(None, ctypes.c_size_t(2**31), 3, 0x22, -1, 0)
    return "PWNED" if address != 2**64 - 1 else "refused"
