# Must not happen: it can return more values than the grader will hold.
def attack(arena):
    return [0] * 10**7
