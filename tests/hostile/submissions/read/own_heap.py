# Must not happen: it can find an earlier submission in recycled memory.
import numpy as np

def attack(arena):
    mark = "-".join(["left", "by", "another", "student"]).encode()
    for size in (64, 256, 1024, 4096, 65536, 1 << 20):
        for _ in range(50):
            block = np.empty(size, dtype=np.uint8).tobytes()
            at = block.find(mark)
            # the rest of the mark is nowhere in this file, so that it cannot find itself
            if at >= 0 and sum(block[at + len(mark) : at + len(mark) + 5]) == 350:
                return "PWNED"
