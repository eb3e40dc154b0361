# Must not happen: it can hold the interpreter lock in one long C call.
def attack(arena):
    return sum(range(10**12))
