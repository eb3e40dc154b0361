# Must not happen: it can kill the process it was forked from.
import _signal as signal
import os

def attack(arena):
    os.kill(os.getppid(), signal.SIGKILL)
    return "PWNED"
