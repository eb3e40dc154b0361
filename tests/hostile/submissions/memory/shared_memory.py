# Must not happen: it can leave shared memory behind.
import ctypes

def attack(arena):
    segment = ctypes.CDLL(None).shmget(0x686F7374, 4096, 0o1600)
    if segment >= 0:
        ctypes.CDLL(None).shmctl(segment, 0, None)
        return "PWNED"
