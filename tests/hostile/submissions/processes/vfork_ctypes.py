# Must not happen: it can start a process by a raw clone.
import ctypes, os

def attack(arena):
    pid = ctypes.CDLL(None).syscall(56, 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    return "PWNED" if pid > 0 else pid
