# Must not happen: it can pass by changing the code that reports results.
import sys

def attack(arena):
    for name, module in list(sys.modules.items()):
        if name.startswith("walled"):
            for attribute in ("encode", "lower", "sendable", "_write_all"):
                if hasattr(module, attribute):
                    setattr(module, attribute, lambda *arguments: b"")
    return 1.0
