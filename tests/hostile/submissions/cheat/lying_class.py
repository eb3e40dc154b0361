# Must not happen: it can pass for another type.
class Pretender:
    __class__ = float
    def __float__(self):
        return 0.0

def attack(arena):
    return Pretender()
