# Must not happen: it can import the grader, and through it the answers.
def attack(arena):
    import grader.model
    return "PWNED " + grader.model.__file__
