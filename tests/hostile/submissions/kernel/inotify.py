# Must not happen: it can watch other people's files.
import ctypes

def attack(arena):
    got = ctypes.CDLL(None).inotify_init1(0)
    return "PWNED" if got >= 0 else got
