# Must not happen: it can announce a frame of four gigabytes.
import os, time

def attack(arena):
    for descriptor in range(3, 16):
        try:
            os.write(descriptor, b"\xff\xff\xff\xff" + b"x" * 4096)
        except OSError:
            pass
    time.sleep(3600)
