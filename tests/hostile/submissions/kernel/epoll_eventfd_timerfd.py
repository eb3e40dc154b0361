# Must not happen: it can make descriptors out of nothing.
import ctypes

def attack(arena):
    libc = ctypes.CDLL(None)
    made = [libc.epoll_create1(0), libc.eventfd(0, 0), libc.timerfd_create(1, 0), libc.signalfd(-1, bytes(128), 0)]
    return "PWNED" if max(made) >= 0 else made
