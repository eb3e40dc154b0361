# Must not happen: it can read a file of the grader's through os.open.
import os

def attack(arena):
    return os.read(os.open(arena["secret_file"], os.O_RDONLY), 4096)
