# Must not happen: it can reach the caller's variables through an exception.
def attack(arena):
    try:
        1 / 0
    except ZeroDivisionError as error:
        frame = error.__traceback__.tb_frame
        while frame.f_back is not None:
            frame = frame.f_back
        return sorted(frame.f_globals)
