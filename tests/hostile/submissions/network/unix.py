# Must not happen: it can reach a server by a socket file.
import socket

def attack(arena):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(arena["unix"])
    connection.send(b"hostile")
    return "PWNED"
