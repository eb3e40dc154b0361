# Must not happen: it can find anything of the grader's environment in the C library's copy.
import ctypes

def attack(arena):
    environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
    found, i = [], 0
    while environ and environ[i]:
        found.append(environ[i].decode("latin-1"))
        i += 1
    return found
