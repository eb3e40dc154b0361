"""A code item bound to a student: which function at which parameters, called on what, found in which file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..arrays import to_value
from ..course import Course
from ..errors import ResponseError, did_you_mean
from ..exercise import Case, Exercise, Group, Rng, Setting
from ..lesson import Code, Debug
from ..model import Call, Param
from ..remembering import remembered
from ..seeds import Stream, derive
from ..variants import Variant
from .kind import Answer


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """`cases` are public, `hidden` are known to nobody without the seed."""

    exercise: Exercise
    params: Mapping[str, Setting]
    cases: tuple[Case, ...] = ()
    hidden: tuple[Case, ...] = ()

    def calls(self, file: str) -> tuple[Call, ...]:
        """One call for each case, public ones first."""
        names = self.exercise.names
        return tuple(
            Call(file, names, tuple(map(to_value, c.args)), watch=True) for c in (*self.cases, *self.hidden)
        )


def code_item(variant: Variant) -> Code | Debug:
    item = variant.item
    assert isinstance(item, Code | Debug)  # noqa: S101 - the table of kinds sends no other here
    return item


def bound(variant: Variant, course: Course) -> Task:
    """The exercise at the item's parameters. Raises UsageError for an unknown exercise, KeyError for an
    unknown parameter."""
    item = code_item(variant)
    exercise = course.exercise(item.exercise, variant.lesson)
    params = {name: _setting(name, given, exercise, variant, course) for name, given in item.bind.items()}
    exercise.reference(params)
    return Task(exercise, params)


@remembered(16)  # planned, asked again and judged with the same cases
def posed(variant: Variant, course: Course, seed: bytes) -> Task:
    """The same with its cases: public ones drawn from the variant, hidden ones from `seed`."""
    item, task = code_item(variant), _in_public(variant, course)
    # Without a seed (on a student's own machine) there is nothing to draw hidden inputs from.
    hidden = tuple(_hidden(task.exercise, seed, k) for k in range(item.hidden if seed else 0))
    return replace(task, hidden=hidden)


@remembered(16)  # whoever answers it, and however often
def _in_public(variant: Variant, course: Course) -> Task:
    item, task = code_item(variant), bound(variant, course)
    rng = Rng(Stream(derive(variant.id.encode(), "public inputs", item.id)))
    return replace(task, cases=task.exercise.inputs(rng, item.cases))


def _hidden(exercise: Exercise, seed: bytes, k: int) -> Case:
    """One more random case of the exercise's, from a stream of its own."""
    made = exercise.inputs(Rng(Stream(derive(seed, "hidden inputs", str(k)))), 1)
    drawn = next(c for c in made if c.group is Group.VALUES and c.name.startswith("random"))
    return Case(f"hidden-{k + 1}", drawn.args)


def _setting(name: str, given: object, exercise: Exercise, variant: Variant, course: Course) -> Setting:
    """A parameter's value: a drawn quantity, a convention by its word, or a formula in drawn quantities."""
    if isinstance(given, tuple):
        return np.array([_setting(name, part, exercise, variant, course) for part in given], float)
    text = str(given)
    if text in variant.params:
        return _plain(variant.params[text])
    if text in exercise.words(name):
        return text
    from ..quantities import quantities  # slow to load, and few parameters are formulas

    return _plain(quantities(variant.params, course.functions_of(variant.lesson)).value(text))


def _plain(param: Param) -> Setting:
    if isinstance(param, tuple):
        return np.array([_plain(part) for part in param], float)
    return param if isinstance(param, str) else float(param)


# ------------------------------------------------------------------------------- the student's file


def file_name(variant: Variant) -> str:
    """What the item's starter is called."""
    return f"{variant.item.id}.py"


def file_of(variant: Variant, answer: Answer) -> str | None:
    """The file that answers the item: the one named, else one with a usual name, else the only one.

    Raises ResponseError when a file is named that was not handed in.
    """
    named = answer.response.strip() if isinstance(answer.response, str) else ""
    python = sorted(path for path in answer.files if path.endswith(".py"))
    if named in answer.files:
        return named
    if named:
        near = did_you_mean(named, python)
        note = "code/no-such-file-near" if near else "code/no-such-file"
        raise ResponseError(note, {"file": named, "near": near or "", "expected": file_name(variant)})
    usual = (file_name(variant), file_name(variant).replace("-", "_"), "solution.py")
    found = next((path for path in usual if path in answer.files), None)
    return found or (python[0] if len(python) == 1 else None)


def text_of(source: bytes) -> str:
    """Source as text with its line ends and trailing blanks evened out, for comparing and quoting."""
    lines = source.decode("utf-8-sig", "replace").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip()
