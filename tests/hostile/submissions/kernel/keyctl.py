# Must not happen: it can look into the session's keys.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).syscall(250, 0, -3, 0)
    return "PWNED" if got >= 0 else got
