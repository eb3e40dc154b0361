"""The folder of results: held by one run at a time, and tidied of what a killed one left half-written."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import UsageError

_HALF_WRITTEN = re.compile(r"\..+\.(html|json|csv)\.[a-z0-9_]{8}")


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Make OUT and keep other runs out of it. The system lets go of it however this process ends.

    Raises UsageError when another run writes there, or it cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{out}: cannot be made ({error.strerror})") from None
    with _locked(out):
        _tidy(out)
        yield
        _tidy(out)  # of a worker that was killed


if sys.platform == "win32":  # where a folder cannot be locked; two runs at once are the user's to avoid

    @contextmanager
    def _locked(out: Path) -> Iterator[None]:  # noqa: ARG001 - as below
        yield

else:
    import fcntl

    @contextmanager
    def _locked(out: Path) -> Iterator[None]:
        descriptor = os.open(out, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise UsageError(
                f"{out}: another run is writing there; wait for it, or name another --out"
            ) from None
        finally:
            os.close(descriptor)


def _tidy(out: Path) -> None:
    for path in out.iterdir():
        if _HALF_WRITTEN.fullmatch(path.name):
            path.unlink(missing_ok=True)
