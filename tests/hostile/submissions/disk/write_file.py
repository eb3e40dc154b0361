# Must not happen: it can leave a file behind.
def attack(arena):
    with open(arena["folder"] + "/hostile-written", "w") as file:
        file.write("x")
    return "PWNED"
