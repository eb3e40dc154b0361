# Must not happen: it can end without a trace, or take the next function with it.
import os

def attack(arena):
    os._exit(0)
