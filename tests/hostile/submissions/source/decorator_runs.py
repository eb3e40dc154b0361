# Must not happen: it can do work while being loaded that a call would not be allowed.
import os

def write(function):
    open("/tmp/hostile-decorator", "w").close()
    return function

@write
def attack(arena):
    return "PWNED"
