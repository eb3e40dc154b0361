# Must not happen: it can show a reader another text than what runs.
def attack(arena):
    access = "user"
    if access != "user‮ ⁦# only for teachers⁩ ⁦":
        return "not a secret"
    return 1.0
