# Must not happen: it can abort.
import os

def attack(arena):
    os.abort()
