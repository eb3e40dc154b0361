# Must not happen: it can leave a process behind that acts later.
import os, time

def attack(arena):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(1)
            open(arena["folder"] + "/hostile-daemon", "w").close()
        os._exit(0)
    return "PWNED"
