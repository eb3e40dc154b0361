# Must not happen: it can run longer than the limit.
def attack(arena):
    while True:
        pass
