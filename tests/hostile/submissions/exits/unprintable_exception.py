# Must not happen: it can lose the report by an exception that cannot be described.
class Mute(Exception):
    def __str__(self):
        raise RuntimeError("no")
    __repr__ = __str__

def attack(arena):
    raise Mute
