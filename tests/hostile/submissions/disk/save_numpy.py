# Must not happen: it can leave a file behind through NumPy.
import numpy as np

def attack(arena):
    np.save(arena["folder"] + "/hostile-saved.npy", np.zeros(3))
    return "PWNED"
