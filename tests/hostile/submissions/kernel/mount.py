# Must not happen: it can mount a file system.
import ctypes

def attack(arena):
    libc = ctypes.CDLL(None)
    if libc.unshare(0x00020000) == 0:
        libc.mount(b"none", b"/", None, 0x44000, None)
        got = libc.mount(b"none", arena["folder"].encode(), b"tmpfs", 0, None)
        return "PWNED" if got == 0 else got
