# Must not happen: it can leave a pickle behind that runs code where it is loaded.
import os, pickle

class Payload:
    def __reduce__(self):
        return os.system, ("true",)

def attack(arena):
    with open(arena["folder"] + "/hostile-results.pkl", "wb") as file:
        pickle.dump(Payload(), file)
    return "PWNED"
