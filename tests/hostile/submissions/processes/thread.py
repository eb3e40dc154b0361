# Must not happen: it can start a thread.
import threading

def attack(arena):
    thread = threading.Thread(target=lambda: None)
    thread.start()
    return "PWNED"
