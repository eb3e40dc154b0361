# Must not happen: it can leave a key behind for other submissions.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).syscall(248, b"user", b"hostile", b"x", 1, -2)
    return "PWNED" if got >= 0 else got
