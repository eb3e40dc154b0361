# Must not happen: it can print one text larger than the limit.
def attack(arena):
    print("x" * 50_000_000)
    return "PWNED"
