# Must not happen: it can hold the grader up by waiting for a signal.
import _signal as signal

def attack(arena):
    signal.pause()
    signal.sigwait({signal.SIGUSR1})
