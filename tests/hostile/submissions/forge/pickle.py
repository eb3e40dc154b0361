# Must not happen: it can have the grader load a pickle.
import os, pickle

class Payload:
    def __reduce__(self):
        return os.system, ("touch /tmp/hostile-pickle",)

def attack(arena):
    data = pickle.dumps(Payload())
    for descriptor in range(3, 16):
        try:
            os.write(descriptor, len(data).to_bytes(4, "big") + data)
        except OSError:
            pass
    os._exit(0)
