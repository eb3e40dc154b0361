# Must not happen: it can reach the futex calls that are not needed.
import ctypes

def attack(arena):
    word = ctypes.c_uint32(0)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(202, ctypes.byref(word), 6, 0, None, None, 0)
    return "PWNED" if ctypes.get_errno() != 1 else "refused"
