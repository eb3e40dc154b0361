# Must not happen: it can plant bytecode where the grader would import it.
def attack(arena):
    with open(arena["folder"] + "/hostile_plugin.pyc", "wb") as file:
        file.write(b"")
    return "PWNED"
