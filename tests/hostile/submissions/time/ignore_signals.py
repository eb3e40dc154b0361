# Must not happen: it can outlive the limit by ignoring signals.
import _signal as signal

def attack(arena):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
