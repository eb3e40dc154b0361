# Must not happen: it can leave a link behind for the grader to follow.
import os

def attack(arena):
    os.symlink("/etc/passwd", arena["folder"] + "/hostile-link")
    return "PWNED"
