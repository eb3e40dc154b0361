"""chainrule diagnose: what a function in any file really computes."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import east_asian_width

import click

from ..checks.evidence import comparison_of, gradients_of
from ..checks.findings import explanation, worst_of
from ..course import Course
from ..diagnosis import Asked, Examiner, Found, Word, usual_names
from ..errors import UsageError
from ..exercise import Exercise, shapes_line
from ..model import Comparison, GradientTable
from ..report.gradients import gradient_lines
from ..report.screen import Screen
from .options import chosen_language, content_option, lang_option, open_course, walled_sandbox
from .scripts import Speaker, json_line

SIBLINGS = 50
"""Files beside the one asked about that are sent along, at most."""
_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+\.*([\w.]*)[ \t]+import[ \t]+([\w, \t]+)|import[ \t]+([\w., \t]+))", re.MULTILINE
)


@click.command(
    "diagnose",
    epilog="Example:  chainrule diagnose sigmoid mine.py   ·   chainrule diagnose relu net.py:ReLU --json",
)
@click.argument("function", required=False)
@click.argument("files", nargs=-1, metavar="FILE[:NAME]...")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each file.")
@click.option(
    "--list", "listed", is_flag=True, help="List the functions that can be diagnosed, with their shapes."
)
@lang_option
@content_option
def command(
    function: str | None,
    files: tuple[str, ...],
    as_json: bool,
    listed: bool,
    lang: str | None,
    content: Path | None,
) -> int:
    """Say what FUNCTION in each FILE computes: right, another convention, fragile, wrong and in what way.

    FILE:NAME picks a function or a class; otherwise the usual names of FUNCTION are looked for. The verdict
    is one of: missing timeout crash wrong convention one_dimension rounded type mutates fragile correct.
    """
    course = open_course(content)
    say = Speaker.of(course, chosen_language(course, lang))
    if listed:
        click.echo("\n".join(_listed(course, say)))
        return 0
    if function is None or not files:
        raise UsageError("a function and a file are needed: chainrule diagnose sigmoid my_functions.py")
    exercise = _exercise(course, function)
    targets = [_target(given, exercise, course.exercises) for given in files]
    examiner = Examiner(exercise, course.exercises)
    with walled_sandbox("process", f"diagnose {function} {files[0]}") as sandbox:
        for k, target in enumerate(targets):
            began = time.perf_counter()
            found = examiner.look(target.asked, sandbox.run)
            answer = _Answer(exercise, target, found, round((time.perf_counter() - began) * 1000, 1))
            click.echo(answer.as_json() if as_json else ("\n" * bool(k)) + answer.told(say), nl=not as_json)
    return 0


def _exercise(course: Course, function: str) -> Exercise:
    """The exercise of this key or usual name. Raises UsageError for an unknown one, with the nearest key."""
    named = (e for e in course.exercises.values() if e.path and function in e.names)
    if function not in course.exercises and (found := next(named, None)) is not None:
        return found
    return course.exercise(function)


def _listed(course: Course, say: Speaker) -> Iterator[str]:
    for key in sorted(course.exercises):
        exercise = course.exercises[key]
        yield f"{key:32} {shapes_line(exercise)}"
    yield ""
    for word in Word:
        yield f"{word.value:32} {say(f'code/verdict-{word.value}', {})}"


# ------------------------------------------------------------------------------------- the files


@dataclass(frozen=True, slots=True)
class _Target:
    """One FILE[:NAME] of the command line, read."""

    file: str
    asked: Asked


def _target(given: str, exercise: Exercise, exercises: Mapping[str, Exercise]) -> _Target:
    """Raises UsageError for a file that cannot be read."""
    file, _, name = given.rpartition(":")
    if not file or not re.fullmatch(r"[^\W\d][\w.]*", name) or Path(given).is_file():
        file, name = given, ""
    path = Path(file)
    own = re.sub(r"[^\w-]", "_", path.stem) + ".py"  # what it is imported by, whatever it is called
    files = {own: _bytes(path)}
    _add_imported(files, own, path.parent)
    names = (name,) if name else usual_names(exercise, exercises)
    return _Target(file, Asked(own, files, names, named=bool(name)))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None


def _add_imported(files: dict[str, bytes], name: str, folder: Path) -> None:
    """The files of the same folder that this one imports, and those that these import."""
    for module in _imported(files[name]):
        place = module.replace(".", "/")
        for candidate in (f"{place}.py", f"{place}/__init__.py"):
            path = folder / candidate
            if candidate not in files and len(files) < SIBLINGS and path.is_file():
                files[candidate] = _bytes(path)
                _add_imported(files, candidate, folder)


def _imported(source: bytes) -> set[str]:
    """Names that look imported. Only text is looked at: a name too many costs nothing."""
    found: set[str] = set()
    for origin, members, modules in _IMPORT.findall(source):
        words = re.findall(rb"[\w.]+", members + b" " + modules)
        found.update(w.decode("utf-8", "replace") for w in (origin, *words) if w)
        if origin:
            found.update(f"{origin.decode('utf-8', 'replace')}.{w.decode('utf-8', 'replace')}" for w in words)
    return found


# ------------------------------------------------------------------------------------- the answer


@dataclass(frozen=True, slots=True)
class _Answer:
    exercise: Exercise
    target: _Target
    found: Found
    ms: float

    @property
    def counterexample(self) -> Comparison | None:
        """The smallest input that goes wrong; None where none does, or where nothing could be called."""
        worst = self.found.smallest or worst_of(self.found.diagnosis)
        return comparison_of(worst) if worst is not None and self.found.name else None

    @property
    def gradients(self) -> GradientTable | None:
        """The gradient check of a function that returns wrong gradients."""
        return gradients_of(self.exercise, {}, self.found.diagnosis.outcomes)

    def as_json(self) -> str:
        diagnosis = self.found.diagnosis
        return json_line(
            {
                "file": self.target.file,
                "function": self.exercise.key,
                "name": self.found.name or None,
                "verdict": diagnosis.word.value,
                "accepted": diagnosis.accepted,
                "notes": list(diagnosis.notes),
                "counterexample": _shown(self.counterexample),
                **_checked(self.gradients),
                "isolation": self.found.isolation.value,
                "ms": self.ms,
            }
        )

    def told(self, say: Speaker) -> str:
        """What a person wants to read: the verdict, why, the smallest input that shows it."""
        diagnosis = self.found.diagnosis
        name = f":{self.found.name}" if self.found.name else ""
        lines = [f"{self.target.file}{name}", f"  {say(f'code/verdict-{diagnosis.word.value}', {})}"]
        reason = explanation(self.exercise, diagnosis)
        lines += [f"  {say.phrases.say(reason, say.lang)}"] if reason is not None else []
        lines += [f"  {line}" for line in _compared(self.counterexample, say)]
        lines += _gradient_check(self.gradients, say)
        lines += [f"  · {say(f'code/remark-{remark}', {})}" for remark in diagnosis.remarks]
        return "\n".join(lines)


def _shown(compared: Comparison | None) -> dict[str, str | None] | None:
    if compared is None:
        return None
    sides = {"input": compared.input, "expected": compared.expected, "yours": compared.yours}
    shown: dict[str, str | None] = {name: side.text if side else None for name, side in sides.items()}
    return {**shown, "difference": compared.difference}


def _checked(table: GradientTable | None) -> Mapping[str, Sequence[Mapping[str, str | None]]]:
    """For scripts, where gradients were checked: how each one fits, at its worst entry."""
    if table is None:
        return {}
    rows = [
        {
            "name": row.name,
            "verdict": row.verdict.id.removeprefix("gradient/"),
            "yours": row.yours,
            "central_difference": row.numeric,
            "relative_error": row.error,
            "ratio": row.ratio,
        }
        for row in table.rows
    ]
    return {"gradient": rows}


def _gradient_check(table: GradientTable | None, say: Speaker) -> Sequence[str]:
    width = shutil.get_terminal_size().columns
    screen = Screen(say.phrases, say.lang, width, color=False)
    return gradient_lines(screen, table, 2) if table is not None else ()


def _compared(compared: Comparison | None, say: Speaker) -> Sequence[str]:
    shown = _shown(compared) or {}
    lines = [(say(f"diagnosis/{name}", {}), text) for name, text in shown.items() if text is not None]
    wide = max((_columns(label) for label, _ in lines), default=0)
    return [f"  {label}{' ' * (wide - _columns(label))}  {text}" for label, text in lines]


def _columns(text: str) -> int:
    """How wide a terminal draws it: Japanese signs take two columns."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
