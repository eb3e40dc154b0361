# Must not happen: it can reach the call that sets the clock.
import ctypes

def attack(arena):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(227, 4096, None)
    return "PWNED" if ctypes.get_errno() in (14, 22) else ctypes.get_errno()
