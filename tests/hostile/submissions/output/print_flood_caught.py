# Must not happen: it can go on printing after the limit by catching what stops it.
def attack(arena):
    while True:
        try:
            print("flood" * 1000)
        except BaseException:
            pass
