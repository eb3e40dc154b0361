"""The same work on a Dask cluster (https://distributed.dask.org).

What travels are paths, and which student is meant: every worker sees the same files at the same places. The
secret never passes through the scheduler; each worker reads it from its file.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from ..atomic import write_text
from ..content import Content
from ..errors import ChainruleError, UsageError
from .desk import Outcome, Setup, close_desk, grade_entry, open_walls
from .engine import Engine
from .identity import Entry
from .keys import content_digest, engine_digest

if TYPE_CHECKING:
    from distributed import Client

CHUNK = 8
"""Entries in one task: a quarter of a second of work beside some milliseconds of Dask's."""
PATIENCE = 10
"""Seconds in which the scheduler must answer, and then a first worker."""

_ADDRESS = re.compile(r"(tcp|tls|ws|wss)://.+:[0-9]+")

_one_at_a_time = threading.Lock()
"""A worker may have several threads; its desk is for one."""


@dataclass(frozen=True, slots=True)
class Task:
    """What workers are told of a batch: absolute paths, and no secret but where it lies.

    `content` is None for the course that comes with the program: each worker has its own, of the same bytes
    (`course` is their hash).
    """

    setup: Setup
    secret: Path | None
    content: Path | None
    course: str
    here: Path

    @classmethod
    def of(cls, setup: Setup, secret: Path | None) -> Task:
        here, content = Path.cwd(), Content.at(setup.content)
        manifest = here / setup.manifest if setup.manifest else None
        told = replace(setup, out=here / setup.out, manifest=manifest, secret=None)
        own = None if content.is_packaged else content.root
        return cls(told, here / secret if secret else None, own, content_digest(content), here)

    @property
    def files(self) -> tuple[Path, ...]:
        """What a worker must see, as we do."""
        return tuple(p for p in (self.content, self.setup.manifest, self.secret) if p)


@contextmanager
def cluster(
    address: str, setup: Setup, secret: Path | None, paths: Sequence[Path]
) -> Iterator[tuple[Engine, Callable[[Entry], Outcome]]]:
    """The engine of the scheduler at `address` (`tcp://host:8786`), and the work as its workers do it.

    `secret` is the file of the setup's secret, `paths` are where hand-ins lie. Raises UsageError when Dask is
    not installed, nobody answers, there is no worker, or a worker could not write the same results: another
    version, other files, weaker walls.
    """
    task = Task.of(setup, secret)
    with _client(address) as client:
        _agree(client, task, paths)
        try:
            yield _engine(client), partial(grade_there, task)
        except CancelledError:
            raise UsageError(
                f"{address}: the scheduler went away; what is graded is kept, and the same command goes on"
            ) from None
        finally:
            with suppress(Exception):  # whoever is gone has closed their desk
                client.run(leave, task, on_error="ignore")


def _engine(client: Client) -> Engine:
    from distributed import KilledWorker

    jobs = len(client.scheduler_info(n_workers=-1)["workers"])
    deaths = (BrokenExecutor, KilledWorker)
    # Not pure: an entry is work to be done, not a value to be remembered from the last batch.
    return Engine(lambda _: client.get_executor(pure=False), jobs, CHUNK, deaths)


# --------------------------------------------------------------------------- before anything is sent


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("--engine dask needs Dask: python -m pip install 'chainrule[dask]'") from None
    if not _ADDRESS.fullmatch(address):
        raise UsageError(
            f"{address}: no address of a scheduler; `dask scheduler` prints its own, tcp://HOST:8786"
        )
    for name in ("distributed", "distributed.client"):  # each has a handler of its own
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said below, once
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except OSError as error:
        raise UsageError(f"{address}: no Dask scheduler answers there ({_first_line(error)})") from None
    with client:
        yield client


def _agree(client: Client, task: Task, paths: Sequence[Path]) -> None:
    """Raise UsageError unless every worker would write what we would."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        client.get_versions(check=True, packages=["numpy", "sympy"])
    except TimeoutError:
        raise UsageError("the scheduler has no workers; start some with `dask worker`") from None
    except ValueError as error:
        raise UsageError(f"the cluster runs other versions than this machine:\n{error}") from None
    token = task.setup.out / f".cluster-{token_hex(4)}"
    write_text(token, "", durable=False)
    try:
        look = partial(look_around, task, (token, *task.files, *(task.here / path for path in paths)))
        for worker, lacks in client.run(look, on_error="return").items():
            if lacks:
                raise UsageError(f"worker {worker}: {_first_line(lacks)}")
    finally:
        token.unlink(missing_ok=True)


def _first_line(error: object) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


# --------------------------------------------------------------------------- on a worker


def look_around(task: Task, files: Sequence[Path]) -> str:
    """What keeps this worker from grading as we would; empty when nothing does."""
    unseen = [str(path) for path in files if not path.exists()]
    if unseen:
        return f"does not see {unseen[0]}; workers need the same files at the same places"
    try:
        content = _content(task)
        if engine_digest(content.templates) != task.setup.engine:
            return "has another version of chainrule; install the same one"
        if content_digest(content) != task.course:
            return f"has another course in {content.root}"
        open_walls(task.setup.isolation).close()
    except (ChainruleError, OSError) as error:
        return str(error)
    return ""


def grade_there(task: Task, entry: Entry) -> Outcome:
    """Grade one entry on this worker; the outcome is about the entry as it was sent."""
    with _one_at_a_time:
        outcome = grade_entry(_setup(task), replace(entry, path=task.here / entry.path))
    return replace(outcome, entry=entry)


def leave(task: Task) -> None:
    """End the sandbox's processes on this worker: it may live long."""
    with _one_at_a_time:
        close_desk(_setup(task))


@lru_cache(maxsize=1)
def _setup(task: Task) -> Setup:
    secret = task.secret.read_bytes().strip() if task.secret else None
    return replace(task.setup, content=_content(task).root, secret=secret)


def _content(task: Task) -> Content:
    return Content.at(task.content) if task.content else Content.packaged()
