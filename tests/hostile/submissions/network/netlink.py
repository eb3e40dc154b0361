# Must not happen: it can ask the kernel about the network.
import socket

def attack(arena):
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    return "PWNED"
