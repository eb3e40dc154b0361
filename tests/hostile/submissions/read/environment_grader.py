# Must not happen: it can find the environment of the grader.
def attack(arena):
    return open(f"/proc/{arena['grader']}/environ").read()
