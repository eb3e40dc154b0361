"""A class's repositories into a folder a student, each as it was pushed last before a time.

OUT/<student>/…, OUT/times.csv (who, when, which commit, who says so; `grade --times` reads it) and
OUT/problems.csv. What one repository does costs only its own student. Each folder notes in a hidden file what
was collected into it: it appears together with it, so a run that is killed at any moment loses nothing.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..atomic import write_text
from ..batch.folder import held
from ..batch.identity import Trouble
from ..batch.problems import problem_rows, read_problems, write_rows
from ..errors import UsageError
from ..model import Message
from ..moments import moment
from ..report.phrases import Phrases
from .fetching import Fetching, written
from .programs import CollectError, NothingPushedError, Programs
from .pushes import Push, push_times
from .repositories import Repository

TIMES = "times.csv"
_SCRATCH, _NOTE = ".collect-", ".collected"
COLUMNS = ("student", "time", "source", "commit")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is collected: `branch` as it was pushed last up to `end` (UTC).

    `forge` names the host's kind where its address does not; `commit_dates` believes the commits where
    nobody else knows the time.
    """

    end: datetime
    branch: str = "main"
    forge: str | None = None
    commit_dates: bool = False


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of one repository: the push whose files lie in the student's folder, if any does.

    `kept`: they lay there already. `why`: what went wrong; `left_out`: files that were not taken, and why.
    """

    repository: Repository
    push: Push | None = None
    kept: bool = False
    why: Message | None = None
    left_out: tuple[Message, ...] = ()

    @property
    def student(self) -> str:
        return self.repository.student

    def troubles(self) -> Iterator[Trouble]:
        """Its rows of problems.csv."""
        if self.why is not None:
            yield Trouble("not-collected", self.student, self.repository.url, self.why)
        for message in self.left_out:
            yield Trouble("left-out", self.student, self.repository.url, message)


Tell = Callable[[Collected], None]


class Collecting:
    """Collects into `out`, `jobs` repositories at a time."""

    def __init__(self, out: Path, wanted: Wanted, programs: Programs, jobs: int = 4) -> None:
        self._out, self._wanted, self._programs, self._jobs = out, wanted, programs, jobs

    def run(self, repositories: Sequence[Repository], phrases: Phrases, lang: str, tell: Tell) -> bool:
        """Collect all; what OUT holds of others stays. False when Ctrl-C ended it; what was done is written.

        Raises UsageError when OUT cannot be written.
        """
        with held(self._out):
            for left in self._out.glob(f"{_SCRATCH}*"):  # by a run that was killed
                shutil.rmtree(left, ignore_errors=True)
            done: Done = {}
            try:
                self._all(repositories, done, tell)
                return True
            except KeyboardInterrupt:
                return False
            finally:
                _write_times(self._out)
                _write_troubles(self._out, done, phrases, lang)

    def _all(self, repositories: Sequence[Repository], done: Done, tell: Tell) -> None:
        with ThreadPoolExecutor(self._jobs) as threads:
            waiting = [threads.submit(self._one, r) for r in repositories]
            try:
                for future in as_completed(waiting):
                    collected = future.result()
                    done[collected.student] = collected
                    tell(collected)
            except BaseException:
                self._programs.stop()
                threads.shutdown(wait=False, cancel_futures=True)
                raise

    def _one(self, repository: Repository) -> Collected:
        before = _noted(self._out / repository.student)
        try:
            with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=self._out) as scratch:
                return self._fetched(repository, before, Path(scratch))
        except CollectError as problem:
            return self._failed(repository, before, problem)
        except OSError as error:  # a full disk, a folder that cannot be replaced
            why = Message("collect-write", {"why": error.strerror or "?"})
            return Collected(repository, before, kept=before is not None, why=why)

    def _fetched(self, repository: Repository, before: Push | None, scratch: Path) -> Collected:
        folder = self._out / repository.student
        push = self._push(repository, scratch / "dates")
        if before == push:
            return Collected(repository, push, kept=True)
        if before is None and folder.exists():
            raise CollectError(Message("collect-in-the-way", {"folder": str(folder)}))
        fetched = Fetching(self._programs, _made(scratch / "store")).commit(repository, push.commit)
        fresh = _made(scratch / "files")
        written(fetched, fresh)
        _note(fresh, push)
        _replace(folder, fresh, scratch / "old")
        return Collected(repository, push, left_out=fetched.left_out)

    def _push(self, repository: Repository, scratch: Path) -> Push:
        wanted = self._wanted
        try:
            times = push_times(repository, self._programs, wanted.forge)
            return times.history(repository, wanted.branch).last_until(wanted.end)
        except NothingPushedError:
            raise
        except CollectError:
            if not wanted.commit_dates:
                raise
        return Fetching(self._programs, _made(scratch)).by_commit_date(repository, wanted.branch, wanted.end)

    def _failed(self, repository: Repository, before: Push | None, problem: CollectError) -> Collected:
        """What an earlier run collected stays if it may still be the last before the time."""
        folder = self._out / repository.student
        if before is None:
            return Collected(repository, why=problem.message)
        if not isinstance(problem, NothingPushedError) and before.time <= self._wanted.end:
            return Collected(repository, before, kept=True, why=problem.message)
        shutil.rmtree(folder)
        return Collected(repository, why=problem.message)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _replace(folder: Path, fresh: Path, old: Path) -> None:
    """Put a whole folder in the place of another; OUT never holds half of one."""
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)


# --------------------------------------------------------------------------- what is written down

Done = dict[str, Collected]


def _note(folder: Path, push: Push) -> None:
    (folder / _NOTE).write_text(f"{push.commit} {push.time.isoformat()} {push.source}\n", encoding="ascii")


def _noted(folder: Path) -> Push | None:
    """What was collected into this folder; None when it is not there, or not ours."""
    try:
        commit, time, source = (folder / _NOTE).read_text(encoding="ascii").split()
        return Push(commit, moment(time).utc, source)
    except (OSError, ValueError, UsageError):
        return None


def _write_times(out: Path) -> None:
    """A row for each folder that lies there, those of earlier runs among them."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for folder in sorted(path for path in out.iterdir() if not path.name.startswith(".")):
        push = _noted(folder)
        if push is not None:
            table.writerow((folder.name, push.time.isoformat(), push.source, push.commit))  # read by `grade`
    write_text(out / TIMES, text.getvalue())


def _write_troubles(out: Path, done: Done, phrases: Phrases, lang: str) -> None:
    """The rows of this run, and those of earlier ones about folders that stayed as they were."""
    gone = {student for student, c in done.items() if not c.kept}
    before = [row for row in read_problems(out) if row[1] not in gone and row[0] != "not-collected"]
    troubles = [trouble for c in done.values() for trouble in c.troubles()]
    write_rows(out, sorted({*before, *problem_rows(troubles, phrases, lang)}))
