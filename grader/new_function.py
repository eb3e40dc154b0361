"""A whole lesson drafted from one formula: its steps, slips and mutants become items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from .algebra import (
    Context,
    Domain,
    Expr,
    Function,
    Sym,
    expand,
    free_names,
    latex,
    make_function,
    plain,
    read,
    substitute,
)
from .algebra.differentiate import slips, steps
from .algebra.vectorised import vectorised
from .arrays import Array, to_value
from .content import Content
from .course import Course
from .diagnosis import Diagnosis, Word, diagnose
from .errors import UsageError
from .exercise import Exercise, Rng, faulty, right
from .exercise.formula import from_formula
from .exercise.mutants import mutants
from .faults import TextError
from .lesson.fields import slug_from
from .model import Call, Job
from .sandbox import Sandbox, open_sandbox
from .scaffold import write_lesson
from .seeds import Stream, derive
from .stable_source import stable_source
from .yaml12 import parse

_MOST_MISTAKES = 4
_OFTEN = 0.5
"""The share of draws at which all mistakes must be told apart; the others are drawn again."""
_APART = 0.002
"""How far apart: over three of the drafts' tolerances of 0.0006."""
_SAMPLES = 200
_NAMES = ("x", "z", "w", "b", "a", "h", "p")


@dataclass(frozen=True, slots=True)
class Range:
    """Where the function is plotted, and where an item draws its numbers, in tenths."""

    plot: tuple[float, float]
    point: tuple[float, float]
    weight: tuple[float, float]
    bias: tuple[float, float]


_RANGES = (
    Range((-5.0, 5.0), (-3.0, 3.0), (-2.0, 2.0), (-1.0, 1.0)),
    Range((0.1, 5.0), (0.3, 4.5), (0.2, 1.0), (0.1, 0.9)),
)
"""On the whole line, or else right of zero."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong answer: its note, its formula, and what is said to it by language."""

    note: str
    gives: str
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """A formula in NumPy as it stands: `fragile` if it fails at large inputs only; then `stable` is an
    expression that does not, if one is known. With an `obstacle`, code for it cannot be judged fairly."""

    fragile: bool = False
    stable: str = ""
    obstacle: str = ""


def new_function(content_root: Path, name: str, formula: str, title: str) -> tuple[Path, ...]:
    """Add a lesson about the function `name`, a formula in x, to the course; returns the file written.

    Raises UsageError for a name that will not do or is taken, and for a formula that cannot be read, leaves
    nothing to derive, or is not defined where a lesson draws its numbers.
    """
    course = Course(Content.at(content_root))
    if name in course.functions or name in course.exercises:
        raise UsageError(f"there is a function {name!r} already; choose another name")
    draft = _Draft(_function(name, formula, title, course.functions), course.functions)
    with open_sandbox("auto") as sandbox:
        values = {**draft.definition(), **draft.on_paper(), **draft.in_python(sandbox)}
    return write_lesson(content_root, slug_from(name), title, "function.yaml", values)


def _function(name: str, formula: str, title: str, known: Mapping[str, Function]) -> Function:
    try:
        return make_function(name, {"formula": formula, "title": title}, known)
    except TextError as error:
        raise UsageError(f"{error.fault.message}; {error.fault.help}") from None


class _Draft:
    """One function, and what the template needs to know of it."""

    def __init__(self, function: Function, known: Mapping[str, Function]) -> None:
        self._function = function
        self._functions = {**known, function.name: function}
        self._context = Context(symbols=dict.fromkeys(_NAMES, Domain.REAL), functions=self._functions)
        self._steps = steps(function.formula, "x", self._context)
        if "x" not in free_names(function.formula):
            raise UsageError(f"{plain(function.formula)!r} leaves nothing to derive; give a formula in x")
        self._slope = self._steps[-1].after
        self._range = self._defined_on()
        self._sentences = {language: _sentences(language) for language in ("en", "ja")}

    def definition(self) -> Mapping[str, object]:
        """Names, formulas and ranges."""
        return {
            "name": self._function.name,
            "formula": plain(self._function.formula),
            "at_p": plain(_at(self._function.formula, "p")),
            "shown": _spaced(latex(self._function.formula, self._context)),
            "range": self._range,
        }

    def on_paper(self) -> Mapping[str, object]:
        """Chain and slips of the derivation; answers and mistakes of the items with numbers."""
        draws = self._draws()
        body, slope = self._function.formula, self._slope
        wrong_slopes = [*self._wrong_slopes()]
        changed = [
            (note, read(f"h*({plain(_at(wrong, 'a'))})", self._context)) for note, wrong in wrong_slopes
        ]
        moved = read(f"h*({plain(_at(slope, 'a'))})", self._context)
        at_z = [(note, _at(wrong, "z")) for note, wrong in mutants(body)]
        at_a = [(note, _at(wrong, "a")) for note, wrong in wrong_slopes]
        named = [("bias-forgotten", _at(body, "z", "w*x", self._context)), ("no-activation", Sym("z"))]
        return {
            "chain": [f"d/dx ({plain(body)})", *(plain(step.after) for step in self._steps)],
            "slope": plain(_at(slope, "a")),
            "slope_shown": _spaced(latex(slope, self._context)),
            "derivation_slips": self._told_apart(slope, wrong_slopes, {"x": draws["a"]}, least=0.0),
            "value_slips": self._told_apart(_at(body, "z"), [*named, *at_z], draws),
            "slope_slips": self._told_apart(_at(slope, "a"), at_a, draws),
            "step_slips": self._told_apart(moved, [("step-itself", Sym("h")), *changed], draws),
        }

    def in_python(self, sandbox: Sandbox) -> Mapping[str, object]:
        """Which functions can be asked for, what their own sources stand, and what is repaired."""
        made = [from_formula(self._function, self._functions, derivative=d) for d in (False, True)]
        written = [self._tried(exercise, sandbox) for exercise in made]
        asked = [(e, w) for e, w in zip(made, written, strict=True) if not w.obstacle and e.mistakes]
        repaired, as_written = asked[0] if asked else (None, None)
        return {
            "written": written,
            "repaired": repaired.key if repaired else None,
            "repaired_written": as_written,
            "faulty": repaired.mistakes[0].note if repaired else None,
        }

    def _tried(self, exercise: Exercise, sandbox: Sandbox) -> Written:
        """What becomes of the formula as a student would type it, and of its slips."""
        source = right(exercise, {})
        word = _seen(exercise, source, sandbox).word
        if word not in (Word.CORRECT, Word.FRAGILE):
            return Written(obstacle="the formula itself loses its digits")
        for slip in exercise.mistakes:
            if _seen(exercise, faulty(exercise, slip.source, {}), sandbox).note != slip.note:
                return Written(obstacle=f"its usual slip {slip.note!r} is not told from other wrong code")
        if word is Word.CORRECT:
            return Written()
        better = stable_source(
            source, expand(self._slope if exercise.derivative else self._function.formula, self._context)
        )
        works = better is not None and _seen(exercise, better, sandbox).word is Word.CORRECT
        return Written(
            fragile=True, stable=better.rpartition("return ")[2].strip() if works and better else ""
        )

    # ------------------------------------------------------------------ numbers

    def _defined_on(self) -> Range:
        """The first range on which the function and its derivative have values. Raises UsageError."""
        for tried in _RANGES:
            low, high = tried.plot
            grid = np.linspace(
                low, high, round(20 * (high - low)) + 1
            )  # every tenth that may be drawn is in it
            if np.isfinite(self._values(self._function.formula, {"x": grid})).all():
                return tried
        raise UsageError(
            "the formula is defined neither from -5 to 5 nor from 0.1 to 5; write this lesson by hand"
        )

    def _draws(self) -> Mapping[str, Array]:
        """Numbers as the items draw them."""
        rng, limits = np.random.default_rng(0), self._range

        def tenths(low: float, high: float) -> Array:
            drawn = rng.integers(round(10 * low), round(10 * high), _SAMPLES, endpoint=True) / 10
            return np.where(drawn == 0, 0.1, drawn)

        w, b, a = tenths(*limits.weight), tenths(*limits.bias), tenths(*limits.point)
        x = rng.integers(1, 4, _SAMPLES, endpoint=True).astype(float)
        return {"w": w, "x": x, "b": b, "z": w * x + b, "a": a, "h": rng.choice([0.1, 0.2, 0.5], _SAMPLES)}

    def _values(self, expr: Expr, draws: Mapping[str, Array]) -> Array:
        return vectorised(expr, tuple(draws), self._context)(*draws.values())

    # ------------------------------------------------------------------ mistakes

    def _wrong_slopes(self) -> Iterator[tuple[str, Expr]]:
        yield "not-differentiated", self._function.formula
        yield from slips(self._function.formula, "x", self._context)
        yield from mutants(self._slope)

    def _told_apart(
        self,
        answer: Expr,
        wrong: Iterable[tuple[str, Expr]],
        draws: Mapping[str, Array],
        least: float = _OFTEN,
    ) -> Sequence[Slip]:
        """The first few mistakes that differ from the answer and from each other at enough of the draws."""
        kept: list[Slip] = []
        values = [self._values(answer, draws)]
        for note, expr in wrong:
            tried = [*values, self._values(expr, draws)]
            known = {slip.note for slip in kept}
            if note not in known and np.isfinite(tried[-1]).all() and _apart(tried) > least:
                kept.append(Slip(note, plain(expr), self._says(note)))
                values = tried
        return kept[:_MOST_MISTAKES]

    def _says(self, note: str) -> Mapping[str, str]:
        return {language: told.get(f"code/{note}", "") for language, told in self._sentences.items()}


def _at(expr: Expr, name: str, value: str = "", context: Context | None = None) -> Expr:
    """The formula in x at another quantity, or at a formula."""
    return substitute(expr, {"x": read(value, context) if value and context else Sym(name)})


def _apart(values: Sequence[Array]) -> float:
    """The share of draws at which no two of these lie close together."""
    near = [np.abs(a - b) <= _APART for a, b in combinations(values, 2)]
    return float(1 - np.any(near, axis=0).mean())


def _seen(exercise: Exercise, source: str, sandbox: Sandbox) -> Diagnosis:
    """What a student would be told about this source."""
    cases = exercise.inputs(Rng(Stream(derive(b"draft", exercise.key))), 5)
    calls = tuple(Call("own.py", exercise.names, tuple(map(to_value, c.args)), watch=True) for c in cases)
    run = sandbox.run(Job({"own.py": source.encode()}, calls))
    return diagnose(exercise, {}, cases, run.observations)


def _sentences(language: str) -> Mapping[str, str]:
    """What is said to slips in code, which are the same slips on paper."""
    path = Content.packaged().templates / "notes" / f"code.{language}.yaml"
    root = parse(path.read_text(encoding="utf-8"), str(path)).root
    told = root.value if root is not None else {}
    return {str(note): str(text) for note, text in told.items()} if isinstance(told, Mapping) else {}


def _spaced(mathematics: str) -> str:
    """Braces that stand together would be read as a placeholder."""
    return mathematics.replace("{{", "{ {").replace("}}", "} }")
