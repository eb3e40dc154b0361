# Must not happen: it can find other students' work by pattern.
import glob

def attack(arena):
    found = glob.glob(arena["folder"] + "/*")
    return "PWNED " + str(found) if found else "nothing"
