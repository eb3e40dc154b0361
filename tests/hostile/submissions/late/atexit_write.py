# Must not happen: it can act after its results have been taken.
import atexit

def late():
    open("/tmp/hostile-atexit", "w").close()

HOOK = atexit.register(late)

def attack(arena):
    return 1.0
