# Must not happen: it can multiply.
import os, time

def attack(arena):
    started = 0
    for _ in range(20):
        if os.fork() == 0:
            time.sleep(1)
            os._exit(0)
        started += 1
    return "PWNED %d" % started
