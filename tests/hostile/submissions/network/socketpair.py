# Must not happen: it can make a pair of sockets.
import socket

def attack(arena):
    socket.socketpair()
    return "PWNED"
