# Must not happen: it can leave a pipe behind that blocks whoever opens it.
import os

def attack(arena):
    os.mkfifo(arena["folder"] + "/hostile-fifo")
    return "PWNED"
