"""What yours have to do with the right values, where no known mistake explains them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import TypeAlias

import numpy as np

from ..arrays import Array, Wrong, agree, constant_offset, constant_ratio, decimals_kept
from ..exercise import Tolerance
from .matching import CORE
from .outcomes import Outcome

Noted: TypeAlias = tuple[str, Mapping[str, str]]
Pair: TypeAlias = tuple[Array, Array]
"""Right values and yours, all core cases in one row."""

_MOST_RESULTS = 4
"""Results of one function whose orders are tried: 4! of them."""


def relation(judged: Sequence[Outcome]) -> Noted | tuple[None, None]:
    """What sets yours apart: a constant ratio or offset, the order of the results, the side they fail on."""
    looks = (_of_all_numbers, _of_one_result, _reordered, _one_sided, _of_another_sort)
    found = (look(judged) for look in looks)
    return next((noted for noted in found if noted is not None), (None, None))


def rounded(judged: Sequence[Outcome]) -> int | None:
    """To how many decimals yours are rounded, if that is all."""
    pair = _together(judged)
    return None if pair is None else decimals_kept(*pair)


# ------------------------------------------------------------------------------------- numbers


def _of_all_numbers(judged: Sequence[Outcome]) -> Noted | None:
    pair = _together(judged)
    return None if pair is None else _of_numbers(pair)


def _of_numbers(pair: Pair) -> Noted | None:
    expected, given = pair
    if np.array_equal(expected, given):
        return None
    if given.size > 1 and np.ptp(given) == 0:
        return "always-the-same", {"value": f"{given[0]:.6g}"}
    ratio = constant_ratio(expected, given)
    if ratio is not None:
        return ("opposite-sign" if abs(ratio + 1) < 1e-9 else "constant-ratio"), {"ratio": f"{ratio:.6g}"}
    offset = constant_offset(expected, given)
    return None if offset is None else ("constant-offset", {"offset": f"{offset:+.6g}"})


def _of_one_result(judged: Sequence[Outcome]) -> Noted | None:
    """Of several results all right but one: what that one has to do with the right one."""
    core = _core(judged)
    count = len(core[0].expected) if core else 0
    if count < 2:
        return None
    wrong = [part for part in range(count) if not all(_part_is_right(o, part) for o in core)]
    if len(wrong) != 1:
        return None
    pair = _in_one_row((o.expected[part], (o.behaviour.values or ())[part]) for part in wrong for o in core)
    noted = None if pair is None else _of_numbers(pair)
    return noted or ("one-result-wrong", {"which": str(wrong[0] + 1), "count": str(count)})


def _part_is_right(outcome: Outcome, part: int) -> bool:
    return _same(outcome.expected[part], (outcome.behaviour.values or ())[part])


def _reordered(judged: Sequence[Outcome]) -> Noted | None:
    """The right results, returned in another order."""
    core = _core(judged)
    count = len(core[0].expected) if core else 0
    if not 2 <= count <= _MOST_RESULTS:
        return None
    for order in permutations(range(count)):
        if all(all(map(_same, o.expected, _in_order(o, order))) for o in core):
            return "results-reordered", {"order": ", ".join(str(k + 1) for k in order)}
    return None


def _in_order(outcome: Outcome, order: Sequence[int]) -> Iterator[Array]:
    values = outcome.behaviour.values or ()
    return (values[k] for k in order)


# ------------------------------------------------------------------------------------- where


_SIDES: Mapping[str, Callable[[Array], Array]] = {
    "wrong-below-zero": lambda x: x < 0,
    "wrong-above-zero": lambda x: x > 0,
}


def _one_sided(judged: Sequence[Outcome]) -> Noted | None:
    """Elementwise functions that are right for every number but those on one side of 0."""
    core = [o for o in _core(judged) if len(o.case.args) == 1]
    if not core or len(core) < len(_core(judged)):
        return None
    inputs = [np.asarray(o.case.args[0]) for o in core]
    if any(x.shape != o.expected[0].shape for x, o in zip(inputs, core, strict=True)):
        return None
    numbers = np.concatenate([x.ravel() for x in inputs])
    wrong = np.concatenate([np.ravel(_wrong_cells(o)) for o in core])
    for note, side in _SIDES.items():
        if not wrong[~side(numbers)].any() and wrong[side(numbers)].mean() > 0.5:
            return note, {}
    return None


def _wrong_cells(outcome: Outcome) -> Array:
    difference = outcome.difference
    nothing = np.zeros(outcome.expected[0].shape, bool)
    return nothing if difference is None or difference.wrong is None else difference.wrong


_SORTS: Mapping[Wrong, str] = {Wrong.COUNT: "count", Wrong.NAN: "nan", Wrong.INFINITE: "infinite"}


def _of_another_sort(judged: Sequence[Outcome]) -> Noted | None:
    """Not the right number of results, or no numbers, in every case that differs."""
    differing = [o.difference.kind for o in judged if o.case.group in CORE and o.difference is not None]
    sort = _SORTS.get(differing[0]) if len(set(differing)) == 1 else None
    return None if sort is None else (sort, {})


# ------------------------------------------------------------------------------------- values in rows


def _core(judged: Sequence[Outcome]) -> list[Outcome]:
    """The core cases, if each gave as many results as asked, of the shapes asked; else none."""
    core = [o for o in judged if o.case.group in CORE]
    return core if all(_as_asked(o) for o in core) else []


def _as_asked(outcome: Outcome) -> bool:
    return len(outcome.expected) == len(outcome.behaviour.values or ())


def _together(judged: Sequence[Outcome]) -> Pair | None:
    """All core values in one row, right ones and yours; None when any are missing or of another shape."""
    core = _core(judged)
    return _in_one_row(pair for o in core for pair in zip(o.expected, o.behaviour.values or (), strict=True))


def _in_one_row(pairs: Iterator[Pair]) -> Pair | None:
    rows = list(pairs)
    if not rows or any(e.shape != g.shape for e, g in rows):
        return None
    return np.concatenate([_numbers(e) for e, _ in rows]), np.concatenate([_numbers(g) for _, g in rows])


def _numbers(array: Array) -> Array:
    """In one row and in full precision: whole numbers, truth values and short floats count like any other."""
    row: Array = array.ravel().astype(complex if array.dtype.kind == "c" else float)
    return row


def _same(expected: Array, given: Array) -> bool:
    return expected.shape == given.shape and bool(agree(expected, given, Tolerance()).all())
