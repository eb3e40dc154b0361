# Must not happen: it can read a file of the grader's.
def attack(arena):
    return open(arena["secret_file"]).read()
