# Must not happen: it can find something to read among inherited descriptors.
import os

def attack(arena):
    found = []
    for descriptor in range(64):
        try:
            data = os.read(descriptor, 4096)
        except OSError:
            continue
        if data:
            found.append(data)
    return found
