"""What layers do: a grid of answers, two layers in one, a chain of factors on the way back."""

# A mistake may well leave an argument out, and what NumPy returns often has no closer type than Any.
# ruff: noqa: ARG001
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.exercise import Array, Case, Group, Rng, View, exercise

# ------------------------------------------------------------------------ a perceptron on a grid


def _clear_of_the_line(w: Array, b: float, lo: float, hi: float, n: int) -> bool:
    """Whether no point of the grid lies on the boundary, where either answer would be right."""
    if w.shape != (2,) or n < 1:
        return False
    along = np.linspace(lo, hi, n)
    return bool(np.all(np.abs(w[0] * along[np.newaxis, :] + w[1] * along[:, np.newaxis] + b) > 0.005))


@exercise(
    "(k),(),(),(),()->(n,n)",
    names=("boundary_grid", "decision_grid"),
    where=_clear_of_the_line,
    view=View.MATRIX,
)
def perceptron_grid(w: Array, b: float, lo: float, hi: float, n: int) -> Array:
    """
    en: The answers of a perceptron on a grid of n by n points from lo to hi, both ends included: entry
        [i, j]
        is 1 if w[0]·x1[j] + w[1]·x2[i] + b is positive and 0 if it is negative.
    ja: lo から hi まで(両端を含む)の n × n 個の格子点でのパーセプトロンの答えです。[i, j] 成分は、
        w[0]·x1[j] + w[1]·x2[i] + b が正なら 1、負なら 0 です。
    """
    x1, x2 = np.meshgrid(np.linspace(lo, hi, n), np.linspace(lo, hi, n))
    return np.where(w[0] * x1 + w[1] * x2 + b > 0, 1.0, 0.0)


@perceptron_grid.spec
def _(w: Array, b: float, lo: float, hi: float, n: int) -> Array:
    answers = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            right, up = (lo if n == 1 else lo + (hi - lo) * k / (n - 1) for k in (j, i))
            answers[i, j] = 1.0 if w[0] * right + w[1] * up + b > 0 else 0.0
    return answers


@perceptron_grid.inputs
def _(rng: Rng) -> Iterator[Case]:
    """Boundaries that cut off one corner or lie askew, so that turned axes and shifted grids show."""
    yield Case("one-point", (np.array([1.0, 2.0]), 0.5, 1.0, 1.0, 1))
    yield Case("four-corners", (np.array([1.0, -3.0]), 1.0, -1.0, 1.0, 2))
    yield Case("bias-decides", (np.array([1.0, 1.0]), -1.3, -1.0, 1.0, 3))
    yield Case("upper-left", (np.array([3.0, -5.0]), 9.7, -5.0, 5.0, 5))
    yield Case("tenths", (np.array([1.0, 2.0]), -2.15, -1.0, 1.0, 21))
    for k in range(6):
        while True:
            w, b, n = rng.tenths(2), rng.number(-2, 2) + 0.05, rng.integer(4, 7)
            if abs(w[0]) != abs(w[1]) and _clear_of_the_line(w, b, -2.0, 3.0, n):
                break
        yield Case(f"random-{k + 1}", (w, b, -2.0, 3.0, n))


@perceptron_grid.mistake("axes-swapped")
def _(w: Array, b: float, lo: float, hi: float, n: int) -> Array:
    """
    en: The axes are exchanged: rows run along x2 (upwards in the picture), columns along x1.
    ja: 軸が入れ替わっています。行は x2(図の縦)、列は x1(図の横)の方向です。
    """
    x1, x2 = np.meshgrid(np.linspace(lo, hi, n), np.linspace(lo, hi, n), indexing="ij")
    return np.where(w[0] * x1 + w[1] * x2 + b > 0, 1.0, 0.0)


@perceptron_grid.mistake("end-left-out")
def _(w: Array, b: float, lo: float, hi: float, n: int) -> Array:
    """
    en: The grid stops short of hi. n points with both ends have n - 1 steps between them:
        np.linspace(lo, hi,
        n).
    ja: 格子が hi まで届いていません。両端を含む n 個の点の間隔は n - 1 個です。np.linspace(lo, hi, n)
        を使いましょう。
    """
    along = lo + (hi - lo) / n * np.arange(n)
    x1, x2 = np.meshgrid(along, along)
    return np.where(w[0] * x1 + w[1] * x2 + b > 0, 1.0, 0.0)


@perceptron_grid.mistake("bias-forgotten")
def _(w: Array, b: float, lo: float, hi: float, n: int) -> Array:
    """
    en: The bias is missing, so the boundary passes through the origin. Add b to every sum.
    ja: バイアスがないため、境界が原点を通っています。それぞれの和に b を足しましょう。
    """
    x1, x2 = np.meshgrid(np.linspace(lo, hi, n), np.linspace(lo, hi, n))
    return np.where(w[0] * x1 + w[1] * x2 > 0, 1.0, 0.0)


@perceptron_grid.mistake("no-decision")
def _(w: Array, b: float, lo: float, hi: float, n: int) -> Array:
    """
    en: These are the sums themselves. A perceptron answers 1 where they are positive and 0 elsewhere.
    ja: これは和そのものです。パーセプトロンは、和が正のところで 1、それ以外で 0 と答えます。
    """
    x1, x2 = np.meshgrid(np.linspace(lo, hi, n), np.linspace(lo, hi, n))
    return w[0] * x1 + w[1] * x2 + b


@perceptron_grid.mistake("sides-swapped")
def _(w: Array, b: float, lo: float, hi: float, n: int) -> Array:
    """
    en: The two sides are exchanged: the perceptron answers 1 where the sum is positive.
    ja: 両側が入れ替わっています。パーセプトロンが 1 と答えるのは、和が正のところです。
    """
    x1, x2 = np.meshgrid(np.linspace(lo, hi, n), np.linspace(lo, hi, n))
    return np.where(w[0] * x1 + w[1] * x2 + b > 0, 0.0, 1.0)


@perceptron_grid.variant("upper-row-first")
def _(w: Array, b: float, lo: float, hi: float, n: int) -> Array:
    """
    en: Your first row is the upper edge of the picture. Here row 0 belongs to x2 = lo.
    ja: 最初の行が図の上端になっています。ここでは第 0 行が x2 = lo です。
    """
    x1, x2 = np.meshgrid(np.linspace(lo, hi, n), np.linspace(hi, lo, n))
    return np.where(w[0] * x1 + w[1] * x2 + b > 0, 1.0, 0.0)


# --------------------------------------------------------------------------- two layers in one


@exercise("(n,h),(h),(h,m),(m)->(n,m),(m)", names=("compose_layers", "collapse"), view=View.MATRIX)
def compose_affine(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """
    en: The one layer (w, b) that does the work of two: x @ w + b equals (x @ w1 + b1) @ w2 + b2 for
        every x.
    ja: 二枚の層を一枚にまとめた (w, b) です。どんな x でも x @ w + b が (x @ w1 + b1) @ w2 + b2
        と等しくなります。
    """
    return w1 @ w2, b1 @ w2 + b2


@compose_affine.spec
def _(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """What the two layers do to nothing is the bias; what each input adds to that is a row of weights."""

    def both(x: list[float]) -> list[float]:
        h = [b1[k] + sum(x[i] * w1[i, k] for i in range(len(x))) for k in range(len(b1))]
        return [b2[j] + sum(h[k] * w2[k, j] for k in range(len(h))) for j in range(len(b2))]

    n = w1.shape[0]
    bias = np.array(both([0.0] * n))
    rows = [np.array(both([float(i == k) for k in range(n)])) - bias for i in range(n)]
    return np.array(rows), bias


@compose_affine.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield Case("one-unit", (np.array([[2.0]]), np.array([1.0]), np.array([[3.0]]), np.array([-4.0])))
    for k, (n, h, m) in enumerate(((2, 2, 2), (2, 3, 1), (3, 2, 4), (1, 4, 2), (3, 3, 3))):
        arrays = (rng.tenths(n, h), rng.tenths(h), rng.tenths(h, m), rng.tenths(m))
        yield Case(f"random-{k + 1}", arrays)


@compose_affine.mistake("inner-bias-not-scaled")
def _(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """
    en: The biases were only added. The second layer multiplies b1 by its weights, too: b1 @ w2 + b2.
    ja: バイアスを足しただけです。二枚目の層の重みは b1 にも掛かるので b1 @ w2 + b2 です。
    """
    return w1 @ w2, b1 + b2


@compose_affine.mistake("outer-bias-lost")
def _(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """
    en: The bias of the second layer, b2, was lost. It is added at the end.
    ja: 二枚目の層のバイアス b2 が抜けています。最後に足しましょう。
    """
    return w1 @ w2, b1 @ w2


@compose_affine.mistake("elementwise-product")
def _(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """
    en: `*` multiplies entry by entry. One layer behind the other is the matrix product, `@`.
    ja: `*` は成分どうしの積です。層を重ねることは行列の積 `@` に当たります。
    """
    return w1 * w2, b1 * w2 + b2


@compose_affine.mistake("weights-added")
def _(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """
    en: The weights were added. What the first layer multiplies, the second multiplies again: w1 @ w2.
    ja: 重みを足しています。一枚目が掛けたものに二枚目がさらに掛けるので w1 @ w2 です。
    """
    return w1 + w2, b1 @ w2 + b2


@compose_affine.variant("columns-are-samples")
def _(w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Array]:
    """
    en: w2 @ w1 is right where samples are columns. Here they are rows, and the layer that acts first stands
        on the left: w1 @ w2.
    ja: データを列に並べるなら w2 @ w1 で正解です。ここでは行に並べるので、先に働く層が左に来て w1 @ w2
        となります。
    """
    return w2 @ w1, w2 @ b1 + b2


# ------------------------------------------------------------------------- a chain of factors


@exercise("(n)->(n)", names=("gradients_by_layer",))
def layer_gradients(factors: Array) -> Array:
    """
    en: factors[k] is what layer k multiplies the gradient by. Returns the share of the gradient that
        is left
        at each layer on the way back, that layer's own factor included; it enters at the last layer.
    ja: factors[k] は第 k 層が勾配に掛ける数です。最後の層から入った勾配が、
        戻りながら各層で何倍になっているかを返します(その層自身の分も掛けます)。
    """
    return np.cumprod(factors[::-1])[::-1]


@layer_gradients.spec
def _(factors: Array) -> Array:
    left = np.ones(len(factors))
    for k in range(len(factors)):
        for factor in factors[k:].tolist():
            left[k] *= factor
    return left


@layer_gradients.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield Case("one-layer", (np.array([0.5]),))
    yield Case("two-layers", (np.array([0.5, 0.2]),))
    yield Case("equal-factors", (np.array([0.8, 0.8, 0.8, 0.8]),))
    for k in range(5):
        yield Case(f"random-{k + 1}", (rng.tenths(rng.integer(3, 6), low=0.1, high=2),))
    yield Case("one-is-zero", (np.array([0.5, 0.0, 2.0]),))
    yield Case("no-layer", (np.array([]),), Group.SHAPES)


@layer_gradients.mistake("front-to-back")
def _(factors: Array) -> Array:
    """
    en: You multiplied from the first layer on. A gradient enters at the last layer and travels back.
    ja: 最初の層から順に掛けています。勾配は最後の層から入り、逆向きに戻ります。
    """
    return np.cumprod(factors)


@layer_gradients.mistake("not-turned-back")
def _(factors: Array) -> Array:
    """
    en: The products are right, but the last layer comes first. Turn them round again: [::-1].
    ja: 積は正しいのですが、最後の層が先頭に来ています。もう一度 [::-1] で並べ直しましょう。
    """
    return np.cumprod(factors[::-1])


@layer_gradients.mistake("added")
def _(factors: Array) -> Array:
    """
    en: The factors were added. Every layer multiplies what arrives: np.cumprod, not np.cumsum.
    ja: 足しています。どの層も届いた勾配に掛けるので、np.cumsum ではなく np.cumprod です。
    """
    return np.cumsum(factors[::-1])[::-1]


@layer_gradients.mistake("one-factor-for-all")
def _(factors: Array) -> Array:
    """
    en: You took powers of one factor. Each layer has its own: multiply them one after the other.
    ja: 一つの数の累乗にしています。層ごとに数が違うので、順に掛けていきましょう。
    """
    n = len(factors)
    return factors[0] ** np.arange(n, 0, -1) if n else np.ones(0)


@layer_gradients.variant("own-factor-left-out")
def _(factors: Array) -> Array:
    """
    en: This is what arrives at each layer from behind. Here its own factor belongs to it, too.
    ja: これは後ろの層から届いた勾配です。ここでは、その層自身が掛ける分も含めます。
    """
    return np.append(np.cumprod(factors[::-1])[::-1][1:], np.ones(min(1, len(factors))))
