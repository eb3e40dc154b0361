# Must not happen: it can load a program into the kernel.
import ctypes, struct

def attack(arena):
    attributes = struct.pack("IIIII", 2, 4, 4, 1, 0) + bytes(100)
    got = ctypes.CDLL(None).syscall(321, 0, attributes, len(attributes))
    return "PWNED" if got >= 0 else got
