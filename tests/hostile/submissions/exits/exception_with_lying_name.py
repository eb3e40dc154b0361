# Must not happen: it can break the report by an exception whose type has no name.
class Meta(type):
    @property
    def __name__(cls):
        raise RuntimeError("no")

class Nameless(Exception, metaclass=Meta):
    pass

def attack(arena):
    raise Nameless
