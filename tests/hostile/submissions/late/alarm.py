# Must not happen: it can act when a timer runs out.
import _signal as signal

def late(*arguments):
    open("/tmp/hostile-alarm", "w").close()

def attack(arena):
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    while True:
        pass
