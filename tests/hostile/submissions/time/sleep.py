# Must not happen: it can hold the grader up by sleeping.
import time

def attack(arena):
    time.sleep(3600)
