# Must not happen: it can reach a server while being loaded.
import socket

SENT = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

def attack(arena):
    SENT.sendto(b"hostile", ("127.0.0.1", arena["udp"]))
    return "PWNED"
