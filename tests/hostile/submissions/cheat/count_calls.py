# Must not happen: it can tell test calls from real ones by counting across submissions.
import numpy as np

def attack(arena):
    calls = getattr(np, "hostile_calls", 0)
    np.hostile_calls = calls + 1
    return "PWNED" if calls else 1.0
