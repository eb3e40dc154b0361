"""Doing the same work on many entries: in this process or in others, a bounded number at a time.

Everything speaks `concurrent.futures.Executor`, so another kind of engine is another executor.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_In = TypeVar("_In")
_Out = TypeVar("_Out")

AHEAD = 4
"""Entries handed out per worker: enough to keep it busy, few enough to lose nothing and fill no memory."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Who does the work: how an executor of so many workers is opened, and how many there are.

    `chunk` entries travel together, where a message costs much. `deaths` are the exceptions of a future whose
    worker died.
    """

    open: Callable[[int], Executor]
    jobs: int = 1
    chunk: int = 1
    deaths: tuple[type[BaseException], ...] = (BrokenExecutor,)


class Here(Executor):
    """Does the work in this process, when it is submitted."""

    def submit(self, fn: Callable[_P, _Out], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_Out]:
        future: Future[_Out] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as every executor does; whoever asks for the result gets it
            future.set_exception(error)
        return future


def workers(jobs: int, faults: Path) -> Executor:
    """An executor of `jobs` processes; what goes wrong inside us is written to the file `faults`.

    They are started afresh, not forked: no lock and no thread of this process goes along.
    """
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(faults,))


def _begin(faults: Path) -> None:
    """A worker's first steps: it leaves Ctrl-C to the one who gives it work, and ends with them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    log = logging.getLogger("chainrule")
    log.handlers, log.propagate = [logging.FileHandler(faults, delay=True, encoding="utf-8")], False


def _end_with_parent() -> None:
    """A killed parent cannot say so: without this, its workers would wait for work forever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def stream(
    executor: Executor, work: Callable[[_In], _Out], items: Iterable[_In], window: int
) -> Iterator[tuple[_In, Future[_Out]]]:
    """Each item with its finished future, in the order they finish; at most `window` are under way.

    Stops handing out work when the executor breaks; what was under way then comes with that error.
    """
    pending: dict[Future[_Out], _In] = {}
    for item in items:
        try:
            pending[executor.submit(work, item)] = item
        except BrokenExecutor as error:
            broken: Future[_Out] = Future()
            broken.set_exception(error)
            yield item, broken
            break
        if len(pending) >= window:
            yield from _finished(pending)
    while pending:
        yield from _finished(pending)


def _finished(pending: dict[Future[_Out], _In]) -> Iterator[tuple[_In, Future[_Out]]]:
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    for future in done:
        yield pending.pop(future), future


def survivors(
    engine: Engine, work: Callable[[_In], _Out], items: Iterable[_In]
) -> Iterator[tuple[_In, _Out | None]]:
    """Each item with its result, whatever happens to the workers.

    When one dies, its pool is gone with everything under way: the rest goes on in a new one, and those that
    were under way are done again one at a time. None for an item that ends its worker even then.
    """
    waiting = _chunks(iter(items), engine.chunk)
    each = partial(_each, work)
    suspects: list[_In] = []
    broken = True
    while broken:
        broken = False
        with engine.open(engine.jobs) as executor:
            for chunk, future in stream(executor, each, waiting, engine.jobs * AHEAD):
                if isinstance(future.exception(), engine.deaths):
                    broken = True
                    suspects += chunk
                else:
                    yield from zip(chunk, future.result(), strict=True)
    for item in suspects:
        with engine.open(1) as executor:
            for _, alone in stream(executor, work, [item], 1):
                died = isinstance(alone.exception(), engine.deaths)
                yield item, None if died else alone.result()


def _chunks(items: Iterator[_In], size: int) -> Iterator[Sequence[_In]]:
    while chunk := tuple(islice(items, size)):
        yield chunk


def _each(work: Callable[[_In], _Out], items: Sequence[_In]) -> list[_Out]:
    return [work(item) for item in items]
