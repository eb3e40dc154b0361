# Must not happen: it can fill the disk.
import os

def attack(arena):
    descriptor = os.open(arena["folder"] + "/hostile-fill", os.O_CREAT | os.O_WRONLY)
    os.posix_fallocate(descriptor, 0, 10 * 2**20)
    return "PWNED"
