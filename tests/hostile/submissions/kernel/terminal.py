# Must not happen: it can type into the grader's terminal.
import fcntl

def attack(arena):
    for descriptor in range(16):
        try:
            fcntl.ioctl(descriptor, 0x5412, b"x")
            return "PWNED"
        except OSError:
            pass
