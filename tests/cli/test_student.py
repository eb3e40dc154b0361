"""A student's day at the command line: start, look, answer, check, hint, give back, hand in."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.cli import main
from grader.errors import UsageError
from grader.workspace.answer_file import answer_block, with_block
from grader.workspace.outline import load_outline

HEAVY = ("numpy", "sympy", "pydantic")
RELU = "import numpy as np\n\n\ndef relu(x):\n    return np.maximum(x, 0)\n"


class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace as `chainrule start` writes it, made once."""
    root = tmp_path_factory.mktemp("made") / "work"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["chainrule", "start", str(root), "--lang", "en"])
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code == 0
    return root


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, in which we stand."""
    root = tmp_path / "work"
    shutil.copytree(made, root)
    monkeypatch.chdir(root)
    return root


def state(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / ".chainrule" / "state.json").read_text(encoding="utf-8"))
    return found


def answer(home: Path, lesson: str, item: str, value: str) -> None:
    path = home / lesson / "answers.yaml"
    text = path.read_text(encoding="utf-8")
    block = (answer_block(text, item) or "").rstrip()
    path.write_text(with_block(text, item, f"{block} {value}"), encoding="utf-8")


def code_item(home: Path) -> tuple[str, Path]:
    """The question of the lesson on ReLU that asks for the function, and its file."""
    outline = load_outline(home / ".chainrule" / "outline.json")
    entry = next(e for e in outline.chapter("relu").entries if e.kind == "code" and "def relu(" in e.starter)
    return entry.ref, home / "relu" / entry.file


# ----------------------------------------------------------------------------- start


def test_every_lesson_has_a_folder_with_a_page_and_something_to_answer_in(home: Path) -> None:
    outline = load_outline(home / ".chainrule" / "outline.json")
    front = (home / "index.html").read_text(encoding="utf-8")
    for chapter in outline.chapters:
        names = {path.name for path in (home / chapter.id).iterdir()}
        assert {"index.html", "answers.yaml", "notebook.ipynb"} <= names
        assert f'href="{chapter.id}/index.html"' in front
        assert 'href="../index.html"' in (home / chapter.id / "index.html").read_text(encoding="utf-8")
        assert all((home / chapter.id / entry.file).exists() for entry in chapter.entries)


def test_starting_again_keeps_answers_and_numbers(home: Path, run: Run) -> None:
    answer(home, "relu", "by-hand", "7")
    before = (home / "relu" / "answers.yaml").read_bytes()
    numbers = (home / ".chainrule" / "numbers" / "relu.json").read_bytes()
    assert run("start").code == 0
    assert (home / "relu" / "answers.yaml").read_bytes() == before
    assert (home / ".chainrule" / "numbers" / "relu.json").read_bytes() == numbers


@pytest.mark.parametrize("damage", ["", '{"version": 99}', None])
def test_a_lost_state_is_begun_anew_and_answers_keep_their_numbers(
    home: Path, run: Run, damage: str | None
) -> None:
    run("again", "sigmoid/by-hand")
    sheet, file = home / "sigmoid" / "answers.yaml", home / ".chainrule" / "state.json"
    before, question = sheet.read_text(encoding="utf-8"), run("show", "sigmoid/by-hand").out
    if damage is None:
        file.unlink()
    else:
        file.write_text(damage, encoding="utf-8")
    lost = run("list")
    assert lost.code == 2
    assert "chainrule start" in lost.err
    assert run("start").code == 0
    assert not (home / "chainrule-course").exists(), "it is this workspace that is renewed"
    assert run("show", "sigmoid/by-hand").out == question
    assert sheet.read_text(encoding="utf-8") == before
    if damage is not None:
        assert (file.parent / "state-1.json").read_text(encoding="utf-8") == damage


def test_beside_a_workspace_the_way_into_it_is_shown(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.rename(home.parent / "my work")
    monkeypatch.chdir(home.parent)
    for command in ("next", "check"):
        assert 'cd "my work"' in run(command).err
    assert 'cd "my work"' in run().out


def test_pages_are_in_the_language_asked_for(home: Path, run: Run) -> None:
    shown = run("start", "--lang", "ja")
    assert "最新" in shown.out
    assert '<html lang="ja">' in (home / "relu" / "index.html").read_text(encoding="utf-8")
    assert "問正解" in run("list").out


def test_a_course_of_somebody_else_is_not_run_untrusted(tmp_path: Path, run: Run) -> None:
    course, work = tmp_path / "theirs", tmp_path / "work"
    assert run("new", "course", course).code == 0
    refused = run("start", work, "--content", course)
    assert refused.code == 2
    assert "--trust" in refused.err
    assert str(course) in refused.err
    assert not work.exists()
    assert run("start", work, "--content", course, "--trust").code == 0
    assert json.loads((work / ".chainrule" / "state.json").read_text())["content"] == str(course.resolve())


# ----------------------------------------------------------------------------- the light commands


@pytest.mark.parametrize(
    "arguments", [("list",), ("next",), ("show",), ("hint",), ("hint", "relu"), ("list", "--all")]
)
def test_a_quick_command_loads_nothing_heavy(home: Path, arguments: tuple[str, ...]) -> None:
    code = (
        "import sys; sys.argv=['chainrule', *sys.argv[1:]]\n"
        "from grader.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: print('code', end.code)\n"
        f"print('loaded:', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, *arguments],
        capture_output=True, encoding="utf-8", check=True, cwd=home,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    *_, ended, loaded = ran.stdout.splitlines()
    assert ended == "code 0", ran.stderr
    assert loaded == "loaded: []"


def test_a_question_keeps_its_program_and_its_table(home: Path, run: Run) -> None:
    program = run("show", "relu/read-the-loop").out
    assert "\n    2      return max(0, x)\n" in program
    assert "```" not in program
    assert "\\" not in run("show", "nonlinearity-xor/matrix-order").out
    assert "|---" not in run("show", "nonlinearity-xor/read-the-experiment").out
    sheet = (home / "relu" / "answers.yaml").read_text(encoding="utf-8")
    assert "  #     2      return max(0, x)\n" in sheet


def test_hints_climb_and_say_first_what_they_cost(home: Path, run: Run) -> None:
    outline = load_outline(home / ".chainrule" / "outline.json")
    entry = next(
        e for e in outline.entries() if len(e.hints) == 3 and not any("$" in h["en"] for h in e.hints[:1])
    )
    first = run("hint", entry.ref)
    assert first.out.startswith("Hint 1 of 3. Hints cost no points")
    assert entry.hints[0]["en"].split()[0] in first.out
    assert "Hint 2 of 3" in run("hint", entry.ref).out
    assert "Hint 3 of 3" in run("hint", entry.ref).out
    assert "all 3 hints" in run("hint", entry.ref).out
    assert state(home)["hints"] == {entry.ref: 3}


def test_hints_hold_the_students_own_numbers(home: Path, run: Run) -> None:
    outline = load_outline(home / ".chainrule" / "outline.json")
    assert not [
        e.ref for e in outline.entries() for hint in e.hints for text in hint.values() if "{{" in text
    ]


def test_a_wrong_name_is_answered_with_the_nearest_one(home: Path, run: Run) -> None:
    shown = run("show", "relu/by-hnd")
    assert shown.code == 2
    assert "did you mean 'relu/by-hand'" in shown.err


def test_outside_of_a_workspace_start_is_named(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("next", "hint", "show", "open"):
        shown = run(command)
        assert shown.code == 2
        assert "chainrule start" in shown.err


# ----------------------------------------------------------------------------- check


def test_a_function_is_checked_by_its_name_alone_and_remembered(home: Path, run: Run) -> None:
    ref, file = code_item(home)
    assert run("check", ref).code == 1
    file.write_text(RELU, encoding="utf-8")
    assert run("check", ref).code == 0
    assert state(home)["scores"] == {ref: 1.0}
    assert state(home)["current"] == ref
    file.write_text(RELU.replace("maximum", "minimum"), encoding="utf-8")
    assert run("check", ref).code == 1
    assert state(home)["scores"] == {ref: 1.0}, "what was right once stays so"


def test_of_a_lesson_just_begun_each_question_takes_one_line(home: Path, run: Run) -> None:
    shown = run("check", "relu").out
    questions = len(load_outline(home / ".chainrule" / "outline.json").chapter("relu").entries)
    assert shown.count("not answered") == questions
    assert len(shown.splitlines()) < questions + 14


def test_a_verdict_that_cannot_be_remembered_is_shown_first(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UsageError("state.json: cannot be written (No space left on device)")

    monkeypatch.setattr("grader.workspace.place.save_state", full)
    answer(home, "neuron", "weighted-sum", "70")
    checked = run("check", "neuron/weighted-sum")
    assert "You gave 70" in checked.out
    assert "No space left" in checked.err
    assert checked.code == 2


def test_inside_a_lessons_folder_an_item_needs_no_lesson(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home / "relu")
    assert "0 of 1" in run("check", "by-hand").out


def test_a_folder_is_graded_with_the_numbers_written_in_it(home: Path, run: Run) -> None:
    assert run("check", "relu").code == 1
    assert run("check", home / "relu").out == run("check", "relu").out


def test_a_numpy_question_is_graded_without_sympy(home: Path) -> None:
    ref, file = code_item(home)
    file.write_text(RELU, encoding="utf-8")
    code = (
        "import sys; sys.argv=['chainrule', *sys.argv[1:]]\n"
        "from grader.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: print('code', end.code, 'sympy' in sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, "check", ref],
        capture_output=True, encoding="utf-8", check=True, cwd=home,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert ran.stdout.splitlines()[-1] == "code 0 False"


# ----------------------------------------------------------------------------- giving back


def test_reset_keeps_what_was_there(home: Path, run: Run) -> None:
    ref, file = code_item(home)
    starter = file.read_text(encoding="utf-8")
    file.write_text(RELU, encoding="utf-8")
    answer(home, "relu", "by-hand", "7")
    assert run("reset", ref).code == 0
    assert file.read_text(encoding="utf-8") == starter
    assert "by-hand: 7" in (home / "relu" / "answers.yaml").read_text(encoding="utf-8")
    kept = [
        p for p in (home / ".chainrule" / "history").rglob("*.py") if p.read_text(encoding="utf-8") == RELU
    ]
    assert kept
    assert "nothing to take back" in run("reset", ref).out


def test_a_solution_is_shown_once_solved_or_given_up(home: Path, run: Run) -> None:
    ref, file = code_item(home)
    locked = run("solution", ref)
    assert locked.code == 1
    assert "--give-up" in locked.out
    assert "def relu" not in locked.out
    given = run("solution", ref, "--give-up")
    assert "    def relu" in given.out
    assert ref in state(home)["given_up"]
    file.write_text(RELU, encoding="utf-8")
    run("check", ref)
    assert run("solution", ref).code == 0


def test_again_draws_other_numbers_and_keeps_the_history(home: Path, run: Run) -> None:
    page = (home / "sigmoid" / "index.html").read_text(encoding="utf-8")
    answer(home, "sigmoid", "by-hand", "0.5")
    run("check", "sigmoid/by-hand")
    before = answer_block((home / "sigmoid" / "answers.yaml").read_text(encoding="utf-8"), "by-hand")
    assert run("again", "sigmoid/by-hand").code == 0
    after = answer_block((home / "sigmoid" / "answers.yaml").read_text(encoding="utf-8"), "by-hand")
    assert after is not None
    assert after.rstrip().endswith("by-hand:")
    assert before is not None
    assert after.splitlines()[0] != before.splitlines()[0], "the question shows other numbers"
    assert (home / "sigmoid" / "index.html").read_text(encoding="utf-8") != page
    assert state(home)["history"] == [{"item": "sigmoid/by-hand", "redraw": 0, "score": 0.0}]
    assert before in {
        p.read_text(encoding="utf-8") for p in (home / ".chainrule" / "history").rglob("*.yaml")
    }


def test_what_is_the_same_for_everyone_has_no_other_numbers(home: Path, run: Run) -> None:
    ref, _ = code_item(home)
    assert run("again", ref).code == 1


# ----------------------------------------------------------------------------- handing in


def test_the_zip_is_checked_with_the_numbers_of_the_workspace(home: Path, run: Run) -> None:
    """Also after `again`: the zip itself says how often numbers were drawn."""
    assert run("again", "sigmoid/by-hand").code == 0
    told = run("solution", "sigmoid/by-hand", "--give-up").out.splitlines()
    answer(home, "sigmoid", "by-hand", next(line.strip() for line in told[1:] if line.strip()))
    assert run("check", "sigmoid/by-hand").code == 0
    shown = run("submit", "sigmoid")
    assert shown.code == 0
    assert "1 of " in shown.out
    assert "Hidden checks that exist and did not run: " in shown.out
    with zipfile.ZipFile(home / "me-sigmoid.zip") as archive:
        assert "sigmoid/answers.yaml" in archive.namelist()
        assert not [name for name in archive.namelist() if name.endswith(".html")]


def test_equal_answers_make_equal_zips(home: Path, run: Run) -> None:
    run("submit", "relu", "--out", home / "a.zip")
    run("submit", "relu", "--out", home / "b.zip")
    assert (home / "a.zip").read_bytes() == (home / "b.zip").read_bytes()


def test_a_class_handout_is_packed_under_the_students_name_and_keeps_its_numbers(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("x" * 32, encoding="utf-8")
    made = run(
        "generate",
        "--lesson",
        "relu",
        "--student",
        "s042",
        "--secret-file",
        tmp_path / "secret",
        "--out",
        tmp_path,
    )
    assert made.code == 0
    monkeypatch.chdir(tmp_path / "handouts" / "s042" / "relu")
    shown = run("submit", ".")
    assert shown.code == 0
    packed = tmp_path / "handouts" / "s042" / "s042.zip"
    assert packed.exists()
    graded = run(
        "grade", packed, "--manifest", tmp_path / "instructor" / "relu.json",
        "--secret-file", tmp_path / "secret", "--allow-isolation", "process", "--format", "json",
    )  # fmt: skip
    assert json.loads(graded.out)["student"] == "s042"


def test_open_says_where_the_page_is(home: Path, run: Run) -> None:
    assert "relu/index.html" in run("open", "relu", "--print").out
    assert run("open", "relu", "--feedback", "--print").code == 0
    assert (home / "relu" / "feedback.html").exists()
    run("open", "--home", "--print")
    assert "relu/feedback.html" in (home / "index.html").read_text(encoding="utf-8")
