# Must not happen: it can report a result of its own, twice.
import os

def attack(arena):
    frame = bytes.fromhex(arena["forged_frame"])
    for descriptor in range(3, 16):
        try:
            os.write(descriptor, frame + frame)
        except OSError:
            pass
    return 1.0
