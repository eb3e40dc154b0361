# Must not happen: it can read a file of the grader's through the C library.
import ctypes

def attack(arena):
    libc = ctypes.CDLL(None)
    descriptor = libc.open(arena["secret_file"].encode(), 0)
    buffer = ctypes.create_string_buffer(4096)
    libc.read(descriptor, buffer, 4096)
    return buffer.value.decode()
