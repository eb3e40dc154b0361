"""The gradebook in a database. SQLAlchemy Core; nothing else of this program imports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, create_engine, event, func, inspect, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError

from ..errors import UsageError
from .records import Graded, ItemScore, Override, Standing
from .schema import ATTEMPT, META, METADATA, OVERRIDE, VERSION

_BATCH = 100


@contextmanager
def open_gradebook(where: str, make: bool = True) -> Iterator[Gradebook]:
    """The gradebook at a path (SQLite) or database URL; with `make`, made when there is none.

    Raises UsageError when it cannot be opened, is not there, is no gradebook, or is of a newer program.
    """
    try:
        engine = create_engine(where if "://" in where else f"sqlite:///{Path(where)}")
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise UsageError(f"{where}: no path and no database URL that can be opened ({error})") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _careful)
    try:
        if not make and not _is_there(engine):
            raise UsageError(
                f"{where}: no gradebook there; `chainrule grade … --out … --gradebook` makes one"
            )
        _prepare(engine, where)
        yield Gradebook(engine)
    except SQLAlchemyError as error:
        raise UsageError(f"{where}: the gradebook failed ({error.__cause__ or error})") from None
    finally:
        engine.dispose()


def _careful(connection: Any, record: object) -> None:  # noqa: ARG001 - SQLAlchemy's signature
    """Committed means on the disk, also after a power cut; writers wait for each other."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _is_there(engine: Engine) -> bool:
    """Whether there is a gradebook; looking for a file of SQLite does not make it."""
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file and not Path(file).exists():
        return False
    return inspect(engine).has_table(META.name)


def _prepare(engine: Engine, where: str) -> None:
    try:
        with engine.begin() as connection:
            METADATA.create_all(connection)
            connection.execute(_insert(META, connection), {"version": VERSION})
            version = max(connection.scalars(select(META.c.version)))
    except OperationalError as error:
        raise UsageError(f"{where}: cannot be opened as a gradebook ({error.orig})") from None
    if version > VERSION:
        raise UsageError(f"{where}: of a newer chainrule (version {version}; this one knows {VERSION})")


def _insert(table: Table, connection: Connection) -> Any:  # the two dialects share no type for this
    """An insert that passes over what is there already."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()


class Gradebook:
    """Attempts and overrides, only ever added."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, graded: Iterable[Graded]) -> int:
        """Add results, a hundred at a time; returns how many were new. Recording again changes nothing."""
        before = self._count(ATTEMPT)
        rows: list[Mapping[str, Any]] = []
        for each in graded:
            rows.append(_attempt_row(each))
            if len(rows) == _BATCH:
                self._add(ATTEMPT, rows)
                rows = []
        self._add(ATTEMPT, rows)
        return self._count(ATTEMPT) - before

    def override(self, decisions: Sequence[Override]) -> int:
        """Add decisions, each bound to what the student has handed in by now; returns how many were new.

        Raises UsageError for a student, lesson or item without an attempt, and then adds none.
        """
        standing = {(s.student, s.lesson): s for s in self.standings()}
        rows = [_override_row(each, standing) for each in decisions]
        before = self._count(OVERRIDE)
        self._add(OVERRIDE, rows)
        return self._count(OVERRIDE) - before

    def decisions(self) -> Mapping[tuple[str, str], Mapping[str, Override]]:
        """The decisions that count: by student and lesson, then by item."""
        decided: dict[tuple[str, str], dict[str, Override]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(select(OVERRIDE).order_by(OVERRIDE.c.id)):
                one = _override(row)
                decided.setdefault((one.student, one.lesson), {})[one.item] = one
        return decided

    def standings(self) -> Iterator[Standing]:
        """Everybody's attempts as graded last, in the order they came in, and the decisions that count."""
        decided = self.decisions()
        with self._engine.connect() as connection:
            found: dict[tuple[str, str], list[Graded]] = {}
            query = text("SELECT id FROM current_attempt ORDER BY student, lesson, first_id")
            order = {id_: place for place, id_ in enumerate(connection.scalars(query))}
            rows = connection.execute(select(ATTEMPT).order_by(ATTEMPT.c.id)).all()
            # Grading the same bytes again, perhaps without being told a time, does not forget when they came.
            told = {(r.student, r.lesson, r.digest): r.handed_in for r in rows if r.handed_in}
            for row in sorted((r for r in rows if r.id in order), key=lambda r: order[r.id]):
                found.setdefault((row.student, row.lesson), []).append(
                    _graded(row, told.get((row.student, row.lesson, row.digest)))
                )
        for (student, lesson), attempts in found.items():
            yield Standing(student, lesson, tuple(attempts), decided.get((student, lesson), {}))

    def _add(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            with self._engine.begin() as connection:
                connection.execute(_insert(table, connection), list(rows))

    def _count(self, table: Table) -> int:
        with self._engine.connect() as connection:
            return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def _attempt_row(graded: Graded) -> Mapping[str, Any]:
    row = asdict(graded)
    row["handed_in"] = graded.handed_in.astimezone(UTC).isoformat() if graded.handed_in else None
    return row


def _override_row(given: Override, standing: Mapping[tuple[str, str], Standing]) -> Mapping[str, Any]:
    known = standing.get((given.student, given.lesson))
    if known is None:
        raise UsageError(f"the gradebook has no attempt of {given.student!r} at {given.lesson}")
    last = known.attempts[-1]
    items = [item.item for item in last.items]
    if given.item not in items:
        raise UsageError(f"{given.lesson} has no item {given.item!r}; items: {', '.join(items)}")
    return {**asdict(given), "digest": last.digest}


def _graded(row: Row[Any], time: str | None) -> Graded:
    items = tuple(ItemScore(**{**item, "notes": tuple(item["notes"])}) for item in row.items)
    handed_in = datetime.fromisoformat(time) if time else None
    return Graded(row.student, row.lesson, row.key, row.digest, row.points, row.max_points, items, handed_in)


def _override(row: Row[Any]) -> Override:
    return Override(row.student, row.lesson, row.item, row.score, row.reason, row.who, row.digest)
