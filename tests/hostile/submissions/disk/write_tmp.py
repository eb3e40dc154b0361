# Must not happen: it can leave a temporary file behind.
def attack(arena):
    with open("/tmp/hostile-leftover", "w") as file:
        file.write("x")
    return "PWNED"
