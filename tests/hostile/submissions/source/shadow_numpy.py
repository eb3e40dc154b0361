# Must not happen: it can replace NumPy by a module of its own.
import sys, types

fake = types.ModuleType("numpy")
fake.allclose = lambda *arguments: True
sys.modules["numpy"] = fake

def attack(arena):
    return "correct"
