# Must not happen: it can use the second set of system call numbers.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).syscall(0x40000000 + 39)
    return "PWNED" if got > 0 else got
