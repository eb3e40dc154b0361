# Must not happen: it can make the compiler fold an enormous constant.
def attack(arena):
    return eval("(1).__class__(2) ** (2 ** 40)")
