# Must not happen: it can stall while its process ends.
import atexit, os

class Clinging:
    def __del__(self):
        while True:
            pass

KEPT = Clinging()
HOOK = atexit.register(lambda: os.kill(os.getpid(), 0) or [None for _ in iter(int, 1)])

def attack(arena):
    return 1.0
