"""The instructor's page about a class, and the list of what waits for a person, from hand-in to CSV."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.assignments import Assignment, load_manifest
from grader.checks import KINDS
from grader.checks.kind import Answer, Example
from grader.cli.demo import SECRET, hand_in
from grader.course import Course
from grader.variants import Variant

from ..report.pages import read
from .conftest import Ran, Run

LESSON = "relu"
HOSTILE = "<b>o'neil & co"
STUDENTS = ("ann", "bo", "cy", "dan", "eve", "fay", "gus", "hal", HOSTILE)
NUMBERS = ("by-hand", "brightness", "grid-step")
OWN_CODE = b"""import numpy as np

def relu(x):
    x = np.asarray(x, dtype=float)
    answer = np.zeros_like(x)
    for place, value in np.ndenumerate(x):
        if value > 0 and not np.isnan(value):
            answer[place] = value * 1.0
    return answer if answer.shape else answer[()]
"""


def right(assignment: Assignment, item: str, course: Course) -> Answer:
    variant = next(v for v in assignment.variants if v.item.id == item)
    examples = KINDS[variant.item.kind].examples(variant, course)
    answer: Answer = next(e for e in examples if e.name == "right").answer
    return answer


def answer_of(
    student: str,
    rank: int,
    ann: Assignment,
    course: Course,
    examples: Sequence[Example],
    variant: Variant,
    place: int,
) -> Answer:
    """What a student answers to the item at this place of the lesson."""
    if student == "ann" and variant.item.id == "relu":
        return Answer("relu.py", {"relu.py": OWN_CODE})
    if student == "bo" and variant.item.id == "relu":
        return Answer("relu.py", {"relu.py": OWN_CODE.replace(b"answer", b"mine").replace(b"place", b"k")})
    if student == "bo" and variant.item.id in NUMBERS:
        return right(ann, variant.item.id, course)
    noted = [e.answer for e in examples if e.note and e.status == "WRONG"]
    if noted and place > rank and student != "ann":
        return noted[0]
    return next(e.answer for e in examples if e.name == "right")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, course: Course) -> Path:
    """Nine students: hal hands in nothing, bo answers with ann's numbers and has renamed her code, the
    others are right at the first items and make known mistakes at the rest."""
    from grader.cli.grade import command
    from grader.issuing import Issuing
    from grader.problem_set import Part
    from grader.roster import Enrolled

    root = tmp_path_factory.mktemp("report")
    (root / "secret").write_bytes(SECRET)
    Issuing(course, SECRET, "en", root / "ps").issue(Part(LESSON), [Enrolled(s, "en") for s in STUDENTS])
    manifest = load_manifest(root / "ps" / "instructor" / f"{LESSON}.json")
    ann = manifest.assignment("ann", course, SECRET)
    for rank, student in enumerate(s for s in STUDENTS if s != "hal"):
        answering = partial(answer_of, student, rank, ann, course)
        hand_in(manifest.assignment(student, course, SECRET), answering, course, root / "in" / student)
    arguments = ["in", "--manifest", "ps/instructor", "--secret-file", "secret", "--out", "results"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        command.main([*arguments, "--allow-isolation", "process"], standalone_mode=False)
    return root


@pytest.fixture
def folder(graded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = Path(shutil.copytree(graded, tmp_path / "class"))
    monkeypatch.chdir(copied)
    return copied


def results(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted((folder / "results").glob("*.json"))]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report(run: Run, *more: object) -> Ran:
    return run("report", "results", "--out", "class", *more)


ALIKE = ("--manifest", "ps/instructor", "--hand-ins", "in")


def test_every_link_of_the_page_leads_to_a_page_and_names_are_escaped(folder: Path, run: Run) -> None:
    assert report(run, *ALIKE).code == 0
    text = (folder / "class" / "index.html").read_text("utf-8")
    found = read(text)
    links = {a.attributes["href"] for a in found.all("a") if not a.attributes["href"].startswith("#")}
    assert len(links) > 5
    for link in links:
        page, _, anchor = link.partition("#")
        target = (folder / "class" / page).read_text("utf-8")
        assert not anchor or f'id="{anchor}"' in target
    assert "<b>o" not in text
    assert HOSTILE in {a.text for a in found.all("a")}


def test_questions_are_as_counted_from_the_results(folder: Path, run: Run) -> None:
    report(run)
    reports = results(folder)
    rows = {row["question"]: row for row in table(folder / "class" / "questions.csv")}
    assert [f"{LESSON}/{r['item']}" for r in reports[0]["results"]] == list(rows)
    totals = np.array([r["points"] for r in reports])
    for place, result in enumerate(reports[0]["results"]):
        own = np.array([r["results"][place]["points"] for r in reports])
        scores = np.array([r["results"][place]["score"] for r in reports])
        row = rows[f"{LESSON}/{result['item']}"]
        assert int(row["count"]) == len(reports)
        assert float(row["difficulty"]) == pytest.approx(scores.mean(), abs=1e-4)
        if np.ptp(own):
            expected = np.corrcoef(own, totals - own)[0, 1]
            assert float(row["correlation"]) == pytest.approx(expected, abs=1e-4)
        else:
            assert row["correlation"] == ""


def test_mistakes_are_counted_with_an_example_and_the_number_of_variants(folder: Path, run: Run) -> None:
    report(run)
    found: Counter[tuple[str, str]] = Counter()
    answered: Counter[str] = Counter()
    for each in results(folder):
        for result in each["results"]:
            if result["status"] not in ("BLANK", "INVALID", "SKIPPED", "INTERNAL"):
                answered[result["item"]] += 1
                found.update((result["item"], note) for note in result["notes"] if result["score"] < 1)
    rows = table(folder / "class" / "mistakes.csv")
    assert {(row["question"].split("/")[1], row["note"]): int(row["students"]) for row in rows} == found
    assert [int(row["students"]) for row in rows] == sorted(found.values(), reverse=True)
    for row in rows:
        share = int(row["students"]) / answered[row["question"].split("/")[1]]
        assert float(row["share"]) == pytest.approx(share, abs=1e-4)
        assert row["example"] in STUDENTS
        assert 1 <= int(row["variants"]) <= int(row["students"])


def test_who_handed_in_nothing_stands_before_who_has_few_points(folder: Path, run: Run) -> None:
    report(run)
    rows = table(folder / "class" / "students.csv")
    low = sorted((r["score"], r["student"]) for r in results(folder) if r["score"] < 0.5)
    assert [row["student"] for row in rows] == ["hal", *(student for _, student in low)]
    assert rows[0]["why"] == "Nothing was handed in."


def test_answers_to_another_students_numbers_and_renamed_code_are_hints(folder: Path, run: Run) -> None:
    report(run, *ALIKE)
    rows = table(folder / "class" / "alike.csv")
    assert [(r["what"], r["student"], r["other"]) for r in rows] == [
        ("code", "ann", "bo"), ("answers", "bo", "ann"),
    ]  # fmt: skip
    assert all(f"{LESSON}/{item}" in rows[1]["why"] for item in NUMBERS)
    page = (folder / "class" / "index.html").read_text("utf-8")
    assert page.count("A hint, never proof.") == 2


def test_without_a_manifest_the_page_says_that_nobody_was_compared(folder: Path, run: Run) -> None:
    report(run)
    assert "Not looked for." in (folder / "class" / "index.html").read_text("utf-8")
    assert table(folder / "class" / "alike.csv") == []


def test_the_lessons_of_a_set_are_one_class(folder: Path, run: Run) -> None:
    """A second lesson, which only ann and bo handed in, lies beside the first in a folder of its own."""
    sets = folder / "set"
    shutil.copytree(folder / "results", sets / "relu")
    (sets / "second").mkdir()
    for student in ("ann", "bo"):
        text = (folder / "results" / f"{student}.json").read_text("utf-8")
        (sets / "second" / f"{student}.json").write_text(
            json.dumps(json.loads(text) | {"lesson": "second"}), encoding="utf-8"
        )
    assert run("report", sets, "--out", "class").code == 0
    rows = {row["student"]: row for row in table(folder / "class" / "students.csv")}
    cy = next(r for r in results(folder) if r["student"] == "cy")
    assert "Nothing was handed in for second." in rows["cy"]["why"]
    assert float(rows["cy"]["score"]) == pytest.approx(cy["points"] / (2 * cy["max_points"]), abs=1e-4)
    questions = [row["question"] for row in table(folder / "class" / "questions.csv")]
    assert {q.split("/")[0] for q in questions} == {"relu", "second"}


def test_what_is_no_result_is_passed_over(folder: Path, run: Run) -> None:
    report(run)
    before = {p.name: p.read_bytes() for p in (folder / "class").iterdir()}
    for name, text in (("a", "{"), ("b", "[]"), ("c", '{"key": 1, "results": [{}]}')):
        (folder / "results" / f"{name}.json").write_text(text, encoding="utf-8")
    report(run)
    assert {p.name: p.read_bytes() for p in (folder / "class").iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ps", "--out", "class"), "no results"),
        (("results", "--out", "class", "--hand-ins", "in"), "needs the --manifest"),
        (("results", "--out", "class", "--manifest", "secret"), "not a manifest"),
        (("results", "--out", "class", *ALIKE[:3], "nowhere"), "no such file"),
        (("results", "--out", "secret/class"), "secret"),
        (("results", "--out", "class", "--lang", "fr"), "not in 'fr'"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    folder: Path, run: Run, arguments: tuple[str, ...], says: str
) -> None:
    shown = run("report", *arguments)
    assert shown.code == 2
    assert says in shown.err
    assert "Traceback" not in shown.err


# --------------------------------------------------------------------------- review


def unreadable(folder: Path) -> None:
    """Make ann's answer to one item unreadable in her result."""
    path = folder / "results" / "ann.json"
    data = json.loads(path.read_text("utf-8"))
    check = {"status": "INVALID", "message": {"en": "“about five” is no number.", "ja": "数ではありません。"}}
    first = data["results"][0]
    first |= {"status": "INVALID", "response": "about five", "checks": [first["checks"][0] | check]}
    path.write_text(json.dumps(data), encoding="utf-8")


def lines(page: Path) -> Iterator[str]:
    for element in read(page.read_text("utf-8")).elements:
        if element.tag == "code" and "pre" in element.inside:
            yield element.text


def test_the_lines_of_the_review_page_make_a_decision_table(folder: Path, run: Run) -> None:
    from grader.cli.override import read_decisions

    unreadable(folder)
    shown = run("review", "results", "--page", "out/review.html")
    assert "unreadable,ann,relu,by-hand,“about five” is no number.,results/ann.html" in shown.out
    page = folder / "out" / "review.html"
    assert '<a href="../results/ann.html#item-by-hand">ann</a>' in page.read_text("utf-8")
    header, line, *_ = lines(page)
    filled = line.removesuffix(",,,") + ",1,it says so,K. Mori"
    (folder / "decisions.csv").write_text(f"{header}\n{filled}\n", encoding="utf-8")
    (decision,) = read_decisions(folder / "decisions.csv")
    assert (decision.student, decision.lesson, decision.item) == ("ann", "relu", "by-hand")


def test_a_line_that_was_not_filled_in_is_named(folder: Path, run: Run) -> None:
    (folder / "decisions.csv").write_text("student,item,score,reason,who\nann,relu/by-hand,,,\n", "utf-8")
    shown = run("override", "decisions.csv", "--gradebook", "class.db")
    assert shown.code == 2
    assert "decisions.csv:2" in shown.err


def test_review_lists_who_is_alike_when_it_may_look(folder: Path, run: Run) -> None:
    assert "like-" not in run("review", "results").out
    shown = run("review", "results", *ALIKE, "--lang", "ja", "--out", "review.csv", "--page", "review.html")
    assert shown.code == 0, shown.err
    rows = [row for row in table(folder / "review.csv") if row["reason"].startswith("like-")]
    assert [(row["reason"], row["student"], row["page"]) for row in rows] == [
        ("like-code", "ann", "results/ann.html"), ("like-answers", "bo", "results/bo.html"),
    ]  # fmt: skip
    assert "証拠ではありません" in (folder / "review.html").read_text("utf-8")


def test_code_is_compared_once_however_many_folders_of_results_there_are(folder: Path, run: Run) -> None:
    shutil.copytree(folder / "results", folder / "second")
    shown = run("review", "results", "second", *ALIKE)
    assert shown.out.count("like-code,ann") == 1
