# Must not happen: it can speak to the grader in the worker's name.
import os, socket

def attack(arena):
    for descriptor in range(3, 64):
        try:
            socket.socket(fileno=os.dup(descriptor)).send(b"broken hostile")
            return "PWNED"
        except OSError:
            pass
