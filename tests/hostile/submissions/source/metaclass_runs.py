# Must not happen: it can do work while a class is being made.
class Meta(type):
    def __init__(cls, *arguments):
        open("/tmp/hostile-metaclass", "w").close()

class Made(metaclass=Meta):
    pass

def attack(arena):
    return "PWNED" if "Made" in globals() else "refused"
