# Must not happen: it can put markup into the report.
def attack(arena):
    print("<script>alert(1)</script>\x1b[2J\x00")
    error = type("<img src=x onerror=alert(1)>", (Exception,), {})
    raise error("<script>alert(2)</script>]]>&&lt;{{ 7*7 }}")
