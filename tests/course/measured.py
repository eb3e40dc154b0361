"""What is measured, not evaluated from a formula: floats at their limits, grids, training, timing."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import sympy as sp

from .listing import lines_of_the_listing
from .xor import train

X = sp.Symbol("x", real=True)

# ------------------------------------------------------------------------------ arrays and floats


def eight_bit_subtraction() -> list[int]:
    """Grey values in the type of a picture file: 100 - 127 wraps around."""
    pixels = np.array([100, 150, 200, 50], dtype=np.uint8)
    return [int(p) for p in np.maximum(0, pixels - np.uint8(127))]


def bytes_of_zeros_and_ones() -> list[int]:
    return [np.zeros(1000).nbytes, np.ones(1000).nbytes]


def range_of_a_pixel() -> list[int]:
    return [int(np.iinfo(np.uint8).min), int(np.iinfo(np.uint8).max)]


def even_ticks() -> list[int]:
    return [int(t) for t in np.arange(-10, 12, 2)]


def another_arrays_steps_cannot_be_drawn() -> bool:
    """A curve needs one height for each place: 500 places and 100 heights do not go together."""
    places, old = np.linspace(-5, 5, 500), np.linspace(-10, 10, 100)
    try:
        np.broadcast(places, np.heaviside(old, 0))
    except ValueError:
        return True
    return False


def an_array_cannot_be_called() -> bool:
    relu: object = np.maximum(0, np.linspace(-10, 10, 400))  # an array with the name of a function
    return not callable(relu)


def relu_neuron() -> float:
    return float(np.maximum(0, np.dot(np.array([2, 3]), np.array([1, 2])) - 5))


def zeros_of_relu_on_the_grid() -> int:
    return int(np.sum(np.maximum(0, np.linspace(-10, 10, 400)) == 0))


def sum_exact_and_in_floats() -> list[float]:
    exact = Fraction("0.1") - Fraction("0.4") + Fraction("0.2") + Fraction("0.1")
    return [float(exact), 0.1 - 0.4 + 0.2 + 0.1]


def sigmoids_as_numpy_prints_them() -> str:
    with np.printoptions(precision=8, floatmode="maxprec", suppress=False):
        return str(1 / (1 + np.exp(-np.arange(-2.0, 3.0))))


def where_floats_reach_the_ends_of_the_sigmoid() -> list[float]:
    """The least x with the float value 1; the greatest with 0, by the plain formula and by the stable one."""
    with np.errstate(over="ignore", under="ignore"):
        return [
            _threshold(lambda x: 1 / (1 + np.exp(-x)) == 1, 0, 100),
            -_threshold(lambda x: 1 / (1 + np.exp(x)) == 0, 0, 2000),
            -_threshold(lambda x: np.exp(-x) / (1 + np.exp(-x)) == 0, 0, 2000),
        ]


def where_floats_reach_the_end_of_tanh() -> float:
    return _threshold(lambda x: np.tanh(x) == 1, 0, 100)


def tanh_by_its_definition() -> list[object]:
    """The value at 1, and whether the definition breaks down at 711."""
    with np.errstate(over="ignore", invalid="ignore"):
        at_1, at_711 = (
            (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x)) for x in (np.float64(1), np.float64(711))
        )
    return [float(at_1), bool(np.isnan(at_711))]


def _threshold(reached: Callable[[np.float64], object], low: float, high: float) -> float:
    """Where a condition that holds from some x on begins to hold."""
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(np.float64(middle)) else (middle, high)
    return high


# ----------------------------------------------------------------------------- boundaries on grids


def largest_values_and_idle_ticks() -> list[int]:
    """Of x1 + 2 x2 + b on the square for b = -5 and -3, and how many of the ticks 0, 5, …, 50 lie above."""
    side = np.linspace(-5, 5, 101)
    largest = [int(np.max(side[None, :] + 2 * side[:, None] + b)) for b in (-5, -3)]
    return [*largest, int(np.sum(np.arange(0, 51, 5) > max(largest)))]


def direction_of_steepest_rise() -> list[float]:
    """The unit vector along which x1 + 2 x2 - 5 grows fastest: its gradient, normalised."""
    x1, x2 = sp.symbols("x1 x2")
    rise = [float(sp.diff(x1 + 2 * x2 - 5, s)) for s in (x1, x2)]
    return [r / math.hypot(*rise) for r in rise]


def grid_by_steps_of_a_tenth() -> list[float]:
    grid = np.arange(-5, 5.1, 0.1)
    return [len(grid), float(grid[-1]), float(grid[50])]


def firing_grid_points() -> list[int]:
    """Points with 3 x1 - 5 x2 + 10 > 0 on the grid by steps, exactly, and on the grid by points."""
    tenths = np.arange(-50, 51)
    exact = 3 * tenths[None, :] - 5 * tenths[:, None] + 100 > 0
    steps, points = (
        3 * g[None, :] - 5 * g[:, None] + 10 > 0 for g in (np.arange(-5, 5.1, 0.1), np.linspace(-5, 5, 101))
    )
    return [int(np.sum(found)) for found in (steps, exact, points)]


# --------------------------------------------------------------------------------- slopes, extremes


def slopes_of_relu_at_zero() -> list[float]:
    """From the left and from the right, as limits of the difference quotient."""
    h = sp.Symbol("h", positive=True)
    return [float(sp.limit(sp.Max(0, end) / end, h, 0)) for end in (-h, h)]


def steepest_point_of_the_sigmoid() -> list[float]:
    slope = sp.diff(1 / (1 + sp.exp(-X)), X)
    (place,) = sp.solveset(sp.numer(sp.together(sp.diff(slope, X))), X, sp.S.Reals)
    return [float(place), float(slope.subs(X, place))]


def slopes_of_tanh_and_sigmoid() -> list[float]:
    """Both at 0, 1, 1.66, 2 and 5; where they are equal; at 5, how many times the sigmoid's is tanh's."""
    both = [sp.diff(f, X) for f in (sp.tanh(X), 1 / (1 + sp.exp(-X)))]
    table = [float(slope.subs(X, x)) for x in (0, 1, sp.Rational("1.66"), 2, 5) for slope in both]
    crossing = 2 * sp.acosh((1 + sp.sqrt(3)) / 2)
    if abs(float((both[0] - both[1]).subs(X, crossing))) > 1e-12:
        raise AssertionError("the slopes are not equal there")
    return [*table, float(crossing), round(table[-1] / table[-2], 1)]


def lowest_and_steepest_point_of_swish() -> list[float]:
    """Where Swish is lowest, how low, and its largest slope."""
    swish = X / (1 + sp.exp(-X))
    low = sp.nsolve(sp.diff(swish, X), X, -1.3, prec=30)
    steep = sp.nsolve(sp.diff(swish, X, 2), X, 2.4, prec=30)
    return [float(low), float(swish.subs(X, low)), float(sp.diff(swish, X).subs(X, steep))]


def gradients_of_a_dead_and_a_silent_unit() -> list[float]:
    """dE/dw of y = ReLU(w x + b), E the mean of (y - 2)², over the inputs 0 and 1, by differences.

    With w = 1, b = -10 no input is active; with w = 1, b = 0 one of the two is.
    """
    x, h = np.array([0.0, 1.0]), 1e-6

    def loss(w: float, b: float) -> float:
        return float(np.mean((np.maximum(0, w * x + b) - 2) ** 2))

    return [round((loss(1 + h, b) - loss(1 - h, b)) / (2 * h), 6) + 0.0 for b in (-10.0, 0.0)]


# ------------------------------------------------------------------------------- losses and training


def cross_entropies() -> list[object]:
    """-ln of the right one of 2 and of 3 equal shares; whether 0 · ln 0 is nan in NumPy."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return [float(-np.log(1 / 2)), float(-np.log(1 / 3)), bool(np.isnan(0 * np.log(np.float64(0))))]


def the_same_output_read_in_two_orders() -> list[str]:
    best = int(np.argmax(np.array([0.9, 0.1])))
    return [order[best] for order in (("dog", "cat"), ("cat", "dog"))]


def adam_first_step() -> float:
    """w = 1, g = 2, η = 0.01, with bias correction."""
    m, v = 0.1 * 2, 0.001 * 2**2
    return float(1 - 0.01 * (m / 0.1) / (np.sqrt(v / 0.001) + 1e-8))


def adam_without_correction() -> list[float]:
    """The first step as above; then how many times too long step t is, for a constant gradient."""
    first = 1 - 0.01 * (0.1 * 2) / (np.sqrt(0.001 * 4) + 1e-8)
    ratios = [(1 - 0.9**t) / np.sqrt(1 - 0.999**t) for t in (1, 2, 10, 12, 100, 1000)]
    return [float(first), *map(float, ratios)]


def xor_with_one_neuron() -> list[float]:
    """What the four demands on w1, w2, b add up to, and the best constant answer with its loss.

    XOR demands w2 + b > 0, w1 + b > 0, b <= 0, w1 + w2 + b <= 0. The first two sums minus the last two
    is 0 for all weights, but would have to be positive.
    """
    w1, w2, b, p = sp.symbols("w1 w2 b p", positive=True)
    contradiction = sp.expand((w2 + b) + (w1 + b) - b - (w1 + w2 + b))
    loss = -(sp.log(p) + sp.log(1 - p)) / 2  # two of the four targets are 1
    (best,) = sp.solve(sp.diff(loss, p), p)
    return [float(contradiction), float(best), float(loss.subs(p, best))]


def xor_successes() -> list[float]:
    """Shares of right and of close runs: at rate 0.001 ReLU, tanh (right), none; at 0.05 the others."""
    slow, quick = train("relu", 0.001), train("relu", 0.05)
    return [
        slow.right,
        slow.close,
        train("tanh", 0.001).right,
        train("tanh", 0.001).close,
        train("none", 0.001).right,
        quick.right,
        quick.close,
        *(train(name, 0.05).close for name in ("tanh", "leaky", "swish", "none")),
    ]


# -------------------------------------------------------------------------------------------- timing


def sigmoid_takes_longer_than_relu() -> bool:
    x = np.linspace(-5, 5, 300_000)
    return _quickest(lambda: 1 / (1 + np.exp(-x))) > _quickest(lambda: np.maximum(0, x))


def loops_take_longer_than_arrays() -> bool:
    """101 × 101 weighted sums, one by one and at once; a factor of twenty is far below the usual one."""
    r = np.linspace(-5, 5, 101)
    one_by_one = _quickest(lambda: [[max(0.0, a + 2 * b - 5) for a in r] for b in r])
    return one_by_one > 20 * _quickest(lambda: np.maximum(0, r[None, :] + 2 * r[:, None] - 5))


def _quickest(work: Callable[[], object]) -> float:
    """Seconds of the best of seven runs; the others were disturbed."""
    times = []
    for _ in range(7):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


MEASURED: Mapping[str, Callable[[], object]] = MappingProxyType(
    {
        made.__name__: made
        for made in (
            adam_first_step, adam_without_correction, an_array_cannot_be_called,
            another_arrays_steps_cannot_be_drawn, bytes_of_zeros_and_ones, cross_entropies,
            direction_of_steepest_rise, eight_bit_subtraction, even_ticks, firing_grid_points,
            gradients_of_a_dead_and_a_silent_unit, grid_by_steps_of_a_tenth,
            largest_values_and_idle_ticks, lines_of_the_listing, loops_take_longer_than_arrays,
            lowest_and_steepest_point_of_swish, range_of_a_pixel, relu_neuron,
            sigmoid_takes_longer_than_relu, sigmoids_as_numpy_prints_them,
            slopes_of_relu_at_zero, slopes_of_tanh_and_sigmoid, steepest_point_of_the_sigmoid,
            sum_exact_and_in_floats, tanh_by_its_definition, the_same_output_read_in_two_orders,
            where_floats_reach_the_end_of_tanh, where_floats_reach_the_ends_of_the_sigmoid,
            xor_successes, xor_with_one_neuron, zeros_of_relu_on_the_grid,
        )
    }
)  # fmt: skip
