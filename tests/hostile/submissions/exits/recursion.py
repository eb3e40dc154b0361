# Must not happen: it can crash by deep recursion.
import sys

def attack(arena):
    sys.setrecursionlimit(10**9)
    return attack(arena)
