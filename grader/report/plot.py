"""A Picture as the numbers its SVG needs: paths, ticks, places. The drawing itself is `plot.svg.jinja`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..model import Curve, Picture, Text
from ..remembering import remembered

WIDTH, HEIGHT = 420, 260  # user units; small, so that 13-unit text stays legible on a 320 px screen
ERROR_HEIGHT = 150  # of the panel below that shows how far two curves lie apart
LEFT, RIGHT, TOP, BOTTOM = 46, 10, 10, 28
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Stroke:
    path: str
    css: str  # "reference", "yours", "plain-1" …: colour and dashes
    label: Text
    role: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places in user units of a WIDTH × `height` box; `x_zero`, `y_zero` are None when 0 is out of sight."""

    height: int

    strokes: tuple[Stroke, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_zero: float | None
    y_zero: float | None
    gap_at: float | None


@dataclass(frozen=True, slots=True)
class _Axis:
    """The line that carries low…high to start…end."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, about: int) -> tuple[Tick, ...]:
        step = nice_step((self.high - self.low) / about)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        values = [k * step for k in range(first, last + 1)]
        return tuple(
            Tick(round(self(v), 1), label) for v, label in zip(values, _labels(values, step), strict=True)
        )

    def zero(self) -> float | None:
        return round(self(0.0), 1) if self.low <= 0 <= self.high else None


@dataclass(frozen=True, slots=True)
class _Decades:
    """The same for positive values, each power of ten as high as the next."""

    exponents: _Axis

    def __call__(self, value: float) -> float:
        return self.exponents(math.log10(value)) if value > 0 else math.nan

    def ticks(self, about: int) -> tuple[Tick, ...]:
        low, high = math.ceil(self.exponents.low - 1e-9), math.floor(self.exponents.high + 1e-9)
        step = max(1, math.ceil((high - low) / about))
        return tuple(Tick(round(self.exponents(k), 1), _power_of_ten(k)) for k in range(high, low - 1, -step))

    def zero(self) -> None:
        return None


@remembered(256)  # a lesson's own pictures are on every student's page
def draw(picture: Picture, height: int = HEIGHT) -> Drawing:
    x = _Axis(*_spread(picture.x), LEFT, WIDTH - RIGHT)
    y = _vertical(picture, height)
    return Drawing(
        height=height,
        strokes=tuple(
            Stroke(_path(curve.xs, curve.ys, x, y, height), _css(curve, k), curve.label, curve.role)
            for k, curve in enumerate(picture.curves, start=1)
        ),
        x_ticks=x.ticks(6),
        y_ticks=y.ticks(max(3, height // 50)),
        x_zero=x.zero(),
        y_zero=y.zero(),
        gap_at=round(x(picture.gap[0]), 1) if picture.gap else None,
    )


def nice_ticks(span: tuple[float, float], start: float, end: float) -> tuple[Tick, ...]:
    """Round numbers along a line that carries `span` from `start` to `end`."""
    return _Axis(*_spread(span), start, end).ticks(6)


def _vertical(picture: Picture, height: int) -> _Axis | _Decades:
    low, high = _spread(picture.y)
    if picture.log:
        return _Decades(_Axis(math.log10(low), math.log10(high), height - BOTTOM, TOP))
    return _Axis(low, high, height - BOTTOM, TOP)


def _power_of_ten(exponent: int) -> str:
    """`10⁻³`; 1 and 10 as they are."""
    if exponent in (0, 1):
        return str(10**exponent)
    return "10" + str(exponent).translate(_RAISED)


def nice_step(about: float) -> float:
    """The 1, 2 or 5 times a power of ten next above `about` > 0."""
    power = 10.0 ** math.floor(math.log10(about))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= about * (1 - 1e-9))


def _spread(span: tuple[float, float]) -> tuple[float, float]:
    """The span itself, widened when it is a single point."""
    low, high = span
    return (low, high) if high > low else (low - 1.0, high + 1.0)


def _css(curve: Curve, place: int) -> str:
    return curve.role if curve.role in {"reference", "yours", "error"} else f"plain-{(place - 1) % 6 + 1}"


def _labels(values: Sequence[float], step: float) -> list[str]:
    """As many digits as the step needs; powers of ten only for very large and very small ones."""
    if 1e-4 <= step < 1e5:
        digits = max(0, -math.floor(math.log10(step) + 1e-9))
        plain = [f"{v + 0.0:.{digits}f}" for v in values]
    else:
        largest = max(map(abs, values), default=step)
        digits = max(0, math.floor(math.log10(largest) + 1e-9) - math.floor(math.log10(step) + 1e-9))
        plain = [f"{v:.{digits}e}" if v else "0" for v in values]
    return [label.replace("-", "−") for label in plain]


@lru_cache(maxsize=256)  # the right curve is on every student's page, and most students' is the same
def _path(
    xs: tuple[float, ...], ys: tuple[float | None, ...], x: _Axis, y: _Axis | _Decades, height: int
) -> str:
    """An SVG path, pen up where the curve is undefined, and not further outside than one height."""
    parts, pen = [], "M"
    for at, value in zip(xs, ys, strict=True):
        tall = math.nan if value is None or not math.isfinite(value) else y(value)
        if not math.isfinite(tall):
            pen = "M"
            continue
        place = min(max(tall, -height), 2 * height)
        parts.append(f"{pen}{x(at):.1f} {place:.1f}")
        pen = "L"
    return "".join(parts)
