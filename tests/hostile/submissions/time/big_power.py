# Must not happen: it can compute an enormous integer.
def attack(arena):
    return 7 ** (7 ** 11)
