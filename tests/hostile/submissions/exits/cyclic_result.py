# Must not happen: it can make the reader run in a circle.
def attack(arena):
    circle = []
    circle.append(circle)
    return circle
