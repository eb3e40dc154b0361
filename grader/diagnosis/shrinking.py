"""The smallest input that still goes wrong: fewer elements, simpler numbers, tried all in one round."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from ..arrays import Array, show_arguments
from ..exercise import Case, Exercise, Group, Setting
from ..model import Raised, Stopped
from ..remembering import remembered
from .behaviour import performed
from .outcomes import Outcome

MOST = 60
"""Cases of the second round at most."""


def simpler(
    exercise: Exercise, params: Mapping[str, Setting], outcomes: Sequence[Outcome]
) -> tuple[Case, ...]:
    """Simpler inputs that may go wrong like the first failure does, the simplest first.

    Empty when there is no failure, when it ended the process, or when it cannot be made any simpler.
    """
    bad = _first_failure(outcomes)
    if bad is None or isinstance(bad.observation, Stopped):
        return ()
    return _simpler(exercise, params, bad.case, tuple(o.case for o in outcomes))


@remembered(64)  # asked for when a second round is planned, and when it is judged
def _simpler(
    exercise: Exercise, params: Mapping[str, Setting], bad: Case, cases: tuple[Case, ...]
) -> tuple[Case, ...]:
    """The inputs simpler than those of `bad` that are not among the cases."""
    if not all(isinstance(a, np.ndarray | float | int) for a in bad.args):
        return ()
    tried = {_spelt(case.args) for case in cases}
    most = _complexity(bad.args, _spelt(bad.args))
    found: dict[str, tuple[object, ...]] = {}
    for args in _simplified(bad.args):
        text = _spelt(args)
        if text not in tried and _complexity(args, text) < most:
            found.setdefault(text, args)
    ordered = sorted(found, key=lambda text: _complexity(found[text], text))[:MOST]
    simple = (Case(f"simpler-{k + 1}", found[text], bad.group) for k, text in enumerate(ordered))
    return tuple(case for case in simple if _sensible(exercise, params, case))


def _sensible(exercise: Exercise, params: Mapping[str, Setting], case: Case) -> bool:
    """Whether the reference has an answer to it."""
    if exercise.where is not None and not exercise.where(*case.args):
        return False
    values = performed(exercise.reference(params), case).values
    return values is not None and all(bool(np.isfinite(v).all()) for v in values)


def smallest(outcomes: Sequence[Outcome], tried: Sequence[Outcome]) -> Outcome | None:
    """The simplest of those tried that goes wrong as the first failure of `outcomes` does."""
    bad = _first_failure(outcomes)
    if bad is None:
        return None
    return next((o for o in tried if not o.right and _sort(o) == _sort(bad)), None)


def _first_failure(outcomes: Sequence[Outcome]) -> Outcome | None:
    return next((o for o in outcomes if not o.right and o.case.group is not Group.LARGE), None)


def _sort(outcome: Outcome) -> object:
    """In what way an outcome is wrong."""
    if isinstance(outcome.observation, Raised):
        return outcome.observation.type
    return outcome.difference.kind if outcome.difference is not None else type(outcome.observation)


def _simplified(args: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """Every cut of the arrays with every simplification of their numbers."""
    for cut, number in product(_cuts(args), _NUMBERS):
        yield tuple(number(np.asarray(a, float)) if _floats(a) else a for a in cut)


def _floats(arg: object) -> bool:
    return isinstance(arg, np.ndarray) and arg.dtype.kind == "f" and not np.isin(arg, (0, 1)).all()


def _cuts(args: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """Single entries or rows, and the first few, cut alike from all arrays of the first one's length."""
    yield args
    first = args[0]
    if not isinstance(first, np.ndarray) or first.ndim == 0:
        return
    length = len(first)
    ones, fronts = ((k, k + 1) for k in range(length)), ((0, n) for n in range(2, length))
    for low, high in (*ones, *fronts):
        yield tuple(_cut(a, length, slice(low, high)) for a in args)
    if first.ndim == 2 and all(np.shape(np.asarray(a)) in ((), first.shape) for a in args):
        for rows, columns in product(range(1, length + 1), range(1, first.shape[1])):
            yield tuple(a[:rows, :columns] if isinstance(a, np.ndarray) else a for a in args)


def _cut(arg: object, length: int, part: slice) -> object:
    return arg[part] if isinstance(arg, np.ndarray) and arg.shape[:1] == (length,) else arg


def _whole(numbers: Array) -> Array:
    """Whole numbers of the same sign, or tenths strictly inside (0, 1)."""
    if ((numbers > 0) & (numbers < 1)).all():
        return np.clip(np.round(numbers, 1), 0.1, 0.9)
    return np.copysign(np.maximum(1, np.round(np.abs(numbers))), numbers)


def _same(numbers: Array) -> Array:
    return numbers


def _signs(numbers: Array) -> Array:
    inside = ((numbers > 0) & (numbers < 1)).all()
    return np.full_like(numbers, 0.5) if inside else np.where(numbers == 0, 0.0, np.sign(numbers))


_NUMBERS: tuple[Callable[[Array], Array], ...] = (_signs, _whole, _same)


def _complexity(args: tuple[object, ...], spelt: str) -> tuple[int, int]:
    return sum(np.size(a) for a in args if isinstance(a, np.ndarray | float | int)), len(spelt)


def _spelt(args: tuple[object, ...]) -> str:
    return show_arguments(args).text
