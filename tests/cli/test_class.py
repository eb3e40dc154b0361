"""A small class from handout to report, through the commands an instructor types."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from grader.assignments import Assignment, assign, load_manifest
from grader.checks import KINDS
from grader.cli.demo import ANSWERING, SECRET, hand_in
from grader.course import Course

LESSON = "relu"
Run = Callable[..., "Ran"]


class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def issued(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "secret").write_bytes(SECRET)
    (tmp_path / "roster.csv").write_text("student,lang\naiko,ja\nben,en\nmallory,en\n", encoding="utf-8")
    shown = run(
        "generate", "--lesson", LESSON, "--roster", tmp_path / "roster.csv",
        "--secret-file", tmp_path / "secret", "--out", tmp_path / "ps",
    )  # fmt: skip
    assert shown.code == 0, shown.err
    return tmp_path


def graded(run: Run, folder: Path, *paths: Path, **more: str) -> Ran:
    options = [part for name, value in more.items() for part in (f"--{name.replace('_', '-')}", value)]
    manifest = folder / "ps" / "instructor" / f"{LESSON}.json"
    return run("grade", *paths, "--manifest", manifest, "--secret-file", folder / "secret", *options)


def handed_in(folder: Path, course: Course, student: str) -> Path:
    """What one of the demo's students hands in for the numbers that were issued to them."""
    manifest = load_manifest(folder / "ps" / "instructor" / f"{LESSON}.json")
    target = folder / "in" / student
    hand_in(manifest.assignment(student, course, SECRET), ANSWERING[student], course, target)
    return target


def test_every_student_gets_a_folder_with_page_answers_starters_and_notebook(issued: Path) -> None:
    for student in ("aiko", "ben", "mallory"):
        names = {p.name for p in (issued / "ps" / "handouts" / student / LESSON).iterdir()}
        assert {"index.html", "answers.yaml", "notebook.ipynb", "variant.yaml", "relu.py"} <= names


def test_a_students_language_is_the_rosters(issued: Path) -> None:
    pages = {
        s: (issued / "ps/handouts" / s / LESSON / "index.html").read_text("utf-8") for s in ("aiko", "ben")
    }
    assert '<html lang="ja"' in pages["aiko"]
    assert '<html lang="en"' in pages["ben"]


class Visible(HTMLParser):
    """The text of a page, without its style sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def secrets_of(assignment: Assignment, course: Course) -> Iterator[str]:
    """What would give something away: keys, seeds, reference code, the feedback of wrong options."""
    yield assignment.key.hex()
    for variant in assignment.variants:
        for option in getattr(variant.item, "options", ()):
            if option.says:
                yield from option.says.values()
        for mistake in getattr(variant.item, "mistakes", ()):
            yield from (words for words in mistake.says.values() if "{{" not in words)
        if variant.item.kind in ("code", "debug"):
            right = next(e for e in KINDS[variant.item.kind].examples(variant, course) if e.name == "right")
            yield from (
                s.decode().split("return", 1)[1].strip().splitlines()[0] for s in right.answer.files.values()
            )


def test_no_file_of_a_handout_holds_a_key_a_seed_or_a_reference(issued: Path, course: Course) -> None:
    assignment = assign(course, LESSON, "ben", SECRET, "en")
    secrets = list(secrets_of(assignment, course))
    assert len(secrets) > 20
    for path in (issued / "ps" / "handouts" / "ben").rglob("*"):
        text = path.read_text("utf-8") if path.is_file() else ""
        for secret in secrets:
            assert secret not in text, f"{path.name} holds {secret!r}"


def test_the_numeric_answer_is_not_in_the_handout(issued: Path, course: Course) -> None:
    assignment = assign(course, LESSON, "ben", SECRET, "en")
    variant = next(v for v in assignment.variants if v.item.id == "grid-step")
    right = next(e for e in KINDS["numeric"].examples(variant, course) if e.name == "right").answer.response
    for path in (issued / "ps" / "handouts" / "ben").rglob("*"):
        assert not path.is_file() or str(right) not in path.read_text("utf-8")


def test_an_untouched_handout_is_blank_everywhere(issued: Path, run: Run) -> None:
    shown = graded(run, issued, issued / "ps" / "handouts" / "ben", format="json")
    report = json.loads(shown.out)
    assert {r["status"] for r in report["results"]} == {"BLANK"}
    assert report["points"] == 0
    assert shown.code == 1


def test_right_answers_pass_with_exit_code_0(issued: Path, run: Run, course: Course) -> None:
    shown = graded(run, issued, handed_in(issued, course, "aiko"), format="json")
    report = json.loads(shown.out)
    assert [r["item"] for r in report["results"] if r["status"] != "CORRECT"] == []
    assert (shown.code, report["score"], report["isolation"]) == (0, 1.0, "kernel")


def test_the_json_report_fits_its_published_schema(issued: Path, run: Run, course: Course) -> None:
    schema = json.loads(run("schema", "report").out)
    for student in ("aiko", "ben"):
        report = json.loads(graded(run, issued, handed_in(issued, course, student), format="json").out)
        jsonschema.validate(report, schema)


def test_typical_mistakes_are_named_by_their_notes(issued: Path, run: Run, course: Course) -> None:
    report = json.loads(graded(run, issued, handed_in(issued, course, "ben"), format="json").out)
    wrong = [r for r in report["results"] if r["status"] in ("WRONG", "PARTIAL")]
    assert len(wrong) >= 3
    assert all(r["notes"] for r in wrong)


def test_an_attack_costs_its_own_items_and_nothing_else(issued: Path, run: Run, course: Course) -> None:
    report = json.loads(graded(run, issued, handed_in(issued, course, "mallory"), format="json").out)
    status = {r["item"]: r["status"] for r in report["results"]}
    attacked = {r["item"] for r in report["results"] if r["kind"] in ("code", "debug")}
    assert {status[item] for item in attacked} <= {"TIMEOUT", "ERROR"}
    assert {s for item, s in status.items() if item not in attacked} == {"CORRECT"}
    assert 0 < report["score"] < 1


def test_a_zip_of_the_folder_gets_the_same_marks(issued: Path, run: Run, course: Course) -> None:
    folder = handed_in(issued, course, "ben")
    archive = Path(shutil.make_archive(str(issued / "ben"), "zip", folder))
    plain, zipped = (json.loads(graded(run, issued, p, format="json").out) for p in (folder, archive))
    assert plain["results"] == zipped["results"]


def test_a_batch_writes_a_page_and_a_json_each_and_an_index(issued: Path, run: Run, course: Course) -> None:
    paths = [handed_in(issued, course, s) for s in ANSWERING]
    shown = graded(run, issued, *paths, out=str(issued / "results"))
    assert shown.code == 0
    names = {p.name for p in (issued / "results").iterdir()}
    assert names == {"index.html", *(f"{s}.{x}" for s in ANSWERING for x in ("html", "json"))}
    assert all(s in shown.out for s in ANSWERING)


def test_grading_twice_writes_the_same_bytes(issued: Path, run: Run, course: Course) -> None:
    paths = [handed_in(issued, course, s) for s in ("aiko", "ben")]
    for name in ("one", "two"):
        graded(run, issued, *paths, out=str(issued / name))
    for path in sorted((issued / "one").iterdir()):
        assert path.read_bytes() == (issued / "two" / path.name).read_bytes(), path.name


def test_another_students_name_inside_is_never_attributed(issued: Path, run: Run, course: Course) -> None:
    folder = handed_in(issued, course, "ben")
    sheet = next(folder.rglob("answers.yaml"))
    sheet.write_text(sheet.read_text("utf-8").replace("ben", "aiko"), encoding="utf-8")
    report = json.loads(graded(run, issued, folder, format="json").out)
    assert report["student"] == "ben"
    assert {r["status"] for r in report["results"]} == {"INVALID"}
    assert "aiko" in json.dumps(report["results"][0]["checks"])


def test_grading_without_the_secret_is_refused_when_checks_are_hidden(issued: Path, run: Run) -> None:
    manifest = issued / "ps" / "instructor" / f"{LESSON}.json"
    shown = run("grade", issued / "ps" / "handouts" / "ben", "--manifest", manifest)
    assert shown.code == 2
    assert "--secret-file" in shown.err


def test_a_secret_too_short_is_refused_with_a_way_to_make_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("short\n", encoding="utf-8")
    shown = run(
        "generate",
        "--lesson",
        LESSON,
        "--student",
        "s",
        "--secret-file",
        tmp_path / "secret",
        "--out",
        tmp_path,
    )
    assert shown.code == 2
    assert "token_hex" in shown.err


def test_every_feedback_page_is_self_contained(issued: Path, run: Run, course: Course) -> None:
    paths = [handed_in(issued, course, s) for s in ("aiko", "ben")]
    graded(run, issued, *paths, out=str(issued / "results"))
    for page in (issued / "results").glob("*.html"):
        text = page.read_text("utf-8")
        assert len(text.encode()) <= 200_000, page.name
        assert "Content-Security-Policy" in text
        assert not re.search(r"<script|\ssrc=|https?://(?!www\.w3\.org)", text), page.name


def test_below_kernel_isolation_grade_refuses_and_names_both_ways_out(
    issued: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader.sandbox import open_sandbox

    monkeypatch.setattr("grader.sandbox.open_sandbox", lambda _: open_sandbox("process"))
    refused = graded(run, issued, issued / "ps" / "handouts" / "ben")
    assert refused.code == 2
    assert "docker run" in refused.err
    assert "--allow-isolation process" in refused.err
    allowed = graded(
        run, issued, issued / "ps" / "handouts" / "ben", format="json", allow_isolation="process"
    )
    assert json.loads(allowed.out)["isolation"] == "process"


def test_at_home_a_class_handout_checks_its_functions_and_nothing_that_needs_a_key(
    issued: Path, run: Run, course: Course
) -> None:
    home = issued / "ps" / "handouts" / "aiko" / LESSON
    for path in (handed_in(issued, course, "aiko") / LESSON).iterdir():
        shutil.copy(path, home)
    shown = run("check", home)
    assert shown.code == 0, shown.out
    kinds = {item.id: item.kind for item in course.lesson(LESSON).items}
    report = json.loads(run("grade", home, "--lesson", LESSON, "--format", "json").out)
    assert {kinds[r["item"]] for r in report["results"] if r["max_points"]} == {"code", "debug"}
    others = {r["status"] for r in report["results"] if kinds[r["item"]] not in ("code", "debug")}
    assert others == {"SKIPPED"}


def test_a_variant_file_that_was_changed_is_refused_in_words(issued: Path, run: Run) -> None:
    home = issued / "ps" / "handouts" / "ben" / LESSON
    (home / "variant.yaml").write_text("[" * 100_000, encoding="utf-8")
    shown = run("check", home)
    assert shown.code == 2
    assert "variant.yaml: no longer as it was issued" in shown.err


def test_practice_grades_everything_without_a_manifest(run: Run, tmp_path: Path, course: Course) -> None:
    run("generate", "--lesson", LESSON, "--student", "me", "--out", tmp_path)
    home = tmp_path / "handouts" / "me" / LESSON
    hand_in(assign(course, LESSON, "me", None), ANSWERING["aiko"], course, home.parent)
    shown = run("check", home)
    assert shown.code == 0, shown.out


def test_a_fault_of_ours_is_kept_in_a_file_and_ends_with_exit_code_4(
    issued: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(type(KINDS["multi"]), "question", broken)
    monkeypatch.setattr(type(KINDS["multi"]), "is_blank", broken)
    monkeypatch.setattr("grader.hand_in._starter", lambda *_: "")
    shown = graded(run, issued, issued / "ps" / "handouts" / "ben", format="json")
    assert shown.code == 4
    assert "Traceback" not in shown.err
    kept = Path(re.search(r"bug report: (\S+)", shown.err)[1])  # type: ignore[index]  # the test fails without it
    assert "ZeroDivisionError" in kept.read_text("utf-8")
    kept.unlink()


@pytest.mark.parametrize(
    ("form", "opening"),
    [
        ("junit", "<?xml"),
        ("github", "::"),
        ("summary", "## "),
        ("gradescope", "{"),
        ("codequality", "["),
        ("csv", "\ufeffstudent,"),
    ],
)
def test_every_format_of_other_programs_can_be_asked_for(
    issued: Path, run: Run, course: Course, form: str, opening: str
) -> None:
    shown = graded(run, issued, handed_in(issued, course, "ben"), format=form)
    assert shown.out.startswith(opening), shown.err
    assert shown.code == 1
