# Must not happen: it can offer a service.
import socket

def attack(arena):
    socket.create_server(("127.0.0.1", 0))
    return "PWNED"
