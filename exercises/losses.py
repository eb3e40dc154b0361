"""Losses and their gradients: the prediction first, then the target."""

# What NumPy returns often has no closer type than Any.
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.exercise import Array, Case, Gradient, Group, Rng, Tolerance, axis, exercise, option

WITH_EPSILON = Tolerance(relative=1e-5, absolute=1e-5)
"""Many people add 1e-7 inside a logarithm; that is not a mistake."""


def _pairs(rng: Rng) -> Iterator[Case]:
    """Any numbers; tables with another number of rows than columns, so that each way to divide differs."""
    yield Case("two", (np.array([1.0, 2.0]), np.array([0.0, 4.0])))
    for k in range(4):
        n = rng.integer(3, 5)
        yield Case(f"random-{k + 1}", (rng.tenths(n), rng.tenths(n)))
    yield Case("table", (rng.tenths(5, 3), rng.tenths(5, 3)), Group.SHAPES)
    yield Case("one-row", (rng.tenths(1, 4), rng.tenths(1, 4)), Group.SHAPES)
    column = np.array([[1.0], [-2.0], [0.5]])
    yield Case("column", (column, column[::-1] + 1), Group.SHAPES)


def _probabilities(rng: Rng) -> Iterator[Case]:
    """Probabilities strictly between 0 and 1, and targets 0 or 1."""
    yield Case("two", (np.array([0.9, 0.2]), np.array([1.0, 0.0])))
    for k in range(4):
        n = rng.integer(3, 5)
        yield Case(f"random-{k + 1}", (rng.shares(n), rng.labels(n, 2).astype(float)))
    yield Case("table", (rng.shares(5, 3), rng.one_hot(5, 3)), Group.SHAPES)
    column = np.array([[0.9], [0.2], [0.6]])
    yield Case("column", (column, np.array([[1.0], [0.0], [1.0]])), Group.SHAPES)


def _distributions(rng: Rng) -> Iterator[Case]:
    """Rows of probabilities and one-hot rows; a vector is one sample."""
    yield Case("one-sample", (np.array([0.7, 0.2, 0.1]), np.array([1.0, 0.0, 0.0])))
    for k in range(4):
        rows, classes = rng.integer(2, 5), 3
        yield Case(f"random-{k + 1}", (rng.distributions(rows, classes), rng.one_hot(rows, classes)))


def _column_against_row() -> Case:
    """NumPy makes a table of this: almost everybody's loss is silently wrong then."""
    return Case(
        "column-against-row", (np.array([[0.9], [0.2], [0.6]]), np.array([1.0, 0.0, 1.0])), Group.TYPES
    )


# ------------------------------------------------------------------------- what losses are made of

REDUCED = axis(
    "reduced",
    "mean",
    option("sum", "summed", """
        en: You added up over all elements; this task asks for their mean.
        ja: 全要素の和になっています。ここでは平均を求めます。"""),
    option("rows", "divided-by-rows", """
        en: You divided the sum by the number of rows; this task takes the mean over all elements.
        ja: 和を行の数で割っています。ここでは全要素の平均を求めます。"""),
    option("columns", "divided-by-columns", """
        en: You divided the sum by the number of columns; this task takes the mean over all elements.
        ja: 和を列の数で割っています。ここでは全要素の平均を求めます。"""),
    option("last", "divided-by-columns", """
        en: You divided the sum by the length of the last axis; this task takes the mean over all elements.
        ja: 和を最後の軸の長さで割っています。ここでは全要素の平均を求めます。"""),
    option("none", "not-reduced", """
        en: You returned a loss for every element; this task asks for one number, their mean.
        ja: 要素ごとの損失を返しています。ここではその平均を一つの数で返します。"""),
    option("mean-of-rows", "mean-of-each-row", """
        en: You returned a mean for each row; this task asks for one number, the mean over all elements.
        ja: 行ごとの平均を返しています。ここでは全要素の平均を一つの数で返します。"""),
    option("sum-of-rows", "sum-of-each-row", """
        en: You returned a sum for each row; this task asks for one number, the mean over all elements.
        ja: 行ごとの和を返しています。ここでは全要素の平均を一つの数で返します。"""),
    option("mean-of-columns", "mean-of-each-column", """
        en: You returned a mean for each column; this task asks for one number, the mean over all elements.
        ja: 列ごとの平均を返しています。ここでは全要素の平均を一つの数で返します。"""),
    option("sum-of-columns", "sum-of-each-column", """
        en: You returned a sum for each column; this task asks for one number, the mean over all elements.
        ja: 列ごとの和を返しています。ここでは全要素の平均を一つの数で返します。"""),
    option("divided-twice", "divided-twice", """
        en: The mean was divided by the number of rows once more. A mean is divided already.
        ja: 平均をさらに行の数で割っています。平均ではもう割り算が済んでいます。""", mistake=True),
)  # fmt: skip
"""Of a loss that is a mean over all elements."""


def _reduce(each: Array, reduced: str) -> Any:
    """What becomes of one loss for every element."""
    match reduced:
        case "mean":
            return np.mean(each)
        case "sum":
            return np.sum(each)
        case "rows":
            return np.sum(each) / len(each)
        case "columns":
            return np.sum(each) / each.shape[1]
        case "last":
            return np.sum(each) / each.shape[-1]
        case "mean-of-rows" | "sum-of-rows":
            return (np.mean if reduced == "mean-of-rows" else np.sum)(each, axis=-1)
        case "mean-of-columns" | "sum-of-columns":
            return (np.mean if reduced == "mean-of-columns" else np.sum)(each, axis=0)
        case "divided-twice":
            return np.mean(each) / len(each)
        case _:
            return each


HALVED = axis(
    "factor",
    1.0,
    option(0.5, "halved", """
        en: There is a factor ½, which some books prefer. This task has none.
        ja: 係数 ½ がついています(そう定める本もあります)。この問題にはありません。"""),
    option(2.0, "doubled", """
        en: There is a factor 2, which belongs to the gradient.
        ja: 係数 2 がついています。2 が出てくるのは勾配のほうです。""", mistake=True),
)  # fmt: skip

NEGATED = axis(
    "sign",
    1.0,
    option(-1.0, "sign-flipped", """
        en: The sign is the wrong way round.
        ja: 符号が逆になっています。""", mistake=True),
)  # fmt: skip

DIVIDED = axis(
    "divided",
    "size",
    option("none", "not-divided", """
        en: You did not divide by the number of elements. The loss here is a mean, and so is its gradient.
        ja: 要素数で割っていません。ここでの損失は平均なので、勾配も要素数で割ります。"""),
    option("rows", "per-row", """
        en: You divided by the number of rows. The loss is the mean over all elements: divide by size.
        ja: 行の数で割っています。損失は全要素の平均なので size で割ります。"""),
    option("columns", "per-column", """
        en: You divided by the number of columns. The loss is the mean over all elements: divide by size.
        ja: 列の数で割っています。損失は全要素の平均なので size で割ります。"""),
    option("last", "per-column", """
        en: You divided by the length of the last axis. The loss is a mean over all elements: divide by size.
        ja: 最後の軸の長さで割っています。損失は全要素の平均なので size で割ります。"""),
    option("size-squared", "divided-twice", """
        en: You divided by the number of elements twice.
        ja: 要素数で二度割っています。""", mistake=True),
)  # fmt: skip
"""Of the gradient of such a loss."""


def _divide(each: Array, divided: str) -> Array:
    match divided:
        case "size":
            return each / each.size
        case "rows":
            return each / len(each)
        case "columns":
            return each / each.shape[1]
        case "last":
            return each / each.shape[-1]
        case "size-squared":
            return each / each.size**2
        case _:
            return each * 1.0


AVERAGED = axis(
    "averaged",
    "no",
    option("mean", "averaged", """
        en: The gradient was averaged to one number. Each prediction has a slope of its own.
        ja: 勾配を一つの数に平均しています。予測値ごとに傾きがあります。""", mistake=True),
    option("sum", "added-up", """
        en: The gradient was added up to one number. Each prediction has a slope of its own.
        ja: 勾配を一つの数に足し合わせています。予測値ごとに傾きがあります。""", mistake=True),
)  # fmt: skip


def _average(each: Array, averaged: str) -> Any:
    return np.mean(each) if averaged == "mean" else np.sum(each) if averaged == "sum" else each


_LENGTH = option(
    "length",
    "length-of-a-vector",
    """
    en: For a single sample len(pred) is the number of classes, not of samples. A vector is one row.
    ja: 一つのデータでは len(pred) はクラスの数になります。ベクトルは 1 行として扱いましょう。""",
)

OVER_ROWS = axis(
    "reduced",
    "mean",
    option("sum", "sum-over-rows", """
        en: You added up over the rows; this task asks for the mean over rows.
        ja: 行についても和をとっています。ここでは行について平均します。"""),
    option("size", "mean-over-everything", """
        en: You averaged over classes as well. Sum over the classes, then take the mean over the rows.
        ja: クラスについても平均しています。クラスについては和、行については平均をとります。"""),
    option("rows", "per-sample", """
        en: You returned a loss for each row. This task asks for one number, their mean.
        ja: 行ごとの損失を返しています。ここではその平均を一つの数で返します。"""),
    option("columns", "divided-by-classes", """
        en: You divided by the number of classes. Sum over the classes, then take the mean over the rows.
        ja: クラスの数で割っています。クラスについては和、行については平均をとります。"""),
    option("of-columns", "sum-of-each-column", """
        en: You returned a sum for each class. This task asks for one number, the mean over the rows.
        ja: クラスごとの和を返しています。ここでは行についての平均を一つの数で返します。"""),
    option("mean-of-rows", "mean-of-each-row", """
        en: You returned the mean of each row. Sum over the classes, then take the mean over the rows.
        ja: 行ごとの平均を返しています。クラスについては和、行については平均をとります。"""),
    option("none", "not-reduced", """
        en: You returned a loss for every entry. Sum over the classes, then take the mean over the rows.
        ja: 成分ごとの損失を返しています。クラスについては和、行については平均をとります。"""),
    option("size-rows", "divided-twice", """
        en: The mean over everything was divided by the number of rows once more.
        ja: 全体の平均をさらに行の数で割っています。""", mistake=True),
    _LENGTH,
)  # fmt: skip
"""Of a loss that is summed over classes and a mean over rows."""


def _over_rows(each: Array, reduced: str) -> Any:
    match reduced:
        case "mean":
            return np.sum(each) / len(np.atleast_2d(each))
        case "sum":
            return np.sum(each)
        case "size":
            return np.mean(each)
        case "rows":
            return np.sum(each, axis=-1)
        case "columns":
            return np.sum(each) / each.shape[-1]
        case "of-columns":
            return np.sum(each, axis=0)
        case "mean-of-rows":
            return np.mean(each, axis=-1)
        case "size-rows":
            return np.mean(each) / len(each)
        case "length":
            return np.sum(each) / len(each)
        case _:
            return each


BY_ROWS = axis(
    "divided",
    "rows",
    option("none", "not-divided", """
        en: You did not divide by the number of rows. The loss is a mean over rows, and so is its gradient.
        ja: 行の数で割っていません。ここでの損失は行の平均なので、勾配も行の数で割ります。"""),
    option("size", "divided-by-size", """
        en: You divided by the number of all entries. The loss is a mean over rows: divide by their number.
        ja: 全成分の数で割っています。損失は行の平均なので、行の数で割ります。"""),
    option("columns", "divided-by-classes", """
        en: You divided by the number of classes. The loss is a mean over rows: divide by their number.
        ja: クラスの数で割っています。損失は行の平均なので、行の数で割ります。"""),
    _LENGTH,
)  # fmt: skip
"""Of the gradient of such a loss."""


def _by_rows(each: Array, divided: str) -> Array:
    match divided:
        case "rows":
            return each / len(np.atleast_2d(each))
        case "size":
            return each / each.size
        case "columns":
            return each / each.shape[-1]
        case "length":
            return each / len(each)
        case _:
            return each * 1.0


FORM = axis(
    "form",
    "classes",
    option("binary", "binary-form", """
        en: The terms (1 - t)·ln(1 - p) were added: that is the binary cross-entropy, for independent classes.
        ja: (1 - t)·ln(1 - p) の項もあります。これは独立なクラスのための二値交差エントロピーです。"""),
    option("two", "logarithm-base-2", """
        en: You used the logarithm to base 2. This task uses the natural one, np.log.
        ja: 底が 2 の対数を使っています。ここでは自然対数 np.log を使います。"""),
)  # fmt: skip


def _entropy(p: Array, t: Array, form: str) -> Array:
    """One term for each entry, finite everywhere."""
    q = np.clip(p, 1e-15, 1 - 1e-15)
    if form == "binary":
        return -(t * np.log(q) + (1 - t) * np.log(1 - q))
    return -t * np.log(np.clip(p, 1e-15, 1)) / (np.log(2) if form == "two" else 1)


def _shares(scores: Array) -> Array:
    e = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


# ------------------------------------------------------------------------------------------- MSE


@exercise(
    "(n),(n)->()",
    names=(
        "mean_squared_error",
        "mse_loss",
        "sum_squared_error",
        "mean_square_error",
        "squared_error",
        "squared_loss",
        "quadratic_cost",
        "cost",
        "compute_cost",
        "cost_function",
        "loss",
        "compute_loss",
        "loss_function",
    ),
)
def mse(pred: Array, true: Array) -> Array:
    """
    en: The mean squared error: the mean, over all elements, of the squared differences.
    ja: 平均二乗誤差です。すべての要素について差の二乗を平均します。
    """
    return np.mean((pred - true) ** 2)


@mse.spec
def _(pred: Array, true: Array) -> float:
    pairs = list(zip(pred.ravel().tolist(), true.ravel().tolist(), strict=True))
    return math.fsum((p - t) * (p - t) for p, t in pairs) / len(pairs)


@mse.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield from _pairs(rng)
    yield _column_against_row()


@mse.variant("sum-for-mean")
def _(pred: Array, true: Array) -> Array:
    """
    en: You added the squares up; this task asks for their mean. Yours is N times as large, for N elements.
    ja: 二乗の和になっています。ここでは平均を求めます(要素数が N なら、ちょうど N 倍です)。
    """
    return np.sum((pred - true) ** 2)


@mse.variant("half-sum")
def _(pred: Array, true: Array) -> Array:
    """
    en: You computed half the sum of squares, which some books prefer. This task asks for the mean.
    ja: 二乗和の半分を計算しています(そう定める本もあります)。ここでは平均を求めます。
    """
    return np.sum((pred - true) ** 2) / 2


@mse.variant("half-mean")
def _(pred: Array, true: Array) -> Array:
    """
    en: You computed half the mean, which makes the gradient simpler. This task asks for the whole mean.
    ja: 平均の半分を計算しています(勾配が簡単になります)。ここでは平均そのものを求めます。
    """
    return np.mean((pred - true) ** 2) / 2


@mse.variant("per-row")
def _(pred: Array, true: Array) -> Array:
    """
    en: You divided by the number of rows. This task takes the mean over all elements: divide by size.
    ja: 行の数で割っています。ここでは全要素の平均なので size で割ります。
    """
    return np.sum((pred - true) ** 2) / len(pred)


@mse.variant("not-reduced")
def _(pred: Array, true: Array) -> Array:
    """
    en: You returned every squared difference. This task asks for one number, their mean.
    ja: 差の二乗をそのまま並べています。ここではその平均を一つの数で返します。
    """
    return (pred - true) ** 2


@mse.mistake("root-taken")
def _(pred: Array, true: Array) -> Array:
    """
    en: You took the square root at the end (RMSE). The mean squared error has none.
    ja: 最後に平方根をとっています(RMSE です)。平均二乗誤差では平方根をとりません。
    """
    return np.sqrt(np.mean((pred - true) ** 2))


@mse.mistake("absolute-for-square")
def _(pred: Array, true: Array) -> Array:
    """
    en: You averaged absolute differences (MAE). Here each difference is squared.
    ja: 差の絶対値を平均しています(MAE です)。ここでは差を二乗します。
    """
    return np.mean(np.abs(pred - true))


@mse.mistake("square-of-mean")
def _(pred: Array, true: Array) -> Array:
    """
    en: The mean was squared, so differences of opposite sign cancel. Square first, then take the mean.
    ja: 平均を二乗しているため、符号の違う差が打ち消し合います。先に二乗してから平均しましょう。
    """
    return np.mean(pred - true) ** 2


@mse.product(REDUCED, HALVED, NEGATED)
def _(pred: Array, true: Array, *, reduced: str, factor: float, sign: float) -> Array:
    return sign * factor * _reduce((pred - true) ** 2, reduced)


@mse.mistake("difference-not-squared")
def _(pred: Array, true: Array) -> Array:
    """
    en: Differences of opposite sign cancel: they were not squared. Square each one, then take the mean.
    ja: 差を二乗していないため、符号の違う差が打ち消し合います。一つずつ二乗してから平均しましょう。
    """
    return np.mean(pred - true)


@mse.mistake("square-of-sum")
def _(pred: Array, true: Array) -> Array:
    """
    en: The sum was squared, so differences of opposite sign cancel. Square each difference, then add up.
    ja: 和を二乗しているため、符号の違う差が打ち消し合います。差を一つずつ二乗してから足しましょう。
    """
    return np.sum(pred - true) ** 2 / pred.size


@mse.mistake("squares-subtracted")
def _(pred: Array, true: Array) -> Array:
    """
    en: You subtracted the squares, p² - t². Subtract first, then square: (p - t)².
    ja: 二乗どうしの差 p² - t² になっています。先に引いてから二乗します((p - t)²)。
    """
    return np.mean(pred**2 - true**2)


@mse.mistake("plus-for-minus")
def _(pred: Array, true: Array) -> Array:
    """
    en: You squared the sums p + t. An error is a difference: (p - t)².
    ja: 和 p + t を二乗しています。誤差は差なので (p - t)² です。
    """
    return np.mean((pred + true) ** 2)


@mse.mistake("doubled-not-squared")
def _(pred: Array, true: Array) -> Array:
    """
    en: The differences were doubled. `** 2` squares; `* 2` doubles.
    ja: 差が 2 倍されています。二乗は `** 2` で、`* 2` は 2 倍です。
    """
    return np.mean((pred - true) * 2)


@mse.mistake("length-of-difference")
def _(pred: Array, true: Array) -> Array:
    """
    en: This is the length of the vector of differences. It holds a root; the mean of the squares has none.
    ja: 差のベクトルの長さ(ノルム)です。平方根がついています。二乗の平均には平方根はありません。
    """
    return np.sqrt(np.sum((pred - true) ** 2))


@exercise(
    "(n),(n)->(n)",
    names=("mse_grad", "mse_prime", "mse_derivative"),
    gradient=Gradient("mse", ("pred",)),
)
def mse_gradient(pred: Array, true: Array) -> Array:
    """
    en: The gradient of the mean squared error with respect to the prediction.
    ja: 平均二乗誤差の、予測値による勾配です。
    """
    return 2 * (pred - true) / pred.size


@mse_gradient.spec
def _(pred: Array, true: Array) -> Array:
    n = pred.size
    pairs = zip(pred.ravel().tolist(), true.ravel().tolist(), strict=True)
    return np.array([(p - t) * 2 / n for p, t in pairs]).reshape(pred.shape)


mse_gradient.inputs(_pairs)


@mse_gradient.mistake("sign-flipped")
def _(pred: Array, true: Array) -> Array:
    """
    en: The sign is flipped: this points down the loss. The gradient is 2(pred - true)/N.
    ja: 符号が逆です(損失の下がる向きになっています)。勾配は 2(pred - true)/N です。
    """
    return 2 * (true - pred) / pred.size


@mse_gradient.variant("not-divided")
def _(pred: Array, true: Array) -> Array:
    """
    en: You did not divide by the number of elements. The loss here is a mean, and so is its gradient.
    ja: 要素数で割っていません。ここでの損失は平均なので、勾配も要素数で割ります。
    """
    return 2 * (pred - true)


@mse_gradient.variant("no-two")
def _(pred: Array, true: Array) -> Array:
    """
    en: The factor 2 is missing; it belongs to the loss with ½. Here the square gives a 2.
    ja: 係数 2 がありません(½ のついた損失の勾配です)。ここでは二乗の微分から 2 が出ます。
    """
    return (pred - true) / pred.size


@mse_gradient.variant("difference-only")
def _(pred: Array, true: Array) -> Array:
    """
    en: pred - true is the gradient of half the sum of squares. Here it is 2(pred - true)/N.
    ja: pred - true は二乗和の半分の勾配です。ここでは 2(pred - true)/N となります。
    """
    return (pred - true) * 1.0


@mse_gradient.variant("per-row")
def _(pred: Array, true: Array) -> Array:
    """
    en: You divided by the number of rows. The loss is the mean over all elements: divide by size.
    ja: 行の数で割っています。損失は全要素の平均なので size で割ります。
    """
    return 2 * (pred - true) / len(pred)


@mse_gradient.mistake("averaged")
def _(pred: Array, true: Array) -> Array:
    """
    en: The gradient was averaged to one number. Each prediction has a slope of its own.
    ja: 勾配を一つの数に平均しています。予測値ごとに傾きがあります。
    """
    return np.mean(2 * (pred - true))


NO_TWO = axis(
    "factor",
    2.0,
    option(1.0, "no-two", """
        en: The factor 2 is missing; it belongs to the loss with ½. Here the square gives a 2.
        ja: 係数 2 がありません(½ のついた損失の勾配です)。ここでは二乗の微分から 2 が出ます。"""),
)  # fmt: skip


@mse_gradient.product(DIVIDED, NO_TWO, NEGATED, AVERAGED)
def _(pred: Array, true: Array, *, divided: str, factor: float, sign: float, averaged: str) -> Array:
    return _average(sign * factor * _divide(pred - true, divided), averaged)


@mse_gradient.mistake("loss-itself")
def _(pred: Array, true: Array) -> Array:
    """
    en: This is the loss. The task asks for its gradient: one slope for each prediction.
    ja: これは損失です。求めるのはその勾配で、予測値ごとに一つの傾きがあります。
    """
    return np.mean((pred - true) ** 2)


@mse_gradient.mistake("square-kept")
def _(pred: Array, true: Array) -> Array:
    """
    en: The squares are still there. The derivative of (p - t)² is 2(p - t).
    ja: 二乗が残っています。(p - t)² の微分は 2(p - t) です。
    """
    return (pred - true) ** 2 / pred.size


@mse_gradient.mistake("square-kept-doubled")
def _(pred: Array, true: Array) -> Array:
    """
    en: The 2 came to the front, but the square stayed. The derivative of (p - t)² is 2(p - t).
    ja: 2 は前に出ていますが、二乗が残っています。(p - t)² の微分は 2(p - t) です。
    """
    return 2 * (pred - true) ** 2 / pred.size


@mse_gradient.mistake("brackets-missing")
def _(pred: Array, true: Array) -> Array:
    """
    en: Without brackets only the prediction is doubled: 2·p - t. Write 2·(p - t).
    ja: かっこがないため予測値だけが 2 倍になっています。2·(p - t) と書きましょう。
    """
    return (2 * pred - true) / pred.size


@mse_gradient.mistake("brackets-missing-undivided")
def _(pred: Array, true: Array) -> Array:
    """
    en: Without brackets only the prediction is doubled, and the number of elements is missing: 2·(p - t)/N.
    ja: かっこがないため予測値だけが 2 倍になり、要素数でも割っていません。2·(p - t)/N です。
    """
    return 2 * pred - true


# ---------------------------------------------------------------------------- binary cross-entropy


@exercise(
    "(n),(n)->()",
    names=(
        "bce",
        "bce_loss",
        "binary_crossentropy",
        "log_loss",
        "logloss",
        "binary_cross_entropy_loss",
        "cost",
        "compute_cost",
        "cost_function",
        "loss",
        "compute_loss",
        "loss_function",
    ),
    tolerance=WITH_EPSILON,
)
def binary_cross_entropy(pred: Array, true: Array) -> Array:
    """
    en: The binary cross-entropy, mean over all elements, finite also where a prediction is exactly 0 or 1.
    ja: 二値交差エントロピー(全要素の平均)です。予測値がちょうど 0 や 1 でも有限の値にします。
    """
    p = np.clip(pred, 1e-15, 1 - 1e-15)
    return -np.mean(true * np.log(p) + (1 - true) * np.log(1 - p))


@binary_cross_entropy.spec
def _(pred: Array, true: Array) -> float:
    pairs = list(zip(pred.ravel().tolist(), true.ravel().tolist(), strict=True))
    return -math.fsum(math.log(p if t == 1 else 1 - p) if p not in (0, 1) else 0 for p, t in pairs) / len(
        pairs
    )


@binary_cross_entropy.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield from _probabilities(rng)
    yield _column_against_row()
    yield Case("certain-and-right", (np.array([1.0, 0.0, 0.5]), np.array([1.0, 0.0, 1.0])), Group.LARGE)


@binary_cross_entropy.mistake("log-of-zero")
def _(pred: Array, true: Array) -> Array:
    """
    en: Right between 0 and 1, but a certain prediction gives 0·ln 0, which is not a number. Keep
        predictions
        a little away from 0 and 1 (np.clip).
    ja: 0 と 1 の間では正しいのですが、確信した予測では 0·ln 0 となり数になりません。
        np.clip で 0 と 1 から少し離しましょう。
    """
    return -np.mean(true * np.log(pred) + (1 - true) * np.log(1 - pred))


@binary_cross_entropy.variant("sum-for-mean")
def _(pred: Array, true: Array) -> Array:
    """
    en: You added up over all elements; this task asks for the mean.
    ja: 全要素の和になっています。ここでは平均を求めます。
    """
    p = np.clip(pred, 1e-15, 1 - 1e-15)
    return -np.sum(true * np.log(p) + (1 - true) * np.log(1 - p))


@binary_cross_entropy.variant("per-row")
def _(pred: Array, true: Array) -> Array:
    """
    en: You divided by the number of rows; this task takes the mean over all elements.
    ja: 行の数で割っています。ここでは全要素の平均を求めます。
    """
    p = np.clip(pred, 1e-15, 1 - 1e-15)
    return -np.sum(true * np.log(p) + (1 - true) * np.log(1 - p)) / len(pred)


@binary_cross_entropy.mistake("minus-forgotten")
def _(pred: Array, true: Array) -> Array:
    """
    en: The minus in front is missing: logarithms of probabilities are negative, a loss is not.
    ja: 先頭のマイナスがありません。確率の対数は負ですが、損失は負になりません。
    """
    p = np.clip(pred, 1e-15, 1 - 1e-15)
    return np.mean(true * np.log(p) + (1 - true) * np.log(1 - p))


@binary_cross_entropy.mistake("positive-term-only")
def _(pred: Array, true: Array) -> Array:
    """
    en: Only targets 1 count in your loss. For targets 0 the term (1 - t)·ln(1 - p) is missing.
    ja: 正解が 1 のものしか数えていません。0 のものに (1 - t)·ln(1 - p) の項が必要です。
    """
    return -np.mean(true * np.log(np.clip(pred, 1e-15, 1)))


@binary_cross_entropy.mistake("arguments-swapped")
def _(pred: Array, true: Array) -> Array:
    """
    en: Prediction and target are swapped: the task gives the prediction first.
    ja: 予測値と正解が入れ替わっています。この問題では予測値が先です。
    """
    t = np.clip(true, 1e-15, 1 - 1e-15)
    return -np.mean(pred * np.log(t) + (1 - pred) * np.log(1 - t))


@binary_cross_entropy.mistake("decimal-logarithm")
def _(pred: Array, true: Array) -> Array:
    """
    en: You used the logarithm to base 10. The cross-entropy uses the natural one, np.log.
    ja: 常用対数(底 10)を使っています。交差エントロピーでは自然対数 np.log を使います。
    """
    p = np.clip(pred, 1e-15, 1 - 1e-15)
    return -np.mean(true * np.log10(p) + (1 - true) * np.log10(1 - p))


@binary_cross_entropy.product(REDUCED, NEGATED)
def _(pred: Array, true: Array, *, reduced: str, sign: float) -> Array:
    return sign * _reduce(_entropy(pred, true, "binary"), reduced)


@binary_cross_entropy.mistake("minus-between-terms")
def _(pred: Array, true: Array) -> Array:
    """
    en: The two terms are added: t·ln p + (1 - t)·ln(1 - p), and one minus stands in front of both.
    ja: 二つの項は足します。t·ln p + (1 - t)·ln(1 - p) として、全体の前にマイナスを一つ置きます。
    """
    p = np.clip(pred, 1e-15, 1 - 1e-15)
    return -np.mean(true * np.log(p) - (1 - true) * np.log(1 - p))


@binary_cross_entropy.mistake("logarithm-forgotten")
def _(pred: Array, true: Array) -> Array:
    """
    en: The logarithms are missing: the loss is -ln of the probability given to what happened.
    ja: 対数がありません。損失は、起きたほうに与えた確率の -ln です。
    """
    return -np.mean(true * pred + (1 - true) * (1 - pred))


@binary_cross_entropy.variant("logarithm-base-2")
def _(pred: Array, true: Array) -> Array:
    """
    en: You used the logarithm to base 2. This task uses the natural one, np.log.
    ja: 底が 2 の対数を使っています。ここでは自然対数 np.log を使います。
    """
    p = np.clip(pred, 1e-15, 1 - 1e-15)
    return -np.mean(true * np.log2(p) + (1 - true) * np.log2(1 - p))


@binary_cross_entropy.variant("takes-scores")
def _(pred: Array, true: Array) -> Array:
    """
    en: The sigmoid was applied to the predictions first. Here they are probabilities already.
    ja: 先に予測値をシグモイドに通しています。ここでは予測値はすでに確率です。
    """
    return np.mean(np.logaddexp(0, pred) - true * pred)


@exercise(
    "(n),(n)->(n)",
    names=("bce_gradient", "bce_grad", "bce_prime"),
    tolerance=WITH_EPSILON,
    gradient=Gradient("binary_cross_entropy", ("pred",)),
)
def binary_cross_entropy_gradient(pred: Array, true: Array) -> Array:
    """
    en: The gradient of the binary cross-entropy (mean over all elements) with respect to the prediction.
    ja: 二値交差エントロピー(全要素の平均)の、予測値による勾配です。
    """
    return (pred - true) / (pred * (1 - pred)) / pred.size


@binary_cross_entropy_gradient.spec
def _(pred: Array, true: Array) -> Array:
    n = pred.size
    pairs = zip(pred.ravel().tolist(), true.ravel().tolist(), strict=True)
    return np.array([(-1 / p if t == 1 else 1 / (1 - p)) / n for p, t in pairs]).reshape(pred.shape)


binary_cross_entropy_gradient.inputs(_probabilities)


@binary_cross_entropy_gradient.variant("not-divided")
def _(pred: Array, true: Array) -> Array:
    """
    en: You did not divide by the number of elements. The loss here is a mean, and so is its gradient.
    ja: 要素数で割っていません。ここでの損失は平均なので、勾配も要素数で割ります。
    """
    return (pred - true) / (pred * (1 - pred))


@binary_cross_entropy_gradient.variant("per-row")
def _(pred: Array, true: Array) -> Array:
    """
    en: You divided by the number of rows. The loss is the mean over all elements: divide by size.
    ja: 行の数で割っています。損失は全要素の平均なので size で割ります。
    """
    return (pred - true) / (pred * (1 - pred)) / len(pred)


@binary_cross_entropy_gradient.variant("with-sigmoid")
def _(pred: Array, true: Array) -> Array:
    """
    en: pred - true is the gradient in the score before the sigmoid. Here the prediction itself is varied.
    ja: pred - true はシグモイドの前のスコアによる勾配です。ここでは予測値そのものによる勾配を求めます。
    """
    return (pred - true) / pred.size


@binary_cross_entropy_gradient.variant("with-sigmoid-not-divided")
def _(pred: Array, true: Array) -> Array:
    """
    en: pred - true is the gradient in the score before the sigmoid, for a sum. Here the prediction
        itself is
        varied and the loss is a mean.
    ja: pred - true はシグモイドの前のスコアによる(和の)勾配です。
        ここでは予測値そのものによる、平均の勾配を求めます。
    """
    return pred - true


@binary_cross_entropy_gradient.mistake("sign-flipped")
def _(pred: Array, true: Array) -> Array:
    """
    en: The sign is flipped. Where the target is 1 a larger prediction lowers the loss: a negative slope.
    ja: 符号が逆です。正解が 1 のとき、予測値を上げると損失は下がるので傾きは負です。
    """
    return (true - pred) / (pred * (1 - pred)) / pred.size


VARIED = axis(
    "varied",
    "prediction",
    option("score", "with-sigmoid", """
        en: pred - true is the gradient in the score before the sigmoid. Here the prediction is varied.
        ja: pred - true はシグモイドの前のスコアによる勾配です。
            ここでは予測値そのものによる勾配を求めます。"""),
    option("first-term", "second-term-missing", """
        en: Only -t/p is there. For targets 0 the term (1 - t)/(1 - p) is missing.
        ja: -t/p しかありません。正解が 0 のもののために (1 - t)/(1 - p) の項が必要です。""", mistake=True),
    option("bracket", "bracket-missing", """
        en: (p - t)/p * (1 - p) multiplies by 1 - p. Divide by all of (p * (1 - p)).
        ja: (p - t)/p * (1 - p) では 1 - p を掛けてしまいます。(p * (1 - p)) 全体で割りましょう。""",
        mistake=True),
    option("sum-of-terms", "terms-added", """
        en: The two terms have opposite signs: -t/p + (1 - t)/(1 - p).
        ja: 二つの項の符号は逆です。-t/p + (1 - t)/(1 - p) となります。""", mistake=True),
)  # fmt: skip


@binary_cross_entropy_gradient.product(DIVIDED, VARIED, NEGATED, AVERAGED)
def _(pred: Array, true: Array, *, divided: str, varied: str, sign: float, averaged: str) -> Array:
    slopes = {
        "prediction": (pred - true) / (pred * (1 - pred)),
        "score": pred - true,
        "first-term": -true / pred,
        "bracket": (pred - true) / pred * (1 - pred),
        "sum-of-terms": -true / pred - (1 - true) / (1 - pred),
    }
    return _average(sign * _divide(slopes[varied], divided), averaged)


# ---------------------------------------------------------------------------------- cross-entropy


@exercise(
    "(n,k),(n,k)->()",
    names=(
        "cross_entropy_loss",
        "categorical_cross_entropy",
        "cross_entropy_error",
        "categorical_crossentropy",
        "crossentropy",
        "cost",
        "compute_cost",
        "cost_function",
        "loss",
        "compute_loss",
        "loss_function",
    ),
    tolerance=WITH_EPSILON,
)
def cross_entropy(pred: Array, true: Array) -> Array:
    """
    en: The cross-entropy of probabilities and one-hot targets: sum over classes, mean over rows.
    ja: 確率と one-hot の正解の交差エントロピーです。クラスについて和をとり、行について平均します。
    """
    p = np.clip(np.atleast_2d(pred), 1e-15, 1)
    return -np.sum(true * np.log(p)) / len(p)


@cross_entropy.spec
def _(pred: Array, true: Array) -> float:
    rows = list(zip(np.atleast_2d(pred).tolist(), np.atleast_2d(true).tolist(), strict=True))
    return math.fsum(-math.log(p[t.index(1)]) for p, t in rows) / len(rows)


@cross_entropy.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield from _distributions(rng)
    certain = np.array([[1.0, 0.0], [0.5, 0.5]])
    yield Case("certain-and-right", (certain, np.array([[1.0, 0.0], [0.0, 1.0]])), Group.LARGE)


@cross_entropy.mistake("log-of-zero")
def _(pred: Array, true: Array) -> Array:
    """
    en: Right for positive probabilities, but a probability 0 gives 0·ln 0, which is not a number. Keep
        them a
        little above 0 (np.clip, or + 1e-12).
    ja: 正の確率では正しいのですが、確率 0 では 0·ln 0 となり数になりません。
        np.clip や + 1e-12 で 0 から少し離しましょう。
    """
    return -np.sum(true * np.log(pred)) / len(np.atleast_2d(pred))


@cross_entropy.variant("sum-over-rows")
def _(pred: Array, true: Array) -> Array:
    """
    en: You added up over the rows; this task asks for the mean over rows.
    ja: 行についても和をとっています。ここでは行について平均します。
    """
    return -np.sum(true * np.log(np.clip(pred, 1e-15, 1)))


@cross_entropy.variant("mean-over-everything")
def _(pred: Array, true: Array) -> Array:
    """
    en: You averaged over classes as well. Sum over the classes, then take the mean over the rows.
    ja: クラスについても平均しています。クラスについては和、行については平均をとります。
    """
    return -np.mean(true * np.log(np.clip(pred, 1e-15, 1)))


@cross_entropy.variant("per-sample")
def _(pred: Array, true: Array) -> Array:
    """
    en: You returned a loss for each row. This task asks for one number, their mean.
    ja: 行ごとの損失を返しています。ここではその平均を一つの数で返します。
    """
    return -np.sum(true * np.log(np.clip(pred, 1e-15, 1)), axis=-1)


@cross_entropy.mistake("length-of-a-vector")
def _(pred: Array, true: Array) -> Array:
    """
    en: For a single sample len(pred) is the number of classes, not of samples. A vector is one row.
    ja: 一つのデータでは len(pred) はクラスの数になります。ベクトルは 1 行として扱いましょう。
    """
    return -np.sum(true * np.log(np.clip(pred, 1e-15, 1))) / len(pred)


@cross_entropy.mistake("minus-forgotten")
def _(pred: Array, true: Array) -> Array:
    """
    en: The minus in front is missing: logarithms of probabilities are negative, a loss is not.
    ja: 先頭のマイナスがありません。確率の対数は負ですが、損失は負になりません。
    """
    return np.sum(true * np.log(np.clip(pred, 1e-15, 1))) / len(np.atleast_2d(pred))


SHARED = axis(
    "given",
    "shares",
    option("scores", "takes-scores", """
        en: Softmax was applied to the predictions first. Here they are probabilities already.
        ja: 先に予測値をソフトマックスに通しています。ここでは予測値はすでに確率です。"""),
)  # fmt: skip


@cross_entropy.product(OVER_ROWS, FORM, SHARED, NEGATED)
def _(pred: Array, true: Array, *, reduced: str, form: str, given: str, sign: float) -> Array:
    p = _shares(pred) if given == "scores" else pred
    return sign * _over_rows(_entropy(p, true, form), reduced)


@exercise(
    "(n,k),(n,k)->(n,k)",
    names=("cross_entropy_grad",),
    tolerance=WITH_EPSILON,
    gradient=Gradient("cross_entropy", ("pred",)),
)
def cross_entropy_gradient(pred: Array, true: Array) -> Array:
    """
    en: The gradient of the cross-entropy (mean over rows) with respect to the probabilities.
    ja: 交差エントロピー(行の平均)の、確率による勾配です。
    """
    return -true / pred / len(np.atleast_2d(pred))


@cross_entropy_gradient.spec
def _(pred: Array, true: Array) -> Array:
    n = 1 if pred.ndim == 1 else pred.shape[0]
    pairs = zip(pred.ravel().tolist(), true.ravel().tolist(), strict=True)
    return np.array([-1 / (p * n) if t == 1 else 0.0 for p, t in pairs]).reshape(pred.shape)


cross_entropy_gradient.inputs(_distributions)


@cross_entropy_gradient.variant("not-divided")
def _(pred: Array, true: Array) -> Array:
    """
    en: You did not divide by the number of rows. The loss here is a mean over rows, and so is its gradient.
    ja: 行の数で割っていません。ここでの損失は行の平均なので、勾配も行の数で割ります。
    """
    return -true / pred


@cross_entropy_gradient.variant("with-softmax")
def _(pred: Array, true: Array) -> Array:
    """
    en: pred - true is the gradient in the scores before softmax. Here the probabilities are varied: -t/p.
    ja: pred - true はソフトマックスの前のスコアによる勾配です。ここでは確率による勾配 -t/p を求めます。
    """
    return (pred - true) / len(np.atleast_2d(pred))


@cross_entropy_gradient.variant("with-softmax-not-divided")
def _(pred: Array, true: Array) -> Array:
    """
    en: pred - true is the gradient in the scores before softmax, for a sum. Here the probabilities are
        varied
        and the loss is a mean over rows.
    ja: pred - true はソフトマックスの前のスコアによる(和の)勾配です。
        ここでは確率による、行の平均の勾配を求めます。
    """
    return pred - true


@cross_entropy_gradient.mistake("length-of-a-vector")
def _(pred: Array, true: Array) -> Array:
    """
    en: For a single sample its length is the number of classes, not of samples. A vector is one row.
    ja: 一つのデータでは len はクラスの数になります。ベクトルは 1 行として扱いましょう。
    """
    return -true / pred / len(pred)


@cross_entropy_gradient.mistake("sign-flipped")
def _(pred: Array, true: Array) -> Array:
    """
    en: The sign is flipped: a larger probability of the right class lowers the loss.
    ja: 符号が逆です。正解のクラスの確率が上がると損失は下がります。
    """
    return true / pred / len(np.atleast_2d(pred))


SLOPE = axis(
    "varied",
    "shares",
    option("fused", "with-softmax", """
        en: pred - true is the gradient in the scores before softmax. Here the probabilities are varied.
        ja: pred - true はソフトマックスの前のスコアによる勾配です。
            ここでは確率による勾配 -t/p を求めます。"""),
    option("scores", "takes-scores", """
        en: Softmax was applied to the predictions first: softmax(pred) - true is the gradient in scores.
        ja: 先に予測値をソフトマックスに通しています。softmax(pred) - true はスコアによる勾配です。"""),
    option("binary", "binary-form", """
        en: The term (1 - t)/(1 - p) was added: that is the gradient of the binary cross-entropy.
        ja: (1 - t)/(1 - p) の項もあります。これは二値交差エントロピーの勾配です。"""),
)  # fmt: skip


@cross_entropy_gradient.product(BY_ROWS, SLOPE, NEGATED, AVERAGED)
def _(pred: Array, true: Array, *, divided: str, varied: str, sign: float, averaged: str) -> Array:
    slopes = {
        "shares": -true / pred,
        "fused": pred - true,
        "scores": _shares(pred) - true,
        "binary": (pred - true) / (pred * (1 - pred)),
    }
    return _average(sign * _by_rows(slopes[varied], divided), averaged)


# ------------------------------------------------------------------------- softmax + cross-entropy


def _logits(rng: Rng) -> Iterator[Case]:
    yield Case("one-sample", (np.array([2.0, 1.0, -1.0]), np.array([0.0, 1.0, 0.0])))
    for k in range(4):
        rows, classes = rng.integer(2, 5), 3
        yield Case(f"random-{k + 1}", (rng.tenths(rows, classes), rng.one_hot(rows, classes)))
    yield Case(
        "large", (np.array([[1000.0, 0.0], [0.0, -1000.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])), Group.LARGE
    )


@exercise(
    "(n,k),(n,k)->()",
    names=("softmax_crossentropy", "softmax_loss", "SoftmaxWithLoss"),
    tolerance=WITH_EPSILON,
)
def softmax_cross_entropy(logits: Array, true: Array) -> Array:
    """
    en: The cross-entropy of softmax(logits) and one-hot targets: sum over classes, mean over rows.
    ja: softmax(logits) と one-hot の正解の交差エントロピーです。クラスについて和、
        行について平均をとります。
    """
    z = np.atleast_2d(logits)
    z = z - np.max(z, axis=-1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))
    return -np.sum(true * log_p) / len(z)


@softmax_cross_entropy.spec
def _(logits: Array, true: Array) -> float:
    total = 0.0
    rows = list(zip(np.atleast_2d(logits).tolist(), np.atleast_2d(true).tolist(), strict=True))
    for scores, targets in rows:
        top = max(scores)
        total += top + math.log(sum(math.exp(s - top) for s in scores)) - scores[targets.index(1)]
    return total / len(rows)


softmax_cross_entropy.inputs(_logits)


@softmax_cross_entropy.mistake("log-of-softmax")
def _(logits: Array, true: Array) -> Array:
    """
    en: Right for moderate scores, but where softmax rounds to 0 its logarithm is infinite. Take the
        logarithm
        and the exponential together: z - max - ln(sum of e^(z - max)).
    ja: 普通の大きさでは正しいのですが、ソフトマックスが 0 に丸まると対数が無限大になります。
        対数と指数をまとめて z - max - ln(Σ e^(z - max)) としましょう。
    """
    z = np.atleast_2d(logits)
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return -np.sum(true * np.log(e / np.sum(e, axis=-1, keepdims=True))) / len(z)


@softmax_cross_entropy.variant("sum-over-rows")
def _(logits: Array, true: Array) -> Array:
    """
    en: You added up over the rows; this task asks for the mean over rows.
    ja: 行についても和をとっています。ここでは行について平均します。
    """
    z = logits - np.max(logits, axis=-1, keepdims=True)
    return -np.sum(true * (z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))))


@softmax_cross_entropy.mistake("length-of-a-vector")
def _(logits: Array, true: Array) -> Array:
    """
    en: For a single sample its length is the number of classes, not of samples. A vector is one row.
    ja: 一つのデータでは len はクラスの数になります。ベクトルは 1 行として扱いましょう。
    """
    z = logits - np.max(logits, axis=-1, keepdims=True)
    return -np.sum(true * (z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True)))) / len(logits)


@softmax_cross_entropy.mistake("softmax-forgotten")
def _(logits: Array, true: Array) -> Array:
    """
    en: The logarithm was taken of the scores themselves. They become probabilities only through softmax.
    ja: スコアそのものの対数をとっています。ソフトマックスに通して初めて確率になります。
    """
    return -np.sum(true * np.log(np.clip(logits, 1e-15, None))) / len(np.atleast_2d(logits))


SCORED = axis(
    "given",
    "scores",
    option("shares", "takes-probabilities", """
        en: The logarithm was taken of the scores themselves, as of probabilities. Apply softmax first.
        ja: スコアそのものの対数をとっています(確率を受け取る形です)。先にソフトマックスに通しましょう。"""),
)  # fmt: skip


@softmax_cross_entropy.product(OVER_ROWS, FORM, SCORED, NEGATED)
def _(logits: Array, true: Array, *, reduced: str, form: str, given: str, sign: float) -> Array:
    if given == "scores" and form != "binary":
        z = logits - np.max(logits, axis=-1, keepdims=True)
        log_p = z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))
        return sign * _over_rows(-true * log_p / (np.log(2) if form == "two" else 1), reduced)
    p = _shares(logits) if given == "scores" else logits
    return sign * _over_rows(_entropy(p, true, form), reduced)


@exercise(
    "(n,k),(n,k)->(n,k)",
    names=("softmax_cross_entropy_grad",),
    gradient=Gradient("softmax_cross_entropy", ("logits",)),
)
def softmax_cross_entropy_gradient(logits: Array, true: Array) -> Array:
    """
    en: The gradient of softmax and cross-entropy together (mean over rows) with respect to the logits.
    ja: ソフトマックスと交差エントロピーを合わせた損失(行の平均)の、logits による勾配です。
    """
    e = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return (e / np.sum(e, axis=-1, keepdims=True) - true) / len(np.atleast_2d(logits))


@softmax_cross_entropy_gradient.spec
def _(logits: Array, true: Array) -> Array:
    rows = []
    for scores, targets in zip(np.atleast_2d(logits).tolist(), np.atleast_2d(true).tolist(), strict=True):
        p = [1 / sum(math.exp(min(b - a, 700)) for b in scores) for a in scores]
        rows.append([p_i - t_i for p_i, t_i in zip(p, targets, strict=True)])
    return (np.array(rows) / len(rows)).reshape(logits.shape)


softmax_cross_entropy_gradient.inputs(_logits)


@softmax_cross_entropy_gradient.variant("not-divided")
def _(logits: Array, true: Array) -> Array:
    """
    en: You did not divide by the number of rows. The loss here is a mean over rows, and so is its gradient.
    ja: 行の数で割っていません。ここでの損失は行の平均なので、勾配も行の数で割ります。
    """
    e = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True) - true


@softmax_cross_entropy_gradient.mistake("softmax-forgotten")
def _(logits: Array, true: Array) -> Array:
    """
    en: The targets were subtracted from the scores. The gradient is softmax(logits) - true, over the rows.
    ja: スコアから正解を引いています。勾配は softmax(logits) - true を行の数で割ったものです。
    """
    return (logits - true) / len(np.atleast_2d(logits))


@softmax_cross_entropy_gradient.mistake("length-of-a-vector")
def _(logits: Array, true: Array) -> Array:
    """
    en: For a single sample its length is the number of classes, not of samples. A vector is one row.
    ja: 一つのデータでは len はクラスの数になります。ベクトルは 1 行として扱いましょう。
    """
    e = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return (e / np.sum(e, axis=-1, keepdims=True) - true) / len(logits)


@softmax_cross_entropy_gradient.mistake("sign-flipped")
def _(logits: Array, true: Array) -> Array:
    """
    en: The sign is flipped: a larger score of the right class lowers the loss, so p - t, not t - p.
    ja: 符号が逆です。正解のスコアが上がると損失は下がるので、t - p ではなく p - t です。
    """
    e = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return (true - e / np.sum(e, axis=-1, keepdims=True)) / len(np.atleast_2d(logits))


TAKEN = axis(
    "given",
    "scores",
    option("shares", "takes-probabilities", """
        en: The targets were subtracted from the scores as if these were probabilities. Apply softmax first.
        ja: スコアを確率とみなして正解を引いています。先にソフトマックスに通しましょう。"""),
    option("ratio", "of-probabilities", """
        en: -t/p is the gradient in the probabilities. Here the scores are varied: softmax(logits) - true.
        ja: -t/p は確率による勾配です。ここではスコアによる勾配 softmax(logits) - true を求めます。"""),
)  # fmt: skip


@softmax_cross_entropy_gradient.product(BY_ROWS, TAKEN, NEGATED, AVERAGED)
def _(logits: Array, true: Array, *, divided: str, given: str, sign: float, averaged: str) -> Array:
    if given == "ratio":
        slope = -true / _shares(logits)
    else:
        slope = (logits if given == "shares" else _shares(logits)) - true
    return _average(sign * _by_rows(slope, divided), averaged)
