"""The tables of a gradebook, the same in SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    JSON,
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    event,
)

VERSION = 1


def _ddl(statement: str) -> DDL:
    return DDL(statement)  # type: ignore[no-untyped-call]


METADATA = MetaData()

META = Table("chainrule_meta", METADATA, Column("version", Integer, primary_key=True))

ATTEMPT = Table(
    "attempt",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("student", String, nullable=False),
    Column("lesson", String, nullable=False),
    Column("key", String, nullable=False),  # what the result was made from
    Column("digest", String, nullable=False),  # the bytes handed in
    Column("handed_in", String),  # ISO 8601, UTC; null when nobody said
    Column("points", Float, nullable=False),
    Column("max_points", Float, nullable=False),
    Column("items", JSON, nullable=False),
    UniqueConstraint("student", "lesson", "key"),
)
"""One row a graded hand-in; grading the same bytes again with a newer program adds another."""

OVERRIDE = Table(
    "override",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("student", String, nullable=False),
    Column("lesson", String, nullable=False),
    Column("item", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("reason", String, nullable=False),
    Column("who", String, nullable=False),
    Column("digest", String, nullable=False),  # what was handed in when this was decided
    UniqueConstraint("student", "lesson", "item", "score", "reason", "who", "digest"),
)
"""A person's decision about one item; the last one counts."""

_CURRENT = """
CREATE VIEW current_attempt AS
SELECT a.*, f.first_id FROM attempt a JOIN (
  SELECT student, lesson, digest, MIN(id) AS first_id, MAX(id) AS last_id
  FROM attempt GROUP BY student, lesson, digest
) f ON a.id = f.last_id
"""
_RANKED = """
CREATE VIEW {name} AS
SELECT * FROM (
  SELECT c.*, ROW_NUMBER() OVER (PARTITION BY student, lesson ORDER BY {order}) AS place
  FROM current_attempt c
) ranked WHERE place = 1
"""

event.listen(ATTEMPT, "after_create", _ddl(_CURRENT))
event.listen(ATTEMPT, "after_create", _ddl(_RANKED.format(name="last_attempt", order="first_id DESC")))
event.listen(
    ATTEMPT, "after_create", _ddl(_RANKED.format(name="best_attempt", order="points DESC, first_id"))
)


def _append_only(table: Table) -> None:
    """Whoever tries to change or remove a row, by whatever program, gets an error."""
    name = table.name
    for verb in ("UPDATE", "DELETE"):
        sqlite = (
            f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{name} rows are never changed'); END"
        )
        event.listen(table, "after_create", _ddl(sqlite).execute_if(dialect="sqlite"))
    postgres = (
        f"CREATE FUNCTION {name}_stays() RETURNS trigger AS $$ BEGIN "
        f"RAISE EXCEPTION '{name} rows are never changed'; END $$ LANGUAGE plpgsql; "
        f"CREATE TRIGGER {name}_stays BEFORE UPDATE OR DELETE ON {name} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}_stays()"
    )
    event.listen(table, "after_create", _ddl(postgres).execute_if(dialect="postgresql"))


for _table in (ATTEMPT, OVERRIDE):
    _append_only(_table)
