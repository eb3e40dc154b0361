# Must not happen: it can flood the grader's terminal or a pipe through descriptors 1 and 2.
import os

def attack(arena):
    while True:
        os.write(1, b"flood" * 1000)
        os.write(2, b"flood" * 1000)
