"""The names people give a function: its own, the usual short ones, and for a derivative all its endings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..exercise import Exercise

_SLOPES = ("_derivative", "_gradient")
_ENDINGS = (
    "_derivative", "_gradient", "_grad", "_prime", "_deriv", "_der", "_d", "_backward", "_backwards",
    "_delta", "_derivate", "_differential", "_dash", "_derv", "_diff", "_back", "_bwd", "_jacobian", "_dx",
)  # fmt: skip
_FRONTS = (
    "d_", "d", "grad_", "deriv_", "derivative_", "derivative_of_", "gradient_", "der_", "prime_", "diff_",
    "backward_",
)  # fmt: skip
_WHOLE = (
    "_function", "_func", "_fn", "_activation", "_forward", "_loss", "_error", "_layer", "_fun", "_act",
    "_cost", "_np", "_numpy",
)  # fmt: skip


def usual_names(exercise: Exercise, exercises: Mapping[str, Exercise]) -> tuple[str, ...]:
    """Every usual name of it, the likeliest first."""
    key = exercise.key
    base = next((key.removesuffix(end) for end in _SLOPES if key.endswith(end)), None)
    if base is None or base not in exercises:
        return tuple(dict.fromkeys((*exercise.names, *_whole(exercise.names))))
    stems = exercises[base].names
    made = (*(f"{s}{e}" for e in _ENDINGS for s in stems), *(f"{f}{s}" for f in _FRONTS for s in stems))
    longer = (f"{s}{w}{e}" for s in stems for w in _WHOLE for e in _ENDINGS[:4])
    return tuple(dict.fromkeys((*exercise.names, *made, *longer)))


def nearest(wanted: Sequence[str], defined: Iterable[str]) -> str | None:
    """The defined name that is a usual one but for capitals and underscores."""
    plain = {_plain(name): name for name in reversed(tuple(defined))}
    return next((plain[p] for p in map(_plain, wanted) if p in plain), None)


def _whole(names: Sequence[str]) -> Iterator[str]:
    yield from (f"{name}{end}" for name in names for end in _WHOLE)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
