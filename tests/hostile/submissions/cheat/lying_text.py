# Must not happen: it can pass by a text that lies about itself.
class Text(str):
    def encode(self, *arguments):
        return b"correct"
    def __str__(self):
        return "correct"

def attack(arena):
    return Text("wrong")
