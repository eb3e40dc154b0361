# Must not happen: it can read the program that runs it.
def attack(arena):
    return "PWNED " + open("/proc/self/cmdline").read()
