# Must not happen: it can take the next student's job from the worker's channel.
import os, socket

def attack(arena):
    for descriptor in range(3, 64):
        try:
            channel = socket.socket(fileno=os.dup(descriptor))
            channel.settimeout(0.1)
            return "PWNED" + str(socket.recv_fds(channel, 100, 4))
        except OSError:
            pass
