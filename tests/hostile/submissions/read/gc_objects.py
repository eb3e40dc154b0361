# Must not happen: it can find a reference's values among the interpreter's objects.
import gc

def attack(arena):
    return [text for text in gc.get_objects() if isinstance(text, list) and len(text) == 3 and text[0] == arena["marker"]]
