# Must not happen: it can crash by a forged code object.
def attack(arena):
    code = attack.__code__.replace(co_code=b"\xff" * 64)
    attack.__code__ = code
    return attack(arena)
