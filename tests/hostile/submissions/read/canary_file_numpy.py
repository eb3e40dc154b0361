# Must not happen: it can read a file of the grader's through NumPy.
import numpy as np

def attack(arena):
    return bytes(np.fromfile(arena["secret_file"], dtype=np.uint8)).decode()
