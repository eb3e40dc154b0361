# Must not happen: it can run longer than the limit while being loaded.
def _spin():
    while True:
        pass

VALUE = _spin()

def attack(arena):
    return VALUE
