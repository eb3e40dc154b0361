# Must not happen: it can fetch a page.
def attack(arena):
    from urllib.request import urlopen
    return "PWNED" + str(urlopen(f"http://127.0.0.1:{arena['tcp']}/", timeout=1).status)
