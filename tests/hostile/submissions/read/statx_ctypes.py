# Must not happen: it can learn about a file by a raw statx.
import ctypes

def attack(arena):
    buffer = ctypes.create_string_buffer(256)
    got = ctypes.CDLL(None).syscall(332, -100, arena["secret_file"].encode(), 0, 0x7FF, buffer)
    return "PWNED" if got == 0 else got
