# Must not happen: it can become another user.
import os

def attack(arena):
    os.setgid(os.getgid())
    os.setuid(os.getuid())
    return "PWNED"
