# Must not happen: it can crash the reader by deep nesting.
def attack(arena):
    nested = []
    for _ in range(10**5):
        nested = [nested]
    return nested
