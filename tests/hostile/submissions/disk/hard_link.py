# Must not happen: it can leave a hard link behind.
import os

def attack(arena):
    os.link(arena["secret_file"], arena["folder"] + "/hostile-hardlink")
    return "PWNED"
