"""On which side of a boundary a student's function puts the points of a plane.

The points are called in the second round, after something went wrong; nothing is called for a right function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from ..diagnosis import Outcome
from ..exercise import Case, Exercise, Group, Setting, View
from ..model import Message, Plane, PlanePoint, Stopped

SIDE = 17
"""Points along each side of the square."""
REACHES = (3.0, 5.0, 10.0, 20.0, 50.0)
"""Half the side of the square around 0: the first one that the boundary runs through."""


@dataclass(frozen=True, slots=True)
class _Square:
    """The points asked about; a gate takes its two inputs apart, other functions take them as one array."""

    low: float
    high: float
    rest: tuple[object, ...] = ()
    apart: bool = False

    def cases(self) -> Iterator[Case]:
        """From the lower left corner row by row upwards."""
        for y in self.line:
            for x in self.line:
                yield Case("plane", self.args(float(x), float(y)))

    def args(self, x: float, y: float) -> tuple[object, ...]:
        return (x, y) if self.apart else (np.array([x, y]), *self.rest)

    @property
    def line(self) -> Array:
        return np.round(np.linspace(self.low, self.high, SIDE), 9)


def plane_cases(
    exercise: Exercise, params: Mapping[str, Setting], outcomes: Sequence[Outcome]
) -> tuple[Case, ...]:
    """What to call for the picture; empty where there is none, or nothing went wrong with numbers."""
    wrong = any(o.difference is not None for o in outcomes)
    if exercise.view is not View.PLANE or not wrong or any(_ended(o) for o in outcomes):
        return ()
    square = _square(exercise, params, outcomes)
    return tuple(square.cases()) if square is not None else ()


def plane_of(
    exercise: Exercise, params: Mapping[str, Setting], outcomes: Sequence[Outcome], asked: Sequence[Outcome]
) -> Plane | None:
    """The picture of what was `asked` for it; None where the two never differ, or yours is no number."""
    square = _square(exercise, params, outcomes)
    if square is None or not asked or any(_number(o) is None for o in asked):
        return None
    yours = np.array([_number(o) for o in asked], float).reshape(SIDE, SIDE)
    right = np.array([float(o.expected[0]) for o in asked]).reshape(SIDE, SIDE)
    fair = [exercise.where is None or exercise.where(*o.case.args) for o in asked]
    yours = np.where(np.reshape(fair, (SIDE, SIDE)), yours, right)  # on the boundary either side is right
    points = tuple(_corners(square, right, yours)) if square.apart else ()
    wrong, count = _apart(points, right, yours)
    if not wrong:
        return None
    note = "pictures/gate" if square.apart else "pictures/plane"
    yours, right = _smooth(yours), _smooth(right)
    says = Message(note, {"wrong": str(wrong), "count": str(count)})
    title = Message("pictures/plane-title", {"function": exercise.key})
    names = (
        exercise.arguments[:2] if square.apart else (f"{exercise.arguments[0]}₁", f"{exercise.arguments[0]}₂")
    )
    over = (square.low, square.high)
    reference = None if square.apart else _rows(right)
    return Plane(title, says, (names[0], names[1]), over, over, _rows(yours), reference, points)


def _ended(outcome: Outcome) -> bool:
    return isinstance(outcome.observation, Stopped)


def _square(exercise: Exercise, params: Mapping[str, Setting], outcomes: Sequence[Outcome]) -> _Square | None:
    """Around the corners of a gate; else around 0, with the other arguments of the first fitting case."""
    if exercise.signature.inputs == ((), ()):
        return _Square(-0.5, 1.5, apart=True)
    pairs = [o for o in outcomes if o.case.group is Group.VALUES and _is_pair(o.case.args[0])]
    if not pairs:
        return None
    chosen = next((o for o in pairs if not o.right), pairs[0])
    reference = exercise.reference(params)
    squares = [_Square(-reach, reach, chosen.case.args[1:]) for reach in REACHES]
    return next((s for s in squares if _is_crossed(s, reference)), squares[0])


def _is_pair(argument: object) -> bool:
    return isinstance(argument, np.ndarray) and argument.shape == (2,)


def _is_crossed(square: _Square, reference: Callable[..., object]) -> bool:
    """Whether the corners are not all on one side."""
    ends = (square.low, square.high)
    return len({bool(np.asarray(reference(*square.args(x, y))) >= 0.5) for x in ends for y in ends}) == 2


def _number(outcome: Outcome) -> float | None:
    """What came back, if it is one finite number."""
    values = outcome.behaviour.values
    if values is None or values[0].size != 1 or values[0].dtype.kind not in "biuf":
        return None
    number = float(values[0].ravel()[0])
    return number if np.isfinite(number) else None


def _corners(square: _Square, right: Array, yours: Array) -> Iterator[PlanePoint]:
    """The four inputs of a gate: what lies between them is nobody's business."""
    line = square.line.tolist()
    for y in (0.0, 1.0):
        for x in (0.0, 1.0):
            place = line.index(y), line.index(x)
            yield PlanePoint(x, y, int(right[place] >= 0.5), int(yours[place] >= 0.5))


def _apart(points: Sequence[PlanePoint], right: Array, yours: Array) -> tuple[int, int]:
    """How many of the points that count are on the wrong side, of how many."""
    if points:
        return sum(p.expected != p.yours for p in points), len(points)
    return int(((right >= 0.5) != (yours >= 0.5)).sum()), right.size


def _smooth(grid: Array) -> Array:
    """Where only 0 and 1 came back, means over neighbours, so that a straight edge looks straight."""
    if not np.isin(grid, (0, 1)).all():
        return grid
    for _ in range(2):
        wide = np.pad(grid, 1, mode="reflect", reflect_type="odd")
        shifted = [wide[r : r + SIDE, c : c + SIDE] for r in range(3) for c in range(3)]
        grid = np.mean(shifted, axis=0)
    return grid


def _rows(grid: Array) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(f"{v:.6g}") for v in row) for row in np.clip(grid, -9.0, 9.0))
