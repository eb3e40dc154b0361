# Must not happen: it can put a filter of its own in front of the jail's.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).prctl(22, 1, 0, 0, 0)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(317, 2, 0, ctypes.byref(ctypes.c_uint32(0x7FFF0000)))
    return "PWNED" if ctypes.get_errno() == 0 else ctypes.get_errno()
