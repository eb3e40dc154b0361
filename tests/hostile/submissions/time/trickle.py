# Must not happen: it can keep the limit from being noticed by reporting all the time.
import os, struct

def attack(arena):
    while True:
        for descriptor in range(3, 16):
            try:
                os.write(descriptor, b"")
            except OSError:
                pass
