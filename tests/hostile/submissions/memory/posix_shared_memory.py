# Must not happen: it can leave a file in shared memory behind.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).shm_open(b"/hostile-shm", 0o102, 0o600)
    return "PWNED" if got >= 0 else got
