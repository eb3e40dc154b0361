# Must not happen: it can send a datagram.
import socket

def attack(arena):
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"hostile", ("127.0.0.1", arena["udp"]))
    return "PWNED"
