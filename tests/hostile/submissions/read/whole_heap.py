# Must not happen: it can find an earlier submission by walking over its own heap.
import ctypes

def attack(arena):
    mark = "-".join(["left", "by", "another", "student"]).encode()
    for anchor in (object(), {}, [None] * 1000, b"x" * 100000):
        base = id(anchor) & ~0xFFFFF
        block = ctypes.string_at(base, 1 << 20)
        at = block.find(mark)
        while at >= 0:
            if sum(block[at + len(mark) : at + len(mark) + 5]) == 350:
                return "PWNED"
            at = block.find(mark, at + 1)
