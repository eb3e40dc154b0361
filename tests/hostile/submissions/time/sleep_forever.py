# Must not happen: it can hold the grader up by waiting for nothing.
import threading

def attack(arena):
    threading.Lock().acquire()
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
