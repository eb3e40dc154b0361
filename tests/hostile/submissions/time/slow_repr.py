# Must not happen: it can stall while its result is being described.
class Slow:
    def __repr__(self):
        while True:
            pass

def attack(arena):
    return Slow()
