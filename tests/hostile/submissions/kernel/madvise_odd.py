# Must not happen: it can give the kernel odd advice about memory.
import ctypes

def attack(arena):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    page = libc.mmap(None, 4096, 3, 0x22, -1, 0)
    return "PWNED" if libc.madvise(ctypes.c_void_p(page), 4096, 12) == 0 else "refused"
