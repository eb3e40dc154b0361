# Must not happen: it can read the list of the machine's users.
def attack(arena):
    text = open("/etc/passwd").read()
    return "PWNED " + text[:40]
