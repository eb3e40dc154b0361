# Must not happen: it can change its root.
import os

def attack(arena):
    os.chroot("/")
    return "PWNED"
