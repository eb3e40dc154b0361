"""Softmax, its logarithm and its Jacobian: scores become probabilities, row by row."""

# What NumPy returns often has no closer type than Any.
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from grader.exercise import Array, Case, Gradient, Group, Rng, View, exercise


def _scores(rng: Rng) -> Iterator[Case]:
    """Vectors, then tables (a square one hides a missing keepdims), then scores far from 0 and far apart."""
    yield Case("two", (np.array([1.0, 0.0]),))
    yield Case("three", (np.array([2.0, 1.0, -1.0]),))
    for k in range(4):
        yield Case(f"random-{k + 1}", (rng.tenths(rng.integer(3, 5)),))
    yield Case("table", (rng.tenths(3, 5),), Group.SHAPES)
    yield Case("square", (rng.tenths(4, 4),), Group.SHAPES)
    yield Case("column", (rng.tenths(3, 1),), Group.SHAPES)
    yield Case("one-row", (rng.tenths(1, 4),), Group.SHAPES)
    yield Case("three-dimensions", (rng.tenths(2, 3, 4),), Group.TYPES)
    yield Case("large", (np.array([1000.0, 1001.0]),), Group.LARGE)
    yield Case("large-minus", (np.array([-1000.0, -1001.0]),), Group.LARGE)
    yield Case("rows-far-apart", (np.array([[1000.0, 1001.0], [-1.0, 1.0]]),), Group.LARGE)


# --------------------------------------------------------------------------------------- softmax


@exercise("(...,n)->(...,n)", names=("softmax_function",))
def softmax(x: Array) -> Array:
    """
    en: Softmax along the last axis: positive numbers that sum to 1 in every row, also for large scores.
    ja: 最後の軸に沿ったソフトマックスです。各行が正の数で和が 1 になります。
        大きな値でも計算できるようにします。
    """
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


@softmax.spec
def _(x: Array) -> Array:
    rows = x.reshape(-1, x.shape[-1]).tolist()
    shares = [[1 / sum(math.exp(min(b - a, 700)) for b in row) for a in row] for row in rows]
    return np.array(shares).reshape(x.shape)


softmax.inputs(_scores)


@softmax.mistake("shift-forgotten")
def _(x: Array) -> Array:
    """
    en: Right for moderate scores, but e^1000 is infinite and infinity/infinity is not a number. Subtract
        the largest score of each row first; that changes nothing else.
    ja: 普通の大きさでは正しいのですが、e^1000 は無限大で、∞/∞ は数になりません。
        先に各行の最大値を引きましょう。ほかは何も変わりません。
    """
    e = np.exp(x)
    return e / np.sum(e, axis=-1, keepdims=True)


@softmax.mistake("whole-array")
def _(x: Array) -> Array:
    """
    en: All numbers of the array together sum to 1. In a table every row is a distribution of its own:
        sum along axis=-1 with keepdims=True.
    ja: 配列全体の和が 1 になっています。表では行ごとに一つの分布なので、
        axis=-1 と keepdims=True で和をとりましょう。
    """
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


@softmax.mistake("whole-array-unshifted")
def _(x: Array) -> Array:
    """
    en: All numbers of the array together sum to 1, and large scores overflow. Work row by row: subtract
        each row's largest score, then divide by each row's sum.
    ja: 配列全体の和が 1 になっていて、大きな値では桁あふれもします。行ごとに最大値を引き、
        行ごとの和で割りましょう。
    """
    e = np.exp(x)
    return e / np.sum(e)


@softmax.mistake("one-maximum-for-all")
def _(x: Array) -> Array:
    """
    en: One maximum for the whole table is not enough: a row far below it becomes 0/0. Take each row's own.
    ja: 表全体で一つの最大値では足りません。ずっと小さい行は 0/0 になります。行ごとの最大値を引きましょう。
    """
    e = np.exp(x - np.max(x))
    return e / np.sum(e, axis=-1, keepdims=True)


@softmax.variant("first-axis")
def _(x: Array) -> Array:
    """
    en: Your columns sum to 1. Here every row is one sample: use axis=-1.
    ja: 列の和が 1 になっています。ここでは各行が一つのデータなので axis=-1 を使います。
    """
    e = np.exp(x - np.max(x, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)


@softmax.mistake("second-axis-only")
def _(x: Array) -> Array:
    """
    en: axis=1 is right for a table only; a vector has no axis 1. axis=-1 is the last one of either.
    ja: axis=1 は表でしか使えません(ベクトルに軸 1 はありません)。axis=-1 ならどちらでも最後の軸です。
    """
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


@softmax.mistake("exponential-forgotten")
def _(x: Array) -> Array:
    """
    en: The scores were divided by their sum; the exponential is missing, so they may come out negative.
    ja: 値をそのまま和で割っています。指数関数がないため、負になることがあります。
    """
    return x / np.sum(x, axis=-1, keepdims=True)


@softmax.mistake("largest-only")
def _(x: Array) -> Array:
    """
    en: The largest score got 1 and all others 0. Softmax is softer: every score gets a positive share.
    ja: 最大のスコアが 1、ほかは 0 になっています。ソフトマックスでは、どのスコアにも正の割合が残ります。
    """
    return np.where(x == np.max(x, axis=-1, keepdims=True), 1.0, 0.0)


@softmax.mistake("sigmoid-for-softmax")
def _(x: Array) -> Array:
    """
    en: Each score went through a sigmoid by itself. Softmax compares the scores of a row with each other.
    ja: 一つ一つにシグモイドを使っています。ソフトマックスは行の中で値を比べ合います。
    """
    return (1 + np.tanh(x / 2)) / 2


@softmax.mistake("shift-above-only")
def _(x: Array) -> Array:
    """
    en: The largest score was subtracted above the bar but not below, so the rows no longer sum to 1.
    ja: 最大値を分子でだけ引いているため、和が 1 になりません。分母でも同じように引きましょう。
    """
    return np.exp(x - np.max(x, axis=-1, keepdims=True)) / np.sum(np.exp(x), axis=-1, keepdims=True)


@softmax.mistake("one-added-below")
def _(x: Array) -> Array:
    """
    en: A 1 was added below the bar, as in the sigmoid. Softmax divides by the sum of the exponentials
        alone.
    ja: シグモイドのように分母に 1 を足しています。ソフトマックスは指数の和だけで割ります。
    """
    e = np.exp(x)
    return e / (1 + np.sum(e, axis=-1, keepdims=True))


@softmax.mistake("divided-by-largest")
def _(x: Array) -> Array:
    """
    en: The exponentials were divided by the largest one. Divide by their sum.
    ja: 指数を最大のもので割っています。割るのは指数の和です。
    """
    return np.exp(x - np.max(x, axis=-1, keepdims=True))


# ----------------------------------------------------------------------------------- log-softmax


@exercise("(...,n)->(...,n)", names=("logsoftmax",))
def log_softmax(x: Array) -> Array:
    """
    en: The logarithm of softmax along the last axis, finite also where softmax rounds to 0.
    ja: 最後の軸に沿ったソフトマックスの対数です。ソフトマックスが 0 に丸まるところでも有限の値にします。
    """
    z = x - np.max(x, axis=-1, keepdims=True)
    return z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))


@log_softmax.spec
def _(x: Array) -> Array:
    rows = []
    for row in x.reshape(-1, x.shape[-1]).tolist():
        top = max(row)
        total = top + math.log(math.fsum(math.exp(a - top) for a in row))
        rows.append([a - total for a in row])
    return np.array(rows).reshape(x.shape)


@log_softmax.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield from _scores(rng)
    yield Case("large-difference", (np.array([0.0, -1000.0]),), Group.LARGE)


@log_softmax.mistake("log-of-softmax")
def _(x: Array) -> Array:
    """
    en: Right for moderate scores, but where softmax rounds to 0 its logarithm is minus infinity. Compute
        x - max - ln(sum of e^(x - max)) instead.
    ja: 普通の大きさでは正しいのですが、ソフトマックスが 0 に丸まると対数は -∞ になります。
        x - max - ln(Σ e^(x - max)) の形で計算しましょう。
    """
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return np.log(e / np.sum(e, axis=-1, keepdims=True))


@log_softmax.mistake("shift-forgotten")
def _(x: Array) -> Array:
    """
    en: Right for moderate scores, but e^1000 overflows. Subtract the largest score of each row first.
    ja: 普通の大きさでは正しいのですが、e^1000 は桁あふれします。先に各行の最大値を引きましょう。
    """
    return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))


@log_softmax.mistake("whole-array")
def _(x: Array) -> Array:
    """
    en: All numbers of the array share one sum. In a table every row has its own: axis=-1, keepdims=True.
    ja: 配列全体で一つの和を使っています。表では行ごとに和をとります(axis=-1、keepdims=True)。
    """
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))


@log_softmax.mistake("softmax-itself")
def _(x: Array) -> Array:
    """
    en: This is softmax; its logarithm is asked, which is never positive.
    ja: これはソフトマックスです。求めるのはその対数で、正になることはありません。
    """
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


@log_softmax.variant("first-axis")
def _(x: Array) -> Array:
    """
    en: You worked along the columns. Here every row is one sample: use axis=-1.
    ja: 列ごとに計算しています。ここでは各行が一つのデータなので axis=-1 を使います。
    """
    z = x - np.max(x, axis=0, keepdims=True)
    return z - np.log(np.sum(np.exp(z), axis=0, keepdims=True))


@log_softmax.mistake("sum-without-logarithm")
def _(x: Array) -> Array:
    """
    en: The sum of the exponentials was subtracted; its logarithm is to be.
    ja: 指数の和をそのまま引いています。引くのはその対数です。
    """
    return x - np.sum(np.exp(x), axis=-1, keepdims=True)


# -------------------------------------------------------------------------------------- Jacobian


@exercise(
    "(n)->(n,n)",
    names=("softmax_derivative", "softmax_grad", "softmax_prime"),
    gradient=Gradient("softmax", ("x",)),
    view=View.MATRIX,
)
def softmax_jacobian(z: Array) -> Array:
    """
    en: The Jacobian of softmax at the scores z: entry (i, j) is the derivative of output i in score j.
    ja: スコア z におけるソフトマックスのヤコビ行列です。成分 (i, j) は出力 i のスコア j による微分です。
    """
    e = np.exp(z - np.max(z))
    s = e / np.sum(e)
    return np.diag(s) - np.outer(s, s)


@softmax_jacobian.spec
def _(z: Array) -> Array:
    s = [1 / sum(math.exp(b - a) for b in z.tolist()) for a in z.tolist()]
    n = len(s)
    return np.array([[s[i] * ((i == j) - s[j]) for j in range(n)] for i in range(n)])


@softmax_jacobian.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield Case("two", (np.array([1.0, 0.0]),))
    yield Case("three", (np.array([2.0, 1.0, -1.0]),))
    for k in range(4):
        yield Case(f"random-{k + 1}", (rng.tenths(rng.integer(3, 5)),))
    yield Case("large", (np.array([1000.0, 1001.0]),), Group.LARGE)


@softmax_jacobian.mistake("diagonal-only")
def _(z: Array) -> Array:
    """
    en: Only the diagonal s(1 - s) is there. Every output depends on every score: off it stands -s_i·s_j.
    ja: 対角成分 s(1 - s) しかありません。どの出力もすべてのスコアに依存し、対角の外は -s_i·s_j です。
    """
    e = np.exp(z - np.max(z))
    s = e / np.sum(e)
    return np.diag(s * (1 - s))


@softmax_jacobian.mistake("elementwise")
def _(z: Array) -> Array:
    """
    en: s(1 - s) is a vector, the diagonal of the Jacobian. The Jacobian is an n×n matrix.
    ja: s(1 - s) はヤコビ行列の対角成分を並べたベクトルです。ヤコビ行列は n×n の行列です。
    """
    e = np.exp(z - np.max(z))
    s = e / np.sum(e)
    return s * (1 - s)


@softmax_jacobian.variant("from-output")
def _(z: Array) -> Array:
    """
    en: You treated z as the output of softmax. Here z holds the scores: take s = softmax(z) first.
    ja: z をソフトマックスの出力として扱っています。ここでの z はスコアなので、まず s = softmax(z)
        を求めます。
    """
    return np.diag(z) - np.outer(z, z)


@softmax_jacobian.mistake("plus-off-diagonal")
def _(z: Array) -> Array:
    """
    en: Off the diagonal the sign is wrong: if one score rises, the other outputs fall, so -s_i·s_j.
    ja: 対角の外の符号が逆です。一つのスコアが上がるとほかの出力は下がるので、-s_i·s_j です。
    """
    e = np.exp(z - np.max(z))
    s = e / np.sum(e)
    return np.diag(s - 2 * s**2) + np.outer(s, s)


@softmax_jacobian.mistake("product-elementwise")
def _(z: Array) -> Array:
    """
    en: s·s multiplies element by element. Off the diagonal stand all products s_i·s_j: np.outer(s, s).
    ja: s * s は要素ごとの積です。対角の外には積 s_i·s_j がすべて並びます(np.outer(s, s))。
    """
    e = np.exp(z - np.max(z))
    s = e / np.sum(e)
    return np.diag(s) - s * s
