# Must not happen: it can enter another process's namespaces.
import ctypes, os

def attack(arena):
    descriptor = os.pidfd_open(os.getpid())
    got = ctypes.CDLL(None).setns(descriptor, 0x04000000)
    return "PWNED" if got == 0 else got
