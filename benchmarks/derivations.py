"""How fast and how right equality is decided, next to SymPy's `simplify(a-b)==0` and `.equals` in the same
run.

    python benchmarks/derivations.py [--random 10000] [--sympy-seconds 2] [--seed 1]

Times are CPU milliseconds of this process, both sides read and decided; the first pass over the pairs
warms up imports.
"""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import yaml

from benchmarks.random_forms import equal_form, mutant, random_form
from grader.algebra.catalogue import catalogue
from grader.algebra.context import Context, Function
from grader.algebra.decide import decide
from grader.algebra.declaring import make_context
from grader.algebra.reading import read
from grader.algebra.rewriting import expand
from grader.algebra.tree import Expr

ROOT = Path(__file__).parent.parent
NAMES = ("x", "w", "b")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts of one context and whether they are equal."""

    a: str
    b: str
    equal: bool
    declared: dict[str, Any]

    def context(self, functions: dict[str, Function]) -> Context:
        d = self.declared
        pairs = [(left, right) for left, right in d.get("definitions", ())]
        return make_context(d.get("symbols"), d.get("vectors"), d.get("indices", ()), pairs, functions)


def pairs(path: Path) -> Iterator[Pair]:
    """The hand-written pairs of a YAML file."""
    for group in yaml.safe_load(path.read_text(encoding="utf-8")):
        for equal, key in ((True, "right"), (False, "wrong")):
            for text in group[key]:
                yield Pair(group["of"], str(text), equal, group)


def course_functions() -> dict[str, Function]:
    path = ROOT / "course" / "functions.yaml"
    return dict(catalogue(path.read_text(encoding="utf-8"), str(path)))


# --------------------------------------------------------------------------- a row of the table


@dataclass(slots=True)
class Tally:
    """What one method said about all pairs, and how long each took (ms)."""

    name: str
    times: list[float]
    said: Counter[str]
    right: int = 0
    false_accepts: int = 0
    false_rejects: int = 0

    def add(self, expected: bool, answer: bool | None, word: str, ms: float) -> None:
        self.times.append(ms)
        self.said[word] += 1
        self.right += answer is expected
        self.false_accepts += answer is True and not expected
        self.false_rejects += answer is False and expected

    def row(self) -> str:
        times = sorted(self.times)
        median, high = times[len(times) // 2], times[int(len(times) * 0.99)]
        return (
            f"{self.name:<34}{len(times):>7}{self.right:>7}{self.false_accepts:>8}{self.false_rejects:>8}"
            f"{median:>10.2f}{high:>10.2f}{times[-1]:>10.2f}"
        )


HEADER = f"{'':<34}{'pairs':>7}{'right':>7}{'accept!':>8}{'reject!':>8}{'median':>10}{'p99':>10}{'worst':>10}"


def tally(name: str) -> Tally:
    return Tally(name, [], Counter())


# --------------------------------------------------------------------------- methods


def ours(pair: Pair, functions: dict[str, Function]) -> tuple[bool | None, str]:
    context = pair.context(functions)
    decision = decide(read(pair.a, context), read(pair.b, context), context)
    return decision.equal, str(decision.verdict)


class _Late(Exception):  # noqa: N818
    pass


def limited(work: Callable[[], bool | None], seconds: float) -> tuple[bool | None, str]:
    """The answer, or None where it took longer than allowed or failed."""

    def stop(_signal: int, _frame: object) -> None:
        raise _Late

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        answer = work()
    except _Late:
        return None, "late"
    except Exception as problem:  # noqa: BLE001  SymPy may raise anything on these
        return None, type(problem).__name__
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return answer, str(answer)


def translated(pair: Pair, functions: dict[str, Function]) -> tuple[Any, Any]:
    """Both sides in SymPy, definitions written out. Raises NotExpressible."""
    import sympy

    from benchmarks.second_opinion import to_sympy

    context = pair.context(functions)
    keep = frozenset(context.functions)
    kinds = {
        "positive": {"positive": True},
        "unit": {"positive": True},
        "natural": {"integer": True, "positive": True},
    }
    names = {n: sympy.Symbol(n, real=True, **kinds.get(d, {})) for n, d in context.symbols.items()}
    sides = [expand(read(t, context), context, keep) for t in (pair.a, pair.b)]
    first, second = (to_sympy(side, names) for side in sides)
    return first, second


# --------------------------------------------------------------------------- sections


def by_hand(functions: dict[str, Function], seconds: float) -> None:
    every = list(pairs(ROOT / "benchmarks" / "pairs.yaml"))
    for pair in every:
        ours(pair, functions)
    mine, all_mine = tally("chainrule, where SymPy can say"), tally("chainrule, all")
    simplify, equals = tally("simplify(a-b)==0"), tally("a.equals(b)")
    answers: list[tuple[bool | None, str, float]] = []
    for pair in every:  # all before SymPy is loaded, whose many objects slow every garbage collection down
        start = process_time()
        answer, word = ours(pair, functions)
        answers.append((answer, word, (process_time() - start) * 1000))
        all_mine.add(pair.equal, *answers[-1])
    for pair, said in zip(every, answers, strict=True):
        if compared(pair, functions, seconds, (simplify, equals)):
            mine.add(pair.equal, *said)
    proved = all_mine.said["proved"] + all_mine.said["identical"]
    print(f"\nPairs written by hand\n{HEADER}")
    for row in (all_mine, mine, simplify, equals):
        print(row.row())
    print(f"exactly proved: {proved} of {sum(p.equal for p in every)} right answers")
    print(
        f"CPU time, simplify : ours = {sum(simplify.times) / sum(mine.times):.0f} : 1, "
        f"equals : ours = {sum(equals.times) / sum(mine.times):.0f} : 1"
    )


def compared(pair: Pair, functions: dict[str, Function], seconds: float, rows: Sequence[Tally]) -> bool:
    """The same pair by both of SymPy's ways, the translation counted in; False if it cannot be translated."""
    import sympy

    from benchmarks.second_opinion import NotExpressible

    try:
        translated(pair, functions)
    except (NotExpressible, KeyError, ValueError):
        return False
    methods: Sequence[Callable[[Any, Any], bool | None]] = (
        lambda a, b: bool(sympy.simplify(a - b) == 0),
        lambda a, b: a.equals(b),
    )
    for row, method in zip(rows, methods, strict=True):
        sympy.core.cache.clear_cache()
        start = process_time()
        answer, word = limited(partial(_asked, method, pair, functions), seconds)
        row.add(pair.equal, answer, word, (process_time() - start) * 1000)
    return True


def _asked(
    method: Callable[[Any, Any], bool | None], pair: Pair, functions: dict[str, Function]
) -> bool | None:
    return method(*translated(pair, functions))


def points(rng: Random, count: int) -> list[dict[str, Any]]:
    import mpmath

    def number() -> Any:
        return mpmath.mpf(rng.randint(-4096, 4096)) / 1024

    return [{**{n: number() for n in NAMES}, "v": tuple(number() for _ in range(3))} for _ in range(count)]


def at_random(functions: dict[str, Function], count: int, seed: int) -> None:
    rng = Random(seed)  # noqa: S311  no secret
    context = make_context(dict.fromkeys(NAMES, "real"), {"v": 3}, (), (), functions)
    same, other = tally("equal forms"), tally("one-node mutants")
    for _ in range(count):
        form = random_form(rng, NAMES, rng.randint(2, 4))
        _timed(same, form, equal_form(rng, form), context, rng)
        form = random_form(rng, NAMES, rng.randint(2, 4))
        _timed(other, form, mutant(rng, form), context, rng)
    print(f"\nRandom formulas over σ, tanh, exp, softplus, sin, ReLU, |·|, softmax (seed {seed})\n{HEADER}")
    for row in (same, other):
        print(row.row(), dict(row.said))


def _timed(row: Tally, a: Expr, b: Expr, context: Context, rng: Random) -> None:
    start = process_time()
    decision = decide(a, b, context)
    ms = (process_time() - start) * 1000
    from benchmarks.second_opinion import differ

    expected = True
    if row.name != "equal forms":  # a mutant that was accepted, or not refuted, is judged by mpmath
        expected = decision.equal is not False and not differ(a, b, points(rng, 20), 200)
    row.add(expected, decision.equal, str(decision.verdict), ms)


def main() -> None:
    options = ArgumentParser(description=__doc__)
    options.add_argument("--random", type=int, default=10_000)
    options.add_argument("--sympy-seconds", type=float, default=2.0)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    functions = course_functions()
    by_hand(functions, given.sympy_seconds)
    at_random(functions, given.random, given.seed)


if __name__ == "__main__":
    main()
