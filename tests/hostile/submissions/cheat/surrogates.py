# Must not happen: it can break the report by text that has no encoding.
def attack(arena):
    print("\udcff\ud800")
    raise ValueError("\udcff\ud800")
