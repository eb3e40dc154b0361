# Must not happen: it can change a file of the grader's.
def attack(arena):
    with open(arena["victim_file"], "a") as file:
        file.write("changed")
    return "PWNED"
