# Must not happen: it can read the grader's memory through /proc.
def attack(arena):
    pid = arena["grader"]
    for line in open(f"/proc/{pid}/maps"):
        if "[heap]" in line:
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            with open(f"/proc/{pid}/mem", "rb") as memory:
                memory.seek(start)
                return "PWNED" if memory.read(16) else ""
