# Must not happen: it can use the system calls of another architecture.
import ctypes

def attack(arena):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    page = libc.mmap(None, 4096, 7, 0x22, -1, 0)
    if page == 2**64 - 1:
        return "refused"
    ctypes.memmove(page, b"\xb8\x14\x00\x00\x00\xcd\x80\xc3", 8)
    return "PWNED" if ctypes.CFUNCTYPE(ctypes.c_int)(page)() > 0 else "nothing"
