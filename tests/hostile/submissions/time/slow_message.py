# Must not happen: it can stall while its exception is being described.
class SlowError(Exception):
    def __str__(self):
        while True:
            pass

def attack(arena):
    raise SlowError
