# Must not happen: it can make the reader look at memory that is not there.
class Wild:
    __array_interface__ = {"shape": (10**9,), "typestr": "<f8", "data": (4096, False), "version": 3}

def attack(arena):
    return Wild()
