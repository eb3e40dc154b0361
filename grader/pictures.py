"""Curves of formulas as data: sharp at kinks, broken at jumps and where undefined, on round axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isfinite, lcm, log10

from .algebra import Context, Expr, Function, Undefined, make_context, plain, read
from .algebra.differentiate import differentiate
from .algebra.kinks import kinks
from .errors import did_you_mean
from .faults import faulty
from .model import Curve, Number, Picture, Text

STEPS = 160
"""Intervals between the evenly spaced points of a curve; even, so that the middle is a point."""
MARGIN = Fraction(1, 20)
"""Room above and below the curves, as a share of their height."""
BESIDE = Fraction(1, 10**6)
"""How close to a kink a jump is looked for, as a share of the width."""
NOTHING = 1e-12
"""A value so small is zero and what rounding left of it."""
TALLEST = 12
"""A curve so many times taller than its middle nine tenths has a pole, and is cut off."""
DEEPEST = 16
"""Powers of ten that a logarithmic axis holds at most."""
LOG = "log"
"""Asks for such an axis where functions are named."""
_PRIME = "\u2032"


@dataclass(frozen=True, slots=True)
class Graph:
    """A formula in `x` alone."""

    expr: Expr
    context: Context
    label: Text


def picture(
    graphs: Sequence[Graph],
    over: tuple[Number, Number],
    title: Text,
    description: Text,
    *,
    log: bool = False,
) -> Picture:
    """All graphs over one range of x, y logarithmic with `log`. Raises ValueError for an empty range."""
    low, high = Fraction(over[0]), Fraction(over[1])
    if not low < high:
        raise ValueError(f"the range from {low} to {high} is empty")
    curves = tuple(_curve(graph, low, high) for graph in graphs)
    bottom, top = decades(y for c in curves for y in c.ys if y is not None) if log else _height(curves)
    cut = tuple(Curve(c.label, c.xs, _between(c.ys, bottom, top), c.role) for c in curves)
    return Picture(title, description, cut, (float(low), float(high)), (bottom, top), log=log)


def _curve(graph: Graph, low: Fraction, high: Fraction) -> Curve:
    inside = [Fraction(k) for k in kinks(graph.expr, "x", graph.context) if low < k < high]
    exact = (low, (high - low) / STEPS, (high - low) * BESIDE, *inside)
    scale = lcm(*(value.denominator for value in exact))
    # Places as whole numbers of 1/scale: exact, and far quicker to sort and to tell apart than fractions.
    first, step, beside, *corners = (int(value * scale) for value in exact)
    grid = {first + step * k for k in range(STEPS + 1)}
    places = sorted(grid.union(*({k - beside, k, k + beside} for k in corners)))
    values = dict(zip(places, _values(graph, [place / scale for place in places]), strict=True))
    for corner in corners:
        left, here, right = values[corner - beside], values[corner], values[corner + beside]
        if left is not None and right is not None and here is not None and _near(left, right):
            del values[corner - beside], values[corner + beside]  # a bend: one sharp point
        else:
            values[corner] = None  # a jump or a pole: a gap
    return Curve(graph.label, tuple(place / scale for place in values), tuple(values.values()))


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-3 * max(1.0, abs(a), abs(b))


def _values(graph: Graph, xs: Sequence[float]) -> list[float | None]:
    """The values to six figures, so that the bytes are the same on every platform; None where undefined."""
    from .algebra.vectorised import vectorised  # NumPy: only pages with plots need it

    try:
        found = vectorised(graph.expr, ["x"], graph.context)(xs)
    except Undefined as error:
        raise faulty(f"this curve cannot be drawn over x ({error})") from None
    return [_shown(y) if isfinite(y) else None for y in found.tolist()]


def _shown(y: float) -> float:
    return 0.0 if abs(y) < NOTHING else float(f"{y:.6g}")


def _height(curves: Iterable[Curve]) -> tuple[float, float]:
    """The range of y: round numbers around all curves, without the far ends of poles."""
    ys = sorted(y for curve in curves for y in curve.ys if y is not None) or [0.0]
    low, high = ys[0], ys[-1]
    inner = ys[len(ys) // 20], ys[-1 - len(ys) // 20]
    if inner[0] < inner[1] and high - low > TALLEST * (inner[1] - inner[0]):
        low, high = inner
    if low == high:
        low, high = low - 1, high + 1
    margin = (high - low) * float(MARGIN)
    return _round_outwards(low - margin, high + margin)


def decades(values: Iterable[float]) -> tuple[float, float]:
    """The powers of ten around those of the numbers that are positive, DEEPEST of them at most."""
    positive = [value for value in values if value > 0] or [1.0]
    high = ceil(log10(max(positive)))
    low = max(floor(log10(min(positive))), high - DEEPEST)
    return 10.0 ** min(low, high - 1), 10.0**high


def _round_outwards(low: float, high: float) -> tuple[float, float]:
    unit = 10.0 ** floor(log10(high - low)) / 10
    return round(floor(low / unit) * unit, 12), round(-floor(-high / unit) * unit, 12)


def _between(ys: Iterable[float | None], low: float, high: float) -> tuple[float | None, ...]:
    return tuple(y if y is not None and low <= y <= high else None for y in ys)


# --------------------------------------------------------------------------- functions of the course


def plot_of(names: Sequence[str], functions: Mapping[str, Function], languages: Sequence[str]) -> Picture:
    """A picture of functions by name, over all of their declared ranges; `sigmoid'` is a derivative.

    After the names, `log` asks for a logarithmic axis. Raises TextError for a name that is no function of one
    number, and when there is none.
    """
    *others, last = names
    log = last == LOG and bool(others)
    context = make_context({"x": "real"}, {}, (), (), functions)
    asked = [_asked(name, functions) for name in (others if log else names)]
    graphs = [Graph(_formula(f, order, context), context, _named(f, order, languages)) for f, order in asked]
    low, high = min(f.plot[0] for f, _ in asked), max(f.plot[1] for f, _ in asked)
    title = {language: ", ".join(g.label[language] for g in graphs) for language in languages}
    formulas = "; ".join(_described(f, order, graph) for (f, order), graph in zip(asked, graphs, strict=True))
    description = {lang: f"{title[lang]}: {formulas}." for lang in languages}
    return picture(graphs, (low, high), title, description, log=log)


def _described(function: Function, order: int, graph: Graph) -> str:
    """`sigmoid(x) = 1/(1 + exp(-x))`; a primitive is its own formula and only named."""
    if order:
        primes = "'" * order
        return f"{function.name}{primes}(x) = {plain(graph.expr)}"
    named = f"{function.name}({function.arguments[0].name})"
    formula = plain(function.formula)
    return named if formula == named else f"{named} = {formula}"


def _asked(name: str, functions: Mapping[str, Function]) -> tuple[Function, int]:
    """`sigmoid''` or `sigmoid_derivative` → the function and how often it is differentiated."""
    base = name.rstrip("'")
    order = len(name) - len(base)
    if base not in functions and base.endswith("_derivative"):
        base, order = base.removesuffix("_derivative"), order + 1
    if base not in functions:
        near = did_you_mean(base, tuple(functions))
        raise faulty(f"there is no function {base!r}", help=f"did you mean {near!r}?" if near else None)
    function = functions[base]
    if len(function.arguments) != 1 or function.arguments[0].index is not None:
        raise faulty(f"{base} is no function of one number, so it has no curve")
    return function, order


def _formula(function: Function, order: int, context: Context) -> Expr:
    expr = read(f"{function.name}(x)", context)
    for _ in range(order):
        expr = differentiate(expr, "x", context)
    return expr


def _named(function: Function, order: int, languages: Sequence[str]) -> Text:
    """The function's title in each language, primed as often as it is differentiated."""
    titles = {lang: function.title.get(lang) or function.title.get("") for lang in languages}
    return {lang: (title or function.name) + _PRIME * order for lang, title in titles.items()}
