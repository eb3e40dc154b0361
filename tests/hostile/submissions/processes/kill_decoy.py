# Must not happen: it can send a signal to another process of the user.
import _signal as signal
import os

def attack(arena):
    os.kill(arena["decoy"], signal.SIGTERM)
    return "PWNED"
