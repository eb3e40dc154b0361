# Must not happen: it can start a process by clone3.
import ctypes, os, struct

def attack(arena):
    arguments = ctypes.create_string_buffer(struct.pack("11Q", 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0), 88)
    pid = ctypes.CDLL(None).syscall(435, arguments, 88)
    if pid == 0:
        os._exit(0)
    return "PWNED" if pid > 0 else pid
