# Must not happen: it can read a file of the grader's by the newest of the opening calls.
import ctypes, os, struct

def attack(arena):
    libc = ctypes.CDLL(None)
    how = struct.pack("QQQ", 0, 0, 0)
    descriptor = libc.syscall(437, -100, arena["secret_file"].encode(), how, len(how))
    return os.read(descriptor, 4096)
