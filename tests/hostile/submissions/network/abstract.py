# Must not happen: it can reach a server by an abstract socket.
import socket

def attack(arena):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect("\0" + arena["abstract"])
    connection.send(b"hostile")
    return "PWNED"
