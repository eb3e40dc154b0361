# Must not happen: it can read a file of the grader's while the module is being loaded.
def _peek():
    import glob
    return "".join(open(path).read() for path in glob.glob("/tmp/hostile*/secret*"))

FOUND = _peek()

def attack(arena):
    return FOUND
