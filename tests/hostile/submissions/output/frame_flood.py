# Must not happen: it can flood the pipe that results travel through.
import os

def attack(arena):
    while True:
        for descriptor in range(3, 16):
            try:
                os.write(descriptor, b"\0" * 65536)
            except OSError:
                pass
