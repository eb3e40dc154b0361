# Must not happen: it can start a process.
import os, time

def attack(arena):
    pid = os.fork()
    if pid == 0:
        time.sleep(1)
        os._exit(0)
    return "PWNED"
