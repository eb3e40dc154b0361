# Must not happen: it can leave a System V semaphore or queue behind.
import ctypes

def attack(arena):
    libc = ctypes.CDLL(None)
    semaphore = libc.semget(0x686F7374, 1, 0o1600)
    if semaphore >= 0:
        libc.semctl(semaphore, 0, 0)
        return "PWNED"
