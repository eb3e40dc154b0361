"""A batch on a real Dask cluster writes what one process writes, whatever becomes of its workers."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import LocalCluster

from benchmarks.batch import Class
from grader.batch import Batch, Outcome
from grader.batch.engine_dask import Task, cluster, look_around
from grader.cli.demo import SECRET
from grader.errors import UsageError
from grader.report.page import Pages
from grader.report.phrases import Phrases

HAND_INS = 60


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Class:
    made = Class(tmp_path_factory.mktemp("class"), HAND_INS)
    (made.root / "secret").write_bytes(SECRET)
    return made


@pytest.fixture
def one(tmp_path: Path) -> Class:
    made = Class(tmp_path, 1)
    (made.root / "secret").write_bytes(SECRET)
    return made


@pytest.fixture
def workers() -> Iterator[LocalCluster]:
    """Two processes; a second thread each shows that a desk is used by one at a time."""
    with LocalCluster(n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None) as opened:
        yield opened


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def graded_by(address: str, given: Class, out: str, tell: list[Outcome], kill: int = 0) -> None:
    """Grade on the cluster; after ten outcomes the process `kill` is killed."""
    setup = given.setup(out)
    templates = given.course.content.templates
    phrases = Phrases(templates, given.course.languages)

    def told(outcome: Outcome) -> None:
        tell.append(outcome)
        if kill and len(tell) == 10:
            os.kill(kill, signal.SIGKILL)

    with cluster(address, setup, given.root / "secret", [given.root / "in"]) as (engine, work):
        Batch(setup, Pages(templates, phrases), phrases, engine, work).run(given.found, told)


@pytest.mark.slow
def test_a_worker_killed_midway_costs_nobody_a_result_and_nobody_is_graded_twice(
    given: Class, workers: LocalCluster
) -> None:
    given.grade("alone", 1)
    told: list[Outcome] = []
    victim = workers.workers[0].pid
    graded_by(workers.scheduler_address, given, "many", told, kill=victim)
    assert sorted(outcome.entry.name for outcome in told) == [entry.name for entry in given.found.entries]
    assert not [outcome for outcome in told if outcome.message is not None]
    assert contents(given.root / "many") == contents(given.root / "alone")


def test_the_secret_never_travels(one: Class) -> None:
    setup = one.setup("out")
    task = Task.of(setup, one.root / "secret")
    assert setup.secret == SECRET
    assert SECRET not in pickle.dumps(task)


def test_a_worker_that_would_write_something_else_says_why(one: Class, tmp_path: Path) -> None:
    task = Task.of(one.setup("out"), one.root / "secret")
    assert look_around(task, task.files) == ""
    assert "does not see" in look_around(task, [*task.files, tmp_path / "only here"])
    older = replace(task, setup=replace(task.setup, engine="another digest"))
    assert "another version of chainrule" in look_around(older, ())
    assert "another course" in look_around(replace(task, course="another digest"), ())


@pytest.mark.parametrize(
    ("address", "why"),
    [("localhost", "no address of a scheduler"), ("tcp://127.0.0.1:9", "no Dask scheduler answers")],
)
def test_who_cannot_be_reached_is_named(
    one: Class, address: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.batch.engine_dask.PATIENCE", 0.5)
    with pytest.raises(UsageError, match=f"{address}: {why}"), cluster(address, one.setup("out"), None, ()):
        pass


def test_a_cluster_without_workers_is_named(one: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.batch.engine_dask.PATIENCE", 0.5)
    with (
        LocalCluster(n_workers=0, processes=True, dashboard_address=None) as empty,
        pytest.raises(UsageError, match="no workers"),
        cluster(empty.scheduler_address, one.setup("out"), None, ()),
    ):
        pass
