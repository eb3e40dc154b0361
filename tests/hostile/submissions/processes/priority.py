# Must not happen: it can change its own priority, or another process's.
import os

def attack(arena):
    os.nice(1)
    os.setpriority(os.PRIO_PROCESS, arena["decoy"], 1)
    return "PWNED"
