# Must not happen: it can reach a server by IPv6.
import socket

def attack(arena):
    socket.socket(socket.AF_INET6, socket.SOCK_STREAM).connect_ex(("::1", arena["tcp"]))
    return "PWNED"
