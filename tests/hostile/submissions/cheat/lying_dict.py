# Must not happen: it can pass by a dict that answers any key.
class Any(dict):
    def __missing__(self, key):
        return 1.0
    def items(self):
        while True:
            yield "answer", 1.0
    __eq__ = lambda self, other: True

def attack(arena):
    return Any(answer=1.0)
