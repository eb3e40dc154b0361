# Must not happen: it can reach the call that restarts the machine.
import ctypes

def attack(arena):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(169, 0, 0, 0, 0)
    return "PWNED" if ctypes.get_errno() == 22 else ctypes.get_errno()
