# Must not happen: it can pass by changing what functions of Python do.
import builtins

def attack(arena):
    for name in ("abs", "all", "any", "isinstance", "len", "max", "min", "sum", "tuple", "type"):
        setattr(builtins, name, lambda *arguments: True)
    return "correct"
