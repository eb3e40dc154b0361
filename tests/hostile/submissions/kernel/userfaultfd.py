# Must not happen: it can handle the kernel's page faults.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).syscall(323, 1)
    return "PWNED" if got >= 0 else got
