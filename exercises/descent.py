"""Learning, step by step: a neuron, the mini-batches of an epoch, clipping, a network trained for real."""

# A mistake may well leave an argument out, and what NumPy returns often has no closer type than Any.
# ruff: noqa: ARG001
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TypeAlias

import numpy as np

from grader.exercise import Array, Case, Group, Rng, exercise

Step: TypeAlias = tuple[Array, "float | Array"]
Weights: TypeAlias = tuple[Array, Array, Array, Array]

# --------------------------------------------------------------------------- a step of a neuron


@exercise("(n),(),(n),(),()->(n),()", names=("neuron_gradient_step", "train_neuron_step"))
def neuron_step(w: Array, b: float, x: Array, t: float, lr: float) -> Step:
    """
    en: One step of gradient descent for the neuron y = sigmoid(w·x + b) on one sample (x, t), judged
        by (y -
        t)². Returns the new (w, b).
    ja: ニューロン y = sigmoid(w·x + b) を一つのデータ (x, t) と誤差 (y - t)² で評価し、
        勾配降下法を一回行います。新しい (w, b) を返します。
    """
    y = (1 + np.tanh((x @ w + b) / 2)) / 2
    slope = 2 * (y - t) * y * (1 - y)
    return w - lr * slope * x, b - lr * slope


@neuron_step.spec
def _(w: Array, b: float, x: Array, t: float, lr: float) -> tuple[list[float], float]:
    a = b + math.fsum(w_i * x_i for w_i, x_i in zip(w.tolist(), x.tolist(), strict=True))
    rest = 1 / (1 + math.exp(a))  # 1 - y
    slope = 2 * (1 - rest - t) * (1 - rest) * rest
    return [w_i - lr * slope * x_i for w_i, x_i in zip(w.tolist(), x.tolist(), strict=True)], b - lr * slope


@neuron_step.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield Case("one-input", (np.array([1.0]), 0.0, np.array([2.0]), 0.0, 0.5))
    yield Case("two-inputs", (np.array([1.0, -1.0]), 0.5, np.array([2.0, 1.0]), 1.0, 0.5))
    for k in range(5):
        n = rng.integer(2, 4)
        sample = (rng.tenths(n, low=-1, high=1), rng.number(-1, 1), rng.tenths(n), float(rng.integer(0, 1)))
        yield Case(f"random-{k + 1}", (*sample, rng.integer(1, 9) / 5))


@neuron_step.mistake("activation-slope-forgotten")
def _(w: Array, b: float, x: Array, t: float, lr: float) -> Step:
    """
    en: The slope of the sigmoid, y(1 - y), is missing between the error and the weighted sum.
    ja: 誤差と重み付き和の間にある、シグモイドの傾き y(1 - y) が抜けています。
    """
    y = 1 / (1 + np.exp(-(x @ w + b)))
    return w - lr * 2 * (y - t) * x, b - lr * 2 * (y - t)


@neuron_step.mistake("slope-at-sum")
def _(w: Array, b: float, x: Array, t: float, lr: float) -> Step:
    """
    en: a(1 - a) was taken at the weighted sum. The rule y(1 - y) wants the output y of the sigmoid.
    ja: 重み付き和 a で a(1 - a) としています。公式 y(1 - y) の y はシグモイドの出力です。
    """
    a = x @ w + b
    slope = 2 * (1 / (1 + np.exp(-a)) - t) * a * (1 - a)
    return w - lr * slope * x, b - lr * slope


@neuron_step.mistake("input-forgotten")
def _(w: Array, b: float, x: Array, t: float, lr: float) -> Step:
    """
    en: Every weight made the step of the bias. The slope in a weight is multiplied by its input.
    ja: どの重みもバイアスと同じだけ動いています。重みについての傾きには、その入力が掛かります。
    """
    y = 1 / (1 + np.exp(-(x @ w + b)))
    slope = 2 * (y - t) * y * (1 - y)
    return w - lr * slope, b - lr * slope


@neuron_step.mistake("new-weights-too-early")
def _(w: Array, b: float, x: Array, t: float, lr: float) -> Step:
    """
    en: For b you used the new w. Compute both slopes at the old values before you change any.
    ja: b の計算に新しい w を使っています。どちらの傾きも、古い値で求めてから更新します。
    """
    y = 1 / (1 + np.exp(-(x @ w + b)))
    w = w - lr * 2 * (y - t) * y * (1 - y) * x
    y = 1 / (1 + np.exp(-(x @ w + b)))
    return w, b - lr * 2 * (y - t) * y * (1 - y)


@neuron_step.mistake("bias-not-trained")
def _(w: Array, b: float, x: Array, t: float, lr: float) -> Step:
    """
    en: The bias stayed as it was. It learns like a weight whose input is always 1.
    ja: バイアスが元のままです。バイアスは、入力がいつも 1 である重みと同じように学習します。
    """
    y = 1 / (1 + np.exp(-(x @ w + b)))
    return w - lr * 2 * (y - t) * y * (1 - y) * x, b


@neuron_step.mistake("uphill")
def _(w: Array, b: float, x: Array, t: float, lr: float) -> Step:
    """
    en: The step goes uphill, so the error grows. Subtract lr times the slope.
    ja: 上りに進んでいるので、誤差が増えます。lr 掛ける傾きを引きましょう。
    """
    y = 1 / (1 + np.exp(-(x @ w + b)))
    slope = 2 * (y - t) * y * (1 - y)
    return w + lr * slope * x, b + lr * slope


@neuron_step.mistake("gradients-returned")
def _(w: Array, b: float, x: Array, t: float, lr: float) -> Step:
    """
    en: These are the slopes themselves. Asked are the new w and b: the old ones minus lr times the slopes.
    ja: これは傾きそのものです。求めるのは新しい w と b、つまり元の値から lr 掛ける傾きを引いたものです。
    """
    y = 1 / (1 + np.exp(-(x @ w + b)))
    slope = 2 * (y - t) * y * (1 - y)
    return slope * x, slope


@neuron_step.variant("half-squared-error")
def _(w: Array, b: float, x: Array, t: float, lr: float) -> Step:
    """
    en: Your step belongs to ½(y - t)² and is half as long. Here the error is (y - t)², whose slope has a
        factor 2.
    ja: ½(y - t)² についての更新で、進む量が半分です。ここでの誤差は (y - t)² なので、傾きに 2
        が掛かります。
    """
    y = 1 / (1 + np.exp(-(x @ w + b)))
    slope = (y - t) * y * (1 - y)
    return w - lr * slope * x, b - lr * slope


@neuron_step.variant("cross-entropy")
def _(w: Array, b: float, x: Array, t: float, lr: float) -> Step:
    """
    en: y - t is the slope of the cross-entropy. Here the error is (y - t)²: its slope is 2(y - t)·y(1 - y).
    ja: y - t は交差エントロピーの傾きです。ここでの誤差は (y - t)² なので、傾きは 2(y - t)·y(1 - y)
        です。
    """
    y = 1 / (1 + np.exp(-(x @ w + b)))
    return w - lr * (y - t) * x, b - lr * (y - t)


# ---------------------------------------------------------------------------------- mini-batches


@exercise("(N,n),(N),(N),(),()->(B,n),(B)", names=("minibatch", "get_batch"))
def mini_batch(x: Array, t: Array, order: Array, size: int, k: int) -> tuple[Array, Array]:
    """
    en: Mini-batch number k (counted from 0) of an epoch: the rows of x and the targets t whose numbers
        stand
        in the k-th piece of length size of order, a shuffled list of all row numbers. The last piece may be
        shorter.
    ja: 1 エポックの k 番目(0 から数える)のミニバッチです。order は全部の行番号を並べ替えたものです。
        これを長さ size ずつに区切り、k 番目の区切りにある番号の x の行と目標 t を返します。
        最後の区切りは短くてもかまいません。
    """
    rows = order[k * size : (k + 1) * size]
    return x[rows], t[rows]


@mini_batch.spec
def _(x: Array, t: Array, order: Array, size: int, k: int) -> tuple[Array, Array]:
    chosen = [row for place, row in enumerate(order.tolist()) if place // size == k]
    samples = [x[row].tolist() for row in chosen]
    return np.array(samples, float).reshape(len(chosen), x.shape[1]), np.array([t[row] for row in chosen])


@mini_batch.inputs
def _(rng: Rng) -> Iterator[Case]:
    """Every mini-batch of one epoch, the last one short, then single ones of others."""
    yield Case("both", (np.array([[1.0], [2.0]]), np.array([10.0, 20.0]), np.array([1, 0]), 2, 0))
    x, t, order = _shuffled(rng, 5)
    for k in range(3):
        yield Case(f"epoch-{k}", (x, t, order, 2, k))
    for k in range(5):
        rows, size = rng.integer(5, 8), rng.integer(2, 4)
        yield Case(f"random-{k + 1}", (*_shuffled(rng, rows), size, rng.integer(0, (rows - 1) // size)))


def _shuffled(rng: Rng, rows: int) -> tuple[Array, Array, Array]:
    """Samples, targets, and the row numbers in an order in which no row keeps its place."""
    step = rng.integer(1, rows - 1)
    order = np.roll(np.arange(rows)[::-1] if rng.integer(0, 1) else np.arange(rows), step)
    if np.any(order == np.arange(rows)):
        order = np.roll(np.arange(rows), step)
    return rng.tenths(rows, 2), np.arange(rows) * 10.0 + rng.integer(1, 9), order


@mini_batch.mistake("not-shuffled")
def _(x: Array, t: Array, order: Array, size: int, k: int) -> tuple[Array, Array]:
    """
    en: The rows were taken in their old order. The row numbers stand in `order`.
    ja: 元の並びのまま切り出しています。使う行の番号は `order` に入っています。
    """
    return x[k * size : (k + 1) * size], t[k * size : (k + 1) * size]


@mini_batch.mistake("targets-left-behind")
def _(x: Array, t: Array, order: Array, size: int, k: int) -> tuple[Array, Array]:
    """
    en: The samples were shuffled, their targets were not. Each sample has to keep its own target: t[rows].
    ja: データだけを並べ替え、目標は元のままです。データと目標の組が崩れないよう t[rows] としましょう。
    """
    return x[order[k * size : (k + 1) * size]], t[k * size : (k + 1) * size]


@mini_batch.mistake("samples-used-twice")
def _(x: Array, t: Array, order: Array, size: int, k: int) -> tuple[Array, Array]:
    """
    en: Neighbouring mini-batches overlap. Number k begins at k * size, not at k.
    ja: 隣り合うミニバッチが重なっています。k 番目が始まるのは k ではなく k * size です。
    """
    rows = order[k : k + size]
    return x[rows], t[rows]


@mini_batch.mistake("counted-from-one")
def _(x: Array, t: Array, order: Array, size: int, k: int) -> tuple[Array, Array]:
    """
    en: This is the mini-batch before: k counts from 0, so number 0 begins at place 0.
    ja: 一つ前のミニバッチです。k は 0 から数えるので、0 番目は先頭から始まります。
    """
    rows = order[max(0, k - 1) * size : k * size]
    return x[rows], t[rows]


@mini_batch.mistake("filled-up")
def _(x: Array, t: Array, order: Array, size: int, k: int) -> tuple[Array, Array]:
    """
    en: The last mini-batch was filled up with samples from the beginning, so an epoch uses those twice. It
        may be shorter.
    ja: 最後のミニバッチを先頭のデータで埋めているため、1 エポックで二度使われるデータがあります。
        短いままでかまいません。
    """
    rows = np.take(order, range(k * size, (k + 1) * size), mode="wrap")
    return x[rows], t[rows]


@mini_batch.variant("rest-dropped")
def _(x: Array, t: Array, order: Array, size: int, k: int) -> tuple[Array, Array]:
    """
    en: The samples left over at the end were dropped. Here an epoch uses every sample once.
    ja: 最後に余ったデータを捨てています。ここでは、1 エポックですべてのデータを一度ずつ使います。
    """
    rows = order[k * size : (k + 1) * size] if (k + 1) * size <= len(order) else order[:0]
    return x[rows], t[rows]


# -------------------------------------------------------------------------------------- clipping


@exercise("(...),()->(...)", names=("clip_gradient", "clip_grad_norm", "gradient_clipping"))
def clip_by_norm(g: Array, c: float) -> Array:
    """
    en: The gradient g shortened to the length c if it is longer, unchanged if it is not. The length is the
        root of the sum of all squares, whatever the shape of g.
    ja: 勾配 g が長さ c より長ければ長さ c に縮め、そうでなければそのまま返します。長さは、g の形によらず、
        すべての成分の二乗の和の平方根です。
    """
    length = np.sqrt(np.sum(g**2))
    return g * (c / length) if length > c else np.array(g, float)


@clip_by_norm.spec
def _(g: Array, c: float) -> Array:
    length = math.hypot(*g.ravel().tolist())
    shrink = 1.0 if length <= c else c / length
    return np.array([entry * shrink for entry in g.ravel().tolist()]).reshape(g.shape)


@clip_by_norm.inputs
def _(rng: Rng) -> Iterator[Case]:
    """Longer and shorter than the limit, the zero vector, entries whose sum is far from their length."""
    yield Case("one", (np.array([5.0]), 2.0))
    yield Case("long", (np.array([3.0, 4.0]), 1.0))
    yield Case("short", (np.array([0.3, 0.4]), 1.0))
    yield Case("zero", (np.array([0.0, 0.0]), 1.0))
    for k in range(5):
        yield Case(f"random-{k + 1}", (rng.tenths(rng.integer(2, 4)), rng.integer(2, 30) / 10))
    yield Case("table", (np.array([[1.0, -2.0, 2.0], [4.0, 2.0, -1.0]]), 1.5), Group.SHAPES)
    yield Case("short-table", (np.array([[0.1, -0.2], [0.2, 0.4]]), 0.6), Group.SHAPES)
    yield Case("three", (rng.tenths(2, 1, 2) + 5, 2.0), Group.SHAPES)
    yield Case("large", (np.array([3000.0, -4000.0]), 5.0), Group.LARGE)


@clip_by_norm.mistake("clipped-by-value")
def _(g: Array, c: float) -> Array:
    """
    en: Each entry was cut at c by itself, which changes the direction. Shorten the vector as a whole.
    ja: 成分ごとに c で切っているため、向きが変わります。ベクトル全体を縮めましょう。
    """
    return np.clip(g, -c, c)


@clip_by_norm.mistake("always-rescaled")
def _(g: Array, c: float) -> Array:
    """
    en: Short gradients were stretched to the length c, and the zero vector became nan. Only what is longer
        than c is changed.
    ja: 短い勾配まで長さ c に引き伸ばしていて、零ベクトルは nan になります。変えるのは c
        より長いものだけです。
    """
    return g * (c / np.sqrt(np.sum(g**2)))


@clip_by_norm.mistake("sum-for-length")
def _(g: Array, c: float) -> Array:
    """
    en: The length was taken as the sum of the absolute values. It is the root of the sum of the squares.
    ja: 絶対値の和を長さとしています。長さは二乗の和の平方根です。
    """
    length = np.sum(np.abs(g))
    return g * (c / length) if length > c else np.array(g, float)


@clip_by_norm.mistake("root-forgotten")
def _(g: Array, c: float) -> Array:
    """
    en: The root is missing: you compared and divided by the sum of the squares.
    ja: 平方根を忘れています。二乗の和のまま比べ、割っています。
    """
    square = np.sum(g**2)
    return g * (c / square) if square > c else np.array(g, float)


@clip_by_norm.mistake("length-one")
def _(g: Array, c: float) -> Array:
    """
    en: Long gradients became vectors of the length 1. Their length should be c: multiply by it.
    ja: 長い勾配が長さ 1 になっています。長さは c にするので、c も掛けましょう。
    """
    length = np.sqrt(np.sum(g**2))
    return g / length if length > c else np.array(g, float)


@clip_by_norm.variant("row-by-row")
def _(g: Array, c: float) -> Array:
    """
    en: Every row was clipped by itself. Here a table is one gradient: take the length over all entries.
    ja: 行ごとに縮めています。ここでは表全体で一つの勾配なので、すべての成分から長さを求めます。
    """
    length = np.sqrt(np.sum(g**2, axis=-1, keepdims=True))
    return g * np.where(length > c, c / length, 1.0)


# --------------------------------------------------------------------- a network trained for real


@exercise(
    "(N,n),(N,m),(n,h),(h),(h,m),(m),(),()->(n,h),(h),(h,m),(m)",
    names=("train_xor", "train_two_layers"),
)
def train_network(
    x: Array, t: Array, w1: Array, b1: Array, w2: Array, b2: Array, lr: float, steps: int
) -> Weights:
    """
    en: Trains the network p = sigmoid(tanh(x @ w1 + b1) @ w2 + b2) by so many steps of gradient descent on
        the binary cross-entropy, its mean over the rows of x. Returns the new (w1, b1, w2, b2).
    ja: ネットワーク p = sigmoid(tanh(x @ w1 + b1) @ w2 + b2) を、二値交差エントロピー(x
        の行についての平均)の勾配降下法で steps 回訓練し、新しい (w1, b1, w2, b2) を返します。
    """
    for _ in range(steps):
        h = np.tanh(x @ w1 + b1)
        p = 1 / (1 + np.exp(-(h @ w2 + b2)))
        at_score = (p - t) / len(x)
        at_sum = at_score @ w2.T * (1 - h**2)
        w1, b1 = w1 - lr * x.T @ at_sum, b1 - lr * np.sum(at_sum, axis=0)
        w2, b2 = w2 - lr * h.T @ at_score, b2 - lr * np.sum(at_score, axis=0)
    return w1, b1, w2, b2


@train_network.spec
def _(x: Array, t: Array, w1: Array, b1: Array, w2: Array, b2: Array, lr: float, steps: int) -> Weights:
    """One sample, one weight at a time; the slope of tanh as 4/(e^a + e^-a)², that of the loss as its own."""
    weights = [np.array(a, float) for a in (w1, b1, w2, b2)]
    for _ in range(steps):
        slopes = [np.zeros_like(w) for w in weights]
        for sample, target in zip(x.tolist(), t.tolist(), strict=True):
            _add_slopes(slopes, weights, sample, target)
        weights = [w - lr * s / len(x) for w, s in zip(weights, slopes, strict=True)]
    return weights[0], weights[1], weights[2], weights[3]


def _add_slopes(slopes: list[Array], weights: list[Array], sample: list[float], target: list[float]) -> None:
    w1, b1, w2, b2 = (w.tolist() for w in weights)
    hidden, outputs, inputs = range(len(b1)), range(len(b2)), range(len(sample))
    sums = [b1[k] + math.fsum(sample[i] * w1[i][k] for i in inputs) for k in hidden]
    scores = [b2[j] + math.fsum(math.tanh(sums[k]) * w2[k][j] for k in hidden) for j in outputs]
    missed = [1 / (1 + math.exp(-score)) - wanted for score, wanted in zip(scores, target, strict=True)]
    for k in hidden:
        slope = 4 / (math.exp(sums[k]) + math.exp(-sums[k])) ** 2
        back = slope * math.fsum(missed[j] * w2[k][j] for j in outputs)
        slopes[1][k] += back
        for i in inputs:
            slopes[0][i, k] += back * sample[i]
        for j in outputs:
            slopes[2][k, j] += missed[j] * math.tanh(sums[k])
    slopes[3][:] += missed


@train_network.inputs
def _(rng: Rng) -> Iterator[Case]:
    """Single steps first, where a slip shows best; then XOR with four hidden units until it is learned.

    That long training starts from fixed weights: from others, a function with a slip may be chaotic, and the
    last digits of two machines would then decide whether the slip is recognised.
    """
    tiny = (np.array([[1.0]]), np.array([[0.0]]), np.array([[0.5]]), np.array([0.5]), np.array([[1.0]]))
    yield Case("one-unit", (*tiny, np.array([-0.5]), 0.5, 1))
    yield Case("no-step", (*tiny, np.array([-0.5]), 0.5, 0))
    for k in range(3):
        drawn = _weights(rng, (2, 4), (4,), (4, 1), (1,))
        yield Case(f"random-{k + 1}", (*XOR, *drawn, rng.integer(2, 10) / 10, k + 1))
    targets = np.array([[1.0, 0.0], [0.0, 0.0], [1.0, 1.0]])
    network = _weights(rng, (3, 2), (2,), (2, 2), (2,))
    yield Case("two-outputs", (rng.tenths(3, 3), targets, *network, 0.5, 2))
    yield Case("learned", (*XOR, *BEFORE_TRAINING, 1.0, 300))


XOR = (
    np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]),
    np.array([[0.0], [1.0], [1.0], [0.0]]),
)
BEFORE_TRAINING = (
    np.array([[0.4, -0.4, -0.6, -0.4], [0.8, -1.0, -0.4, 0.4]]),
    np.array([-0.4, -0.6, -1.0, -0.6]),
    np.array([[0.4], [0.6], [-0.2], [0.4]]),
    np.array([0.4]),
)
"""Weights of a 2-4-1 network that knows nothing yet: its outputs on XOR lie between 0.45 and 0.55."""


def _weights(rng: Rng, *shapes: tuple[int, ...]) -> tuple[Array, ...]:
    return tuple(rng.tenths(*shape, low=-1, high=1) for shape in shapes)


@train_network.mistake("activation-slope-forgotten")
def _(x: Array, t: Array, w1: Array, b1: Array, w2: Array, b2: Array, lr: float, steps: int) -> Weights:
    """
    en: On the way back through tanh its slope 1 - h² is missing, so the first layer learns something else.
    ja: tanh を戻るところで傾き 1 - h² を掛け忘れているため、一つ目の層が正しく学習していません。
    """
    for _ in range(steps):
        h = np.tanh(x @ w1 + b1)
        p = 1 / (1 + np.exp(-(h @ w2 + b2)))
        at_score = (p - t) / len(x)
        at_sum = at_score @ w2.T
        w1, b1 = w1 - lr * x.T @ at_sum, b1 - lr * np.sum(at_sum, axis=0)
        w2, b2 = w2 - lr * h.T @ at_score, b2 - lr * np.sum(at_score, axis=0)
    return w1, b1, w2, b2


@train_network.mistake("new-weights-too-early")
def _(x: Array, t: Array, w1: Array, b1: Array, w2: Array, b2: Array, lr: float, steps: int) -> Weights:
    """
    en: w2 was changed before the gradient went back through it. Compute all gradients at the old weights
        first.
    ja: 勾配が w2 を通って戻る前に、w2 を更新しています。先に、すべての勾配を古い重みで計算しましょう。
    """
    for _ in range(steps):
        h = np.tanh(x @ w1 + b1)
        p = 1 / (1 + np.exp(-(h @ w2 + b2)))
        at_score = (p - t) / len(x)
        w2, b2 = w2 - lr * h.T @ at_score, b2 - lr * np.sum(at_score, axis=0)
        at_sum = at_score @ w2.T * (1 - h**2)
        w1, b1 = w1 - lr * x.T @ at_sum, b1 - lr * np.sum(at_sum, axis=0)
    return w1, b1, w2, b2


@train_network.mistake("first-layer-not-trained")
def _(x: Array, t: Array, w1: Array, b1: Array, w2: Array, b2: Array, lr: float, steps: int) -> Weights:
    """
    en: Only the second layer learned. The gradient goes back through tanh to w1 and b1, too.
    ja: 二つ目の層しか学習していません。勾配は tanh を通って w1 と b1 まで戻ります。
    """
    for _ in range(steps):
        h = np.tanh(x @ w1 + b1)
        at_score = (1 / (1 + np.exp(-(h @ w2 + b2))) - t) / len(x)
        w2, b2 = w2 - lr * h.T @ at_score, b2 - lr * np.sum(at_score, axis=0)
    return w1, b1, w2, b2


@train_network.mistake("biases-not-trained")
def _(x: Array, t: Array, w1: Array, b1: Array, w2: Array, b2: Array, lr: float, steps: int) -> Weights:
    """
    en: The biases stayed as they were. Their gradients are the sums over the rows.
    ja: バイアスが元のままです。バイアスの勾配は、行についての和です。
    """
    for _ in range(steps):
        h = np.tanh(x @ w1 + b1)
        at_score = (1 / (1 + np.exp(-(h @ w2 + b2))) - t) / len(x)
        at_sum = at_score @ w2.T * (1 - h**2)
        w1, w2 = w1 - lr * x.T @ at_sum, w2 - lr * h.T @ at_score
    return w1, b1, w2, b2


@train_network.mistake("uphill")
def _(x: Array, t: Array, w1: Array, b1: Array, w2: Array, b2: Array, lr: float, steps: int) -> Weights:
    """
    en: The steps go uphill, so the loss grows. Subtract lr times the gradients.
    ja: 上りに進んでいるので、損失が増えます。lr 掛ける勾配を引きましょう。
    """
    for _ in range(steps):
        h = np.tanh(x @ w1 + b1)
        at_score = (1 / (1 + np.exp(-(h @ w2 + b2))) - t) / len(x)
        at_sum = at_score @ w2.T * (1 - h**2)
        w1, b1 = w1 + lr * x.T @ at_sum, b1 + lr * np.sum(at_sum, axis=0)
        w2, b2 = w2 + lr * h.T @ at_score, b2 + lr * np.sum(at_score, axis=0)
    return w1, b1, w2, b2


@train_network.mistake("one-step-only")
def _(x: Array, t: Array, w1: Array, b1: Array, w2: Array, b2: Array, lr: float, steps: int) -> Weights:
    """
    en: This is the result of a single step. Everything, from the outputs on, is repeated `steps` times.
    ja: 一回だけ更新した結果です。出力の計算から更新までを `steps` 回繰り返します。
    """
    h = np.tanh(x @ w1 + b1)
    at_score = (1 / (1 + np.exp(-(h @ w2 + b2))) - t) / len(x)
    at_sum = at_score @ w2.T * (1 - h**2)
    first = w1 - lr * x.T @ at_sum, b1 - lr * np.sum(at_sum, axis=0)
    return *first, w2 - lr * h.T @ at_score, b2 - lr * np.sum(at_score, axis=0)


@train_network.variant("sum-for-mean")
def _(x: Array, t: Array, w1: Array, b1: Array, w2: Array, b2: Array, lr: float, steps: int) -> Weights:
    """
    en: Your steps belong to the sum of the losses. Here the loss is the mean: divide by the number of rows.
    ja: 損失の和についての更新です。ここでは平均なので、行の数で割ります。
    """
    for _ in range(steps):
        h = np.tanh(x @ w1 + b1)
        at_score = 1 / (1 + np.exp(-(h @ w2 + b2))) - t
        at_sum = at_score @ w2.T * (1 - h**2)
        w1, b1 = w1 - lr * x.T @ at_sum, b1 - lr * np.sum(at_sum, axis=0)
        w2, b2 = w2 - lr * h.T @ at_score, b2 - lr * np.sum(at_score, axis=0)
    return w1, b1, w2, b2


@train_network.variant("squared-error")
def _(x: Array, t: Array, w1: Array, b1: Array, w2: Array, b2: Array, lr: float, steps: int) -> Weights:
    """
    en: You multiplied by the sigmoid's slope and by 2, which belongs to the mean squared error. With the
        cross-entropy that slope cancels: (p - t)/N is left.
    ja: シグモイドの傾きと 2 を掛けています。これは平均二乗誤差の勾配です。
        交差エントロピーでは傾きが打ち消し合い、(p - t)/N だけが残ります。
    """
    for _ in range(steps):
        h = np.tanh(x @ w1 + b1)
        p = 1 / (1 + np.exp(-(h @ w2 + b2)))
        at_score = 2 * (p - t) * p * (1 - p) / len(x)
        at_sum = at_score @ w2.T * (1 - h**2)
        w1, b1 = w1 - lr * x.T @ at_sum, b1 - lr * np.sum(at_sum, axis=0)
        w2, b2 = w2 - lr * h.T @ at_score, b2 - lr * np.sum(at_score, axis=0)
    return w1, b1, w2, b2
