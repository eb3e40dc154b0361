# Must not happen: it can act inside the code that reports its result.
import sys

def late(frame, event, argument):
    open("/tmp/hostile-trace", "w").close()

def attack(arena):
    sys.setprofile(late)
    return 1.0
