# Must not happen: it can crash by recursion in C.
def attack(arena):
    nested = []
    for _ in range(10**6):
        nested = [nested]
    return repr(nested)
