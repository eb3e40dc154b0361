# Must not happen: it can crash the compiler from inside.
def attack(arena):
    return eval("-" * 10**6 + "1")
