# Must not happen: it can map a file of the grader's into memory.
import numpy as np

def attack(arena):
    return bytes(np.memmap(arena["secret_file"], dtype=np.uint8, mode="r")).decode()
