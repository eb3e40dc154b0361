# Must not happen: it can start threads without end.
import threading, time

def attack(arena):
    for _ in range(50):
        threading.Thread(target=time.sleep, args=(0.5,), daemon=True).start()
    return "PWNED"
