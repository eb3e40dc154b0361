"""The names people give a function: its own, the usual short ones, and for a derivative all its endings.

A file that has none of them may still have the function: under its one name that is no other function's, or
in the class of the function that it is the gradient of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

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
_ASIDE = re.compile(r"_*(main|test|plot|show|draw|load|check|demo)(_|$)", re.IGNORECASE)
"""Functions around the one that is asked for."""


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


class Guesses:
    """Which other name of a file may be the function, worked out when the usual ones are not there."""

    def __init__(self, exercise: Exercise, exercises: Mapping[str, Exercise]) -> None:
        self._exercise, self._exercises = exercise, exercises

    def among(self, defined: Sequence[str]) -> Iterator[tuple[str, bool]]:
        """The names to try, the likeliest first, and whether one is only the forward function's."""
        written = tuple(dict.fromkeys(name for name in defined if not _ASIDE.match(name)))
        own = [name for name in written if _plain(name) not in self._of_others]
        alone = [name for name in written if _plain(name) not in self._of_those_alike]
        if len(own) == 1 or len(written) == len(alone) == 1:
            yield (own or alone)[0], False
        yield from ((name, True) for name in written if _plain(name) in self._of_forward)

    @cached_property
    def _of_forward(self) -> frozenset[str]:
        gradient = self._exercise.gradient
        forward = None if gradient is None else self._exercises.get(gradient.of)
        names = () if forward is None else usual_names(forward, self._exercises)
        return frozenset(map(_plain, names))

    @cached_property
    def _of_others(self) -> frozenset[str]:
        return self._names_of(e for e in self._exercises.values() if e.path and e.key != self._exercise.key)

    @cached_property
    def _of_those_alike(self) -> frozenset[str]:
        """Of others that take as many arguments: who has such a name is more likely the other one."""
        count = len(self._exercise.signature.inputs)
        others = (e for e in self._exercises.values() if e.path and e.key != self._exercise.key)
        return self._names_of(e for e in others if len(e.signature.inputs) == count)

    def _names_of(self, others: Iterable[Exercise]) -> frozenset[str]:
        return frozenset(_plain(name) for e in others for name in usual_names(e, self._exercises))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
