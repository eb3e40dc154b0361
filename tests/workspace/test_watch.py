"""The watch screen: what it shows, what it notices, and a terminal that is left as it was."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from grader.content import Content
from grader.course import Course
from grader.report.columns import columns
from grader.report.phrases import Phrases
from grader.report.screen import Screen
from grader.sandbox import Sandbox
from grader.watch.files import Watched
from grader.watch.sheets import Sheets
from grader.watch.view import View, framed
from grader.workspace.answer_file import answer_block, with_block
from grader.workspace.desk import Desk
from grader.workspace.place import Workspace
from grader.workspace.telling import Teller

ROOT = Path(__file__).parents[2]
PROGRAM = "from grader.cli import main; main()"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
SLIP = "|\n    = -(1+e^-x)^-2 * (-e^-x)\n    = -e^-x/(1+e^-x)^2\n    = σ(x)(1-σ(x))"


def answer(workspace: Workspace, lesson: str, item: str, value: str) -> None:
    path = workspace.lesson(lesson) / "answers.yaml"
    text = path.read_text(encoding="utf-8")
    question = (answer_block(text, item) or "").partition(f"\n  {item}:")[0]
    path.write_text(with_block(text, item, f"{question}\n  {item}: {value}"), encoding="utf-8")


def view(workspace: Workspace, lang: str = "en", width: int = 80, color: bool = False) -> View:
    _, outline = workspace.load()
    phrases = Phrases(Content.packaged().templates, outline.languages)
    return View(Teller(Screen(phrases, lang, width, color)), workspace, outline)


def shown(workspace: Workspace, course: Course, inline: Sandbox, ref: str, **looks: object) -> list[str]:
    state, outline = workspace.load()
    entry = outline.entry(ref)
    report = Desk(workspace, course, state, inline).grade(entry.lesson)
    return view(workspace, **looks).item(entry, state.at(ref), report)  # type: ignore[arg-type]


# ----------------------------------------------------------------------------- what is shown


def test_the_first_failing_check_stands_above_its_smallest_counterexample(
    workspace: Workspace, course: Course, inline: Sandbox
) -> None:
    wrong = "import numpy as np\n\n\ndef sigmoid(x):\n    return 1 / (1 + np.exp(x))\n"
    (workspace.lesson("sigmoid") / "stable.py").write_text(wrong, encoding="utf-8")
    lines = shown(workspace, course, inline, "sigmoid/stable")
    page = "\n".join(lines)
    assert page.index("falls where the sigmoid rises") < page.index("Expected") < page.index("In this lesson")
    assert len(lines) < 22, "the page fits a terminal of 24 lines with its footer"


def test_a_derivation_is_shown_line_by_line_as_it_was_read(
    workspace: Workspace, course: Course, inline: Sandbox
) -> None:
    answer(workspace, "sigmoid", "derivative", SLIP)
    page = "\n".join(shown(workspace, course, inline, "sigmoid/derivative"))
    assert re.search(r"✓\s+1 ", page)
    assert re.search(r"✗\s+2 ", page)
    assert "x = 1" in page
    assert "minus sign" in page


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("width", [30, 46, 80])
def test_no_line_is_wider_than_the_window(
    workspace: Workspace, course: Course, inline: Sandbox, lang: str, width: int
) -> None:
    answer(workspace, "sigmoid", "derivative", SLIP)
    for ref in ("sigmoid/derivative", "sigmoid/stable", "sigmoid/what-it-does"):
        for line in shown(workspace, course, inline, ref, lang=lang, width=width, color=True):
            assert columns(ESCAPES.sub("", line)) <= width
    assert all(columns(line) <= width for line in view(workspace, lang, width).footer())


def test_without_colour_there_is_no_escape_sequence(
    workspace: Workspace, course: Course, inline: Sandbox
) -> None:
    assert "\x1b" not in "\n".join(shown(workspace, course, inline, "sigmoid/stable"))


def test_a_page_fills_the_window_exactly_and_keeps_the_keys_in_sight() -> None:
    for height in (5, 10, 40):
        page = framed([f"line {k}" for k in range(20)], ["h hint"], height, more="more below")
        assert len(page) == height
        assert page[-1] == "h hint"
        assert ("more below" in page) == (height < 22)


def test_below_a_wrong_answer_the_question_is_repeated_where_there_is_room(
    workspace: Workspace, course: Course, inline: Sandbox
) -> None:
    answer(workspace, "neuron", "weighted-sum", "70")
    state, outline = workspace.load()
    report = Desk(workspace, course, state, inline).grade("neuron")
    looks, entry = view(workspace), outline.entry("neuron/weighted-sum")
    body, asked = looks.item(entry, state, report), looks.asked(entry, report)
    assert "by hand" in "\n".join(asked)
    assert "answers.yaml" in "".join(asked), "and where it is answered"
    tall, low = (framed(body, ["keys"], height, spare=asked) for height in (40, len(body) + 4))
    assert all(line in tall for line in asked)
    assert not any(line in low for line in asked if line), "never a part of it"
    assert not looks.asked(outline.entry("neuron/two-neurons"), report), "an open one is shown anyway"


def test_an_answer_under_a_name_that_is_not_known_is_mentioned(
    workspace: Workspace, course: Course, inline: Sandbox
) -> None:
    sheet = workspace.lesson("neuron") / "answers.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("  weighted-sum:", "  weightedsum: 3"), "utf-8")
    page = "\n".join(shown(workspace, course, inline, "neuron/weighted-sum"))
    assert "weightedsum" in page
    assert "Did you mean weighted-sum" in page


def test_of_a_text_with_gaps_the_gap_is_named(workspace: Workspace, course: Course, inline: Sandbox) -> None:
    answer(workspace, "neuron", "fill-the-line", "{product: 4}")
    page = "\n".join(shown(workspace, course, inline, "neuron/fill-the-line"))
    assert re.search(r"product: .*\d", page)


# ----------------------------------------------------------------------------- what is noticed


def test_a_save_is_noticed_whichever_way_an_editor_writes(workspace: Workspace) -> None:
    folder = workspace.lesson("relu")
    watched = Watched([folder, workspace.lesson("sigmoid")])
    assert watched.changed() == {}
    (folder / "relu.py").write_text("x = 1\n", encoding="utf-8")
    assert watched.changed() == {folder: {"relu.py"}}
    (folder / "new.tmp").write_text("x = 22\n", encoding="utf-8")
    (folder / "new.tmp").replace(folder / "relu.py")
    assert watched.settled() == {folder: {"relu.py"}}
    assert watched.changed() == {}


def test_files_that_hold_no_answer_are_not_looked_at(workspace: Workspace) -> None:
    folder = workspace.lesson("relu")
    watched = Watched([folder])
    (folder / ".answers.yaml.swp").write_text("", encoding="utf-8")
    (folder / "feedback.html").write_text("", encoding="utf-8")
    assert watched.changed() == {}


def test_the_question_just_answered_becomes_the_current_one(workspace: Workspace) -> None:
    _, outline = workspace.load()
    sheets = Sheets(outline, workspace)
    current = outline.entry("neuron/weighted-sum")
    assert sheets.edited(current, "sigmoid", {"stable.py"}).ref == "sigmoid/stable"
    answer(workspace, "sigmoid", "invert", "0.5")
    assert sheets.edited(current, "sigmoid", {"answers.yaml"}).ref == "sigmoid/invert"
    answer(workspace, "neuron", "two-neurons", "1, 2")
    answer(workspace, "neuron", "weighted-sum", "3")
    assert sheets.edited(current, "neuron", {"answers.yaml"}) == current


# ----------------------------------------------------------------------------- a real terminal

pty = pytest.importorskip("pty", reason="needs a pseudo-terminal, which Windows has in another form")


class Terminal:
    """A program at one end of a pseudo-terminal, and what it has painted so far."""

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        self._master, self.process = master, process
        self.raw = ""

    def press(self, key: str) -> None:
        os.write(self._master, key.encode())

    def until(self, text: str, seconds: float = 30.0, after: str = "") -> str:
        """Wait until `text` is painted, below `after`; what was painted since the last call."""
        end = time.monotonic() + seconds
        seen = ""
        while text not in ESCAPES.sub("", seen)[ESCAPES.sub("", seen).find(after) :] or after not in seen:
            ready, _, _ = select.select([self._master], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"{text!r} was not painted; instead:\n{ESCAPES.sub('', seen)}"
            seen += os.read(self._master, 65536).decode("utf-8", "replace")
        self.raw += seen
        return ESCAPES.sub("", seen)

    def rest(self) -> str:
        """What is painted until the program has ended."""
        self.process.wait(20)
        while select.select([self._master], [], [], 0.2)[0]:
            try:
                self.raw += os.read(self._master, 65536).decode("utf-8", "replace")
            except OSError:  # Linux: the other end is closed
                break
        return self.raw


@contextmanager
def terminal(
    workspace: Workspace, *command: str, program: str = PROGRAM, **environment: str
) -> Iterator[Terminal]:
    import fcntl
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    before = termios.tcgetattr(slave)
    process = subprocess.Popen(
        [sys.executable, "-c", program, *command],
        stdin=slave, stdout=slave, stderr=slave, cwd=workspace.root, start_new_session=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm", "PATH": "", **environment},
    )  # fmt: skip
    try:
        yield Terminal(master, process)
        assert termios.tcgetattr(slave) == before, "the terminal is left as it was found"
    finally:
        process.kill()
        process.wait()
        os.close(master)
        os.close(slave)


def test_save_see_hint_next_and_quit(workspace: Workspace) -> None:
    with terminal(workspace) as t:
        t.until("In this lesson")
        answer(workspace, "neuron", "weighted-sum", "70")
        t.until("You gave 70")
        t.press("h")
        t.until("Hint 1 of")
        t.press("l")
        t.until("any key: back")
        t.press("x")
        t.until("q quit")
        t.press("n")
        t.until("neuron/steps-of-a-neuron")
        t.press("q")
        raw = t.rest()
    assert t.process.returncode == 0
    assert raw.count("\x1b[?1049h") == raw.count("\x1b[?1049l") == 1
    assert raw.rindex("\x1b[?25h") > raw.rindex("\x1b[?25l"), "the cursor is back"
    state, _ = workspace.load()
    assert state.current == "neuron/steps-of-a-neuron"
    assert state.hints == {"neuron/weighted-sum": 1}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_a_usable_terminal(workspace: Workspace, number: signal.Signals) -> None:
    with terminal(workspace, "watch") as t:
        t.until("In this lesson")
        os.kill(t.process.pid, number)
        raw = t.rest()
    assert raw.endswith("\x1b[?25h\x1b[?1049l")
    assert "Traceback" not in raw


def test_after_a_pause_the_page_comes_back(workspace: Workspace) -> None:
    with terminal(workspace, "watch") as t:
        t.until("q quit")
        os.kill(t.process.pid, signal.SIGTSTP)
        t.until("q quit")  # no shell waits here, so the system lets it pass at once
        t.press("h")
        t.until("Hint 1 of")
        t.press("q")
        raw = t.rest()
    assert raw.count("\x1b[?1049l") == 2, "the shell had its own screen in between"
    assert raw.endswith("\x1b[?25h\x1b[?1049l")


def test_a_deleted_sheet_is_missed_and_can_be_had_anew(workspace: Workspace) -> None:
    sheet = workspace.lesson("neuron") / "answers.yaml"
    issued = sheet.read_text("utf-8")
    with terminal(workspace, "watch") as t:
        t.until("In this lesson")
        sheet.unlink()
        t.until("is not there any more")
        t.press("r")
        t.until("Take ")
        t.press("y")
        t.until("written anew")
        t.press("q")
        t.rest()
    assert sheet.read_text("utf-8") == issued


def test_a_long_run_is_announced_before_its_verdict(workspace: Workspace) -> None:
    with terminal(workspace, "watch") as t:
        t.until("In this lesson")
        endless = "def relu(x):\n    while True:\n        pass\n"
        (workspace.lesson("relu") / "relu.py").write_text(endless, "utf-8")
        t.until("grading")
        t.until("did not finish", seconds=60)
        t.press("q")
        t.rest()


def test_where_nothing_can_be_remembered_the_verdict_is_shown_all_the_same(workspace: Workspace) -> None:
    with terminal(workspace, "watch") as t:
        t.until("In this lesson")
        workspace.state_file.unlink()
        workspace.state_file.mkdir()  # no file can be put in its place, not even by root
        answer(workspace, "neuron", "weighted-sum", "70")
        page = t.until("q quit", after="You gave 70")
        assert "could not be remembered" in page
        t.press("q")
        t.rest()
    assert t.process.returncode == 0


def test_no_color_and_a_dumb_terminal_are_respected(workspace: Workspace) -> None:
    with terminal(workspace, "watch", NO_COLOR="1", TERM="dumb") as t:
        t.until("In this lesson")
        t.press("q")
        raw = t.rest()
    assert "\x1b" not in raw


def test_a_terminal_of_another_encoding_gets_ascii_twins(workspace: Workspace) -> None:
    with terminal(workspace, "watch", PYTHONUTF8="0", PYTHONIOENCODING="cp932") as t:
        t.until("In this lesson")
        answer(workspace, "neuron", "weighted-sum", "70")
        t.until("You gave 70")
        t.press("q")
        assert "Traceback" not in t.rest()
    assert t.process.returncode == 0


def test_what_was_right_before_counts_in_the_line_of_the_lesson(
    workspace: Workspace, course: Course, inline: Sandbox
) -> None:
    state, outline = workspace.load()
    report = Desk(workspace, course, state, inline).grade("sigmoid")
    after = replace(state, scores={"sigmoid/invert": 1.0})
    page = "\n".join(view(workspace).item(outline.entry("sigmoid/invert"), after, report))
    assert "1 right, " in page


def test_what_another_window_does_is_taken_over(workspace: Workspace) -> None:
    """`again` beside an open watch screen: the new numbers are graded, and neither window loses a result."""
    with terminal(workspace, "watch") as t:
        t.until("In this lesson")
        before = answer_block(
            (workspace.lesson("neuron") / "answers.yaml").read_text("utf-8"), "weighted-sum"
        )
        other = [sys.executable, "-c", PROGRAM]
        subprocess.run([*other, "again", "neuron/weighted-sum"], cwd=workspace.root, check=True, env=own())
        text = (workspace.lesson("neuron") / "answers.yaml").read_text("utf-8")
        shown = answer_block(text, "weighted-sum") or ""
        assert shown != before
        numbers = re.findall(r"-?\d+\.\d+", shown)
        assert numbers[0] in t.until(numbers[0])
        t.press("h")
        t.until("Hint 1 of")
        t.press("q")
        t.rest()
    state, _ = workspace.load()
    assert state.redraws == {"neuron/weighted-sum": 1}
    assert state.hints == {"neuron/weighted-sum": 1}


def own() -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": ""}
