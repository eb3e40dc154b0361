# Must not happen: it can reach a server by TCP.
import socket

def attack(arena):
    connection = socket.socket()
    connection.connect(("127.0.0.1", arena["tcp"]))
    connection.send(b"hostile")
    return "PWNED"
