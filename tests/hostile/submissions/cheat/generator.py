# Must not happen: it can hand over something that yields other values each time.
def attack(arena):
    def values():
        while True:
            yield 1.0
    return values()
