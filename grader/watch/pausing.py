"""Ctrl-Z and `fg`: the shell gets its terminal as it was, and the page comes back."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from .keys import Keys
from .stage import Stage


@contextmanager
def pausing(stage: Stage, keys: Keys) -> Iterator[None]:
    """While the block runs, a pause hands the terminal over. Does nothing on systems without job control."""
    if not hasattr(signal, "SIGTSTP"):
        yield
        return

    def go_on(number: int, frame: object) -> None:  # noqa: ARG001 - the shape of a handler
        stage.enter()
        keys.take()

    def pause(number: int, frame: object) -> None:
        keys.release()
        stage.leave()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)  # we stand still in this line until somebody goes on with us
        signal.signal(number, pause)
        go_on(number, frame)  # also where nobody could have, and the system let us pass

    before = signal.signal(signal.SIGTSTP, pause), signal.signal(signal.SIGCONT, go_on)
    try:
        yield
    finally:
        for number, handler in zip((signal.SIGTSTP, signal.SIGCONT), before, strict=True):
            signal.signal(number, handler)
