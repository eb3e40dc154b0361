# Must not happen: it can announce a frame that never comes.
import os, time

def attack(arena):
    for descriptor in range(3, 16):
        try:
            os.write(descriptor, b"\x00\xff\xff\xff")
        except OSError:
            pass
    time.sleep(3600)
