# Must not happen: it can run a shell command.
import os

def attack(arena):
    code = os.system("true")
    return "PWNED" if code == 0 else code
