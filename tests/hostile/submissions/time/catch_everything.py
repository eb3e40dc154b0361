# Must not happen: it can outlive the limit by catching every exception.
def attack(arena):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
