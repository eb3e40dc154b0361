# Must not happen: it can run a program.
def attack(arena):
    import subprocess
    return "PWNED " + subprocess.run(["/bin/echo", "out"], capture_output=True, text=True).stdout
