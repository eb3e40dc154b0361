# Must not happen: it can raise an exception with an enormous text.
def attack(arena):
    raise ValueError("x" * 50_000_000)
