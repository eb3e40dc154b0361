"""What the page about a class costs: how its time and memory grow, and those of looking for likeness.

python benchmarks/class_report.py [--large N]

Figures are ratios within one run, because machines differ. Time is CPU time; memory is the highest of a
process of its own. Results are copies of one under other names, which changes neither what is read nor what
is kept; programs are random, of about a hundred lines, five of them renamed copies.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader.assignments import assign
from grader.batch import Entry
from grader.batch.desk import Setup, close_desk, grade_entry
from grader.class_report.summing import class_report
from grader.class_report.tally import tally
from grader.cli.demo import ANSWERING, SECRET, hand_in
from grader.content import Content
from grader.course import Course
from grader.model import Isolation
from grader.report.class_page import Likeness
from grader.similarity.code import like_code
from grader.similarity.words import words_of

LESSON = "relu"
VALUES = (
    "x",
    "w",
    "b",
    "t",
    "np.exp(x)",
    "x.shape[0]",
    "1.0",
    "2",
    "x @ w",
    "x.sum(axis=0)",
    "len(x)",
    "w[0]",
)
LINES = (
    "    t = {0} {3} ({1} - {2})\n",
    "    if {0} > {1}:\n        t = {2} {3} 1\n",
    "    for k in range({0}):\n        t {3}= {1}\n",
)


def one_result(folder: Path) -> dict[str, object]:
    """A result with typical mistakes, as `grade --out` writes it."""
    content = Content.packaged()
    course = Course(content)
    home = folder / "in" / "me"
    hand_in(assign(course, LESSON, "me", SECRET), ANSWERING["ben"], course, home)
    setup = Setup(folder / "out", content.root, "en", Isolation.PROCESS, "benchmark", lesson=LESSON)
    (folder / "out").mkdir()
    grade_entry(setup, Entry("", home / LESSON, name="me"))
    close_desk(setup)
    data: dict[str, object] = json.loads((folder / "out" / "me.json").read_text("utf-8"))
    return data


def write_class(result: dict[str, object], folder: Path, count: int) -> Path:
    folder.mkdir()
    for k in range(count):
        text = json.dumps(result | {"student": f"s{k:05}", "variant": f"v{k}"})
        (folder / f"s{k:05}.json").write_text(text, encoding="utf-8")
    return folder


def measured(results: Path) -> tuple[float, float]:
    """CPU seconds and highest memory (MiB) of a process that makes the report of these results."""
    done = subprocess.run(
        [sys.executable, __file__, "--of", str(results)], check=True, capture_output=True, text=True
    )
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def report_of(results: Path) -> None:
    begun = time.process_time()
    class_report(tally(results, results / "page.html"), Likeness())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.process_time() - begun, peak)


def program(dice: random.Random) -> str:
    parts = []
    for k in range(8):
        parts.append(f"def f{k}(x, w, b):\n")
        parts += [
            dice.choice(LINES).format(*dice.choices(VALUES, k=3), dice.choice("+-*/"))
            for _ in range(dice.randint(4, 9))
        ]
        parts.append("    return t\n")
    return "".join(parts)


def likeness(programs: list[str], count: int) -> tuple[float, int]:
    """CPU seconds for a class, and how many of five renamed copies are found."""
    sources = {f"s{k}": programs[k] for k in range(count - 5)}
    sources |= {f"copy{k}": programs[k].replace("t", "u") for k in range(5)}
    begun = time.process_time()
    found = like_code({s: {"a.py": words_of(text)} for s, text in sources.items()}, ())
    copies = {(f"copy{k}", f"s{k}") for k in range(5)} & {(like.one, like.other) for like in found}
    return time.process_time() - begun, len(copies)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--large", type=int, default=10_000)
    options.add_argument("--of", type=Path)
    wanted = options.parse_args()
    if wanted.of:
        report_of(wanted.of)
        return
    large = wanted.large
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        result = one_result(folder)
        few = measured(write_class(result, folder / "few", large // 10))
        many = measured(write_class(result, folder / "many", large))
    print(f"report of {large} results beside {large // 10}:")
    print(f"  time {many[0] / few[0]:.1f} times, memory {many[1] / few[1]:.2f} times")
    print(f"  {1000 * many[0] / large:.2f} ms a result, {many[1]:.0f} MiB at most")
    dice = random.Random(1)  # noqa: S311 - the same programs on every run
    programs = [program(dice) for _ in range(1000)]
    small, _ = likeness(programs, 250)
    full, copies = likeness(programs, 1000)
    print(f"likeness of 1000 programs beside 250: time {full / small:.1f} times ({full:.1f} s here)")
    print(f"  {copies} of 5 renamed copies found")


if __name__ == "__main__":
    main()
