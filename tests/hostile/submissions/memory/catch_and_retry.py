# Must not happen: it can eat memory again each time it is refused.
def attack(arena):
    kept = []
    while True:
        try:
            kept.append(bytearray(2**26))
            if len(kept) > 30:
                return "PWNED"
        except MemoryError:
            pass
