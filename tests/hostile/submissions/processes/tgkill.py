# Must not happen: it can signal the grader's main thread by a raw call.
import ctypes

def attack(arena):
    pid = arena["grader"]
    got = ctypes.CDLL(None).syscall(234, pid, pid, 0)
    return "PWNED" if got == 0 else got
