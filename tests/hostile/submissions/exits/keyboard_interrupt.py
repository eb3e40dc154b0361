# Must not happen: it can pass for the grader's own interruption.
def attack(arena):
    raise KeyboardInterrupt
