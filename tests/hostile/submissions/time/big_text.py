# Must not happen: it can turn an enormous integer into text.
import sys

def attack(arena):
    sys.set_int_max_str_digits(0)
    return len(str(1 << (1 << 27)))
