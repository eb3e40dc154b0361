# Must not happen: it can make the grader print an integer without end.
def attack(arena):
    return 10 ** 100_000
