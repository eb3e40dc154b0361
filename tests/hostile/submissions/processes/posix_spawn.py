# Must not happen: it can run a program by posix_spawn.
import os

def attack(arena):
    return "PWNED %d" % os.posix_spawn("/bin/true", ["true"], {})
