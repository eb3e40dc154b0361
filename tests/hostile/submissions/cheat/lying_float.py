# Must not happen: it can pass by a number that equals everything.
class Equal(float):
    def __eq__(self, other):
        return True
    __ne__ = __lt__ = __gt__ = lambda self, other: False
    __sub__ = __rsub__ = lambda self, other: 0.0
    __hash__ = float.__hash__

def attack(arena):
    return Equal(0.0)
