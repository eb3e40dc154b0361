# Must not happen: it can ask a name server.
import socket

def attack(arena):
    return "PWNED" + str(socket.getaddrinfo("localhost", 80))
