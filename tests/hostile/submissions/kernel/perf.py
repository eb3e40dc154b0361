# Must not happen: it can watch the processor's counters.
import ctypes, struct

def attack(arena):
    attributes = struct.pack("IIQ", 1, 112, 0) + bytes(96)
    got = ctypes.CDLL(None).syscall(298, attributes, 0, -1, -1, 0)
    return "PWNED" if got >= 0 else got
