# Must not happen: it can turn written memory into code by the call with protection keys.
import ctypes

def attack(arena):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    page = libc.mmap(None, 4096, 3, 0x22, -1, 0)
    return "PWNED" if libc.syscall(329, ctypes.c_void_p(page), 4096, 7, -1) == 0 else "refused"
