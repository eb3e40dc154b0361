# Must not happen: it can wait for, or read, what is typed at the grader.
import sys

def attack(arena):
    try:
        return "PWNED " + input()
    except EOFError:
        return sys.stdin.read()
