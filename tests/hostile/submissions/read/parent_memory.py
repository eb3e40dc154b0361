# Must not happen: it can read its parent's memory by process_vm_readv.
import ctypes, os

def attack(arena):
    libc = ctypes.CDLL(None)
    buffer = ctypes.create_string_buffer(64)
    class Part(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
    local = Part(ctypes.addressof(buffer), 64)
    remote = Part(id(os), 64)
    got = libc.process_vm_readv(os.getppid(), ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
    return "PWNED" if got > 0 else got
