# Must not happen: it can act whenever something is imported.
import sys

class Hook:
    def find_spec(self, *arguments):
        open("/tmp/hostile-import", "w").close()

def attack(arena):
    sys.meta_path.insert(0, Hook())
    import nothing_of_this_name
