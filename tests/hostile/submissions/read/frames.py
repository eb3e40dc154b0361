# Must not happen: it can find the expected values in the frames of its callers.
import sys

def attack(arena):
    found, frame = [], sys._getframe()
    while frame is not None:
        found += [f"{name}={value!r:.300}" for name, value in frame.f_locals.items() if name != "arena"]
        frame = frame.f_back
    return found[:200]
