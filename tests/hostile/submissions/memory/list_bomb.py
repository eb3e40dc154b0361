# Must not happen: it can use more memory than the limit.
def attack(arena):
    kept = []
    for _ in range(20):
        kept.append(bytearray(100 * 2**20))
    return "PWNED"
