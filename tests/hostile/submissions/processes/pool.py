# Must not happen: it can start a pool of workers.
def attack(arena):
    import multiprocessing
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return "PWNED" + str(pool.map(abs, [1, 2]))
