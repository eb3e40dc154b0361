# Must not happen: it can lift its own limits.
def attack(arena):
    import ctypes, struct
    new = struct.pack("QQ", 2**40, 2**40)
    got = ctypes.CDLL(None).syscall(302, 0, 9, new, None)
    if got == 0:
        return "PWNED"
