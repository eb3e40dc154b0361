# Must not happen: it can act while its objects are being destroyed.
class Late:
    def __del__(self):
        open("/tmp/hostile-finaliser", "w").close()

KEPT = Late()

def attack(arena):
    return 1.0
