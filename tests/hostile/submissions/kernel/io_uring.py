# Must not happen: it can reach files through io_uring.
import ctypes

def attack(arena):
    parameters = ctypes.create_string_buffer(120)
    got = ctypes.CDLL(None).syscall(425, 1, parameters)
    return "PWNED" if got >= 0 else got
