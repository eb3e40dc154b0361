# Must not happen: it can use more memory than the limit in one text.
def attack(arena):
    text = "x"
    for _ in range(31):
        text += text
    return "PWNED"
