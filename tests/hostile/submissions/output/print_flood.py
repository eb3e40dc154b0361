# Must not happen: it can fill the report with what it prints.
def attack(arena):
    while True:
        print("flood" * 1000)
