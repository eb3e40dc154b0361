"""One neuron and what is made of it: a weighted sum, a bias, an activation."""

# A mistake may well leave an argument out, and what NumPy returns often has no closer type than Any.
# ruff: noqa: ARG001
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from grader.exercise import Array, Case, Group, Rng, View, exercise

# ---------------------------------------------------------------------------------------- neuron


@exercise("(n),(n),()->()", names=("neuron_forward", "forward"), view=View.PLANE)
def neuron(x: Array, w: Array, b: float) -> Array:
    """
    en: The output of a neuron: the sigmoid of w·x + b, for inputs x, weights w and bias b.
    ja: ニューロンの出力です。入力 x、重み w、バイアス b から w·x + b を求め、シグモイドに通します。
    """
    return (1 + np.tanh((x @ w + b) / 2)) / 2


@neuron.spec
def _(x: Array, w: Array, b: float) -> float:
    a = b
    for x_i, w_i in zip(x, w, strict=True):
        a += x_i * w_i
    e = math.exp(-abs(a))
    return (1 if a > 0 else e) / (1 + e)


@neuron.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield Case("one-input", (np.array([1.0]), np.array([2.0]), -1.0))
    yield Case("two-inputs", (np.array([1.0, 2.0]), np.array([2.0, -1.0]), 0.5))
    yield Case("three-inputs", (np.array([0.5, 0.8, 0.2]), np.array([0.2, -0.5, 1.0]), 0.4))
    for k in range(5):
        n = rng.integer(2, 5)
        yield Case(f"random-{k + 1}", (rng.tenths(n), rng.tenths(n), rng.number()))
    yield Case("large", (np.array([1000.0, 1.0]), np.array([1.0, 1.0]), 0.5), Group.LARGE)
    yield Case("large-minus", (np.array([-1000.0, 1.0]), np.array([1.0, 1.0]), 0.5), Group.LARGE)


@neuron.mistake("bias-forgotten")
def _(x: Array, w: Array, b: float) -> float:
    """
    en: The bias is missing: add b to the weighted sum before the sigmoid.
    ja: バイアスを足し忘れています。シグモイドに通す前に b を足しましょう。
    """
    return 1 / (1 + np.exp(-(x @ w)))


@neuron.mistake("bias-in-sum")
def _(x: Array, w: Array, b: float) -> float:
    """
    en: The bias was added once for every input. Add it once, after the sum.
    ja: バイアスが入力の数だけ足されています。和を求めた後に一度だけ足しましょう。
    """
    return 1 / (1 + np.exp(-np.sum(x * w + b)))


@neuron.mistake("bias-after-activation")
def _(x: Array, w: Array, b: float) -> float:
    """
    en: The bias was added after the sigmoid. It belongs to the sum inside: sigmoid(w·x + b).
    ja: バイアスをシグモイドの後で足しています。sigmoid(w·x + b) のように中の和に足します。
    """
    return 1 / (1 + np.exp(-(x @ w))) + b


@neuron.mistake("activation-forgotten")
def _(x: Array, w: Array, b: float) -> Array:
    """
    en: This is the weighted sum w·x + b, before the activation. Put it through the sigmoid.
    ja: これは活性化前の値 w·x + b です。シグモイドに通しましょう。
    """
    return x @ w + b


@neuron.mistake("sum-forgotten")
def _(x: Array, w: Array, b: float) -> Array:
    """
    en: You got one number for each input: the products were not summed. A neuron has one output; x @ w
    multiplies and sums.
    ja: 入力ごとに値が出ています。積の和をとり忘れていませんか。x @ w なら掛けて足すところまで行います。
    """
    return 1 / (1 + np.exp(-(x * w + b)))


@neuron.mistake("activation-before-sum")
def _(x: Array, w: Array, b: float) -> float:
    """
    en: The sigmoid was applied to each product. It acts once, on the whole sum w·x + b.
    ja: 積の一つ一つにシグモイドを掛けています。シグモイドは和 w·x + b に一度だけ使います。
    """
    return np.sum(1 / (1 + np.exp(-(x * w)))) + b


@neuron.mistake("bias-subtracted")
def _(x: Array, w: Array, b: float) -> Array:
    """
    en: The bias was subtracted. It is added: w·x + b.
    ja: バイアスを引いています。w·x + b のように足します。
    """
    return 1 / (1 + np.exp(-(x @ w - b)))


@neuron.mistake("tanh-for-sigmoid")
def _(x: Array, w: Array, b: float) -> Array:
    """
    en: The activation is tanh, whose values run from -1 to 1. This neuron has the sigmoid.
    ja: 活性化関数が tanh(-1 から 1)になっています。このニューロンではシグモイドを使います。
    """
    return np.tanh(x @ w + b)


@neuron.mistake("relu-for-sigmoid")
def _(x: Array, w: Array, b: float) -> Array:
    """
    en: The activation is ReLU. This neuron has the sigmoid, whose values run from 0 to 1.
    ja: 活性化関数が ReLU になっています。このニューロンではシグモイド(0 から 1)を使います。
    """
    return np.maximum(x @ w + b, 0.0)


@neuron.mistake("step-for-sigmoid")
def _(x: Array, w: Array, b: float) -> Array:
    """
    en: The output is only 0 or 1, as of a perceptron. This neuron has the sigmoid, which lies between.
    ja: 出力が 0 と 1 だけです(パーセプトロンの形)。このニューロンでは、その間の値も取るシグモイドを使います。
    """
    return np.heaviside(x @ w + b, 1.0)


@neuron.mistake("exponent-sign")
def _(x: Array, w: Array, b: float) -> Array:
    """
    en: The sign in the exponent is flipped: the sigmoid is 1/(1 + e^-a), with a minus.
    ja: 指数の符号が逆です。シグモイドは 1/(1 + e^-a) で、マイナスがつきます。
    """
    return (1 - np.tanh((x @ w + b) / 2)) / 2


# ------------------------------------------------------------------------------------ perceptron


def _decided(x: Array, w: Array, b: float) -> bool:
    return bool(abs(x @ w + b) > 0.005)  # on the boundary itself either answer is right


@exercise("(n),(n),()->()", where=_decided, view=View.PLANE)
def perceptron(x: Array, w: Array, b: float) -> Array:
    """
    en: A perceptron: 1 if w·x + b is positive, 0 if it is negative.
    ja: パーセプトロンです。w·x + b が正なら 1、負なら 0 を返します。
    """
    return np.heaviside(x @ w + b, 1.0)


@perceptron.spec
def _(x: Array, w: Array, b: float) -> float:
    a = b
    for x_i, w_i in zip(x, w, strict=True):
        a += x_i * w_i
    return 1.0 if a > 0 else 0.0


@perceptron.inputs
def _(rng: Rng) -> Iterator[Case]:
    # Each of these tells one mistake apart: the bias decides, then a weight, then the number of inputs.
    yield Case("bias-decides", (np.array([1.0]), np.array([1.0]), -2.0))
    yield Case("bias-decides-up", (np.array([-1.0]), np.array([1.0]), 2.0))
    yield Case("bias-lifts", (np.array([1.0]), np.array([1.0]), 2.0))
    yield Case("two-inputs", (np.array([1.0, 2.0]), np.array([2.0, 3.0]), -5.0))
    yield Case("bias-once", (np.array([1.0, 1.0, 1.0]), np.array([1.0, 1.0, 1.0]), -2.0))
    yield Case("below", (np.array([2.0, 1.0]), np.array([-1.0, 1.0]), 0.5))
    for k in range(6):
        n = rng.integer(2, 4)
        yield Case(f"random-{k + 1}", (rng.tenths(n), rng.tenths(n), rng.number()))
    yield Case("large", (np.array([1000.0, -1.0]), np.array([1.0, 1.0]), 0.5), Group.LARGE)


@perceptron.mistake("bias-forgotten")
def _(x: Array, w: Array, b: float) -> float:
    """
    en: The bias is missing: add b to the weighted sum before deciding.
    ja: バイアスを足し忘れています。判定の前に b を足しましょう。
    """
    return np.heaviside(x @ w, 1.0)


@perceptron.mistake("relu-for-step")
def _(x: Array, w: Array, b: float) -> Array:
    """
    en: The output keeps the size of w·x + b, which is ReLU. A perceptron answers only 0 or 1.
    ja: w·x + b の大きさがそのまま出ています(ReLU です)。パーセプトロンの出力は 0 か 1 です。
    """
    return np.maximum(x @ w + b, 0.0)


@perceptron.mistake("no-decision")
def _(x: Array, w: Array, b: float) -> Array:
    """
    en: This is the sum w·x + b itself. A perceptron answers 1 if it is positive, else 0.
    ja: これは和 w·x + b そのものです。パーセプトロンは正なら 1、そうでなければ 0 を返します。
    """
    return x @ w + b


@perceptron.mistake("sigmoid-for-step")
def _(x: Array, w: Array, b: float) -> Array:
    """
    en: The activation is the sigmoid, whose values lie between 0 and 1. A perceptron answers 0 or 1.
    ja: 活性化関数がシグモイドになっていて、0 と 1 の間の値が出ます。パーセプトロンの出力は 0 か 1 です。
    """
    return (1 + np.tanh((x @ w + b) / 2)) / 2


@perceptron.mistake("bias-as-threshold")
def _(x: Array, w: Array, b: float) -> Array:
    """
    en: You compared w·x with b, as with a threshold. Here b is a bias: add it and compare the sum with 0.
    ja: w·x を b と比べています(しきい値の形)。ここでの b はバイアスなので、足した和を 0 と比べます。
    """
    return np.heaviside(x @ w - b, 1.0)


@perceptron.mistake("bias-in-sum")
def _(x: Array, w: Array, b: float) -> float:
    """
    en: The bias was added once for every input. Add it once, after the sum.
    ja: バイアスが入力の数だけ足されています。和を求めた後に一度だけ足しましょう。
    """
    return np.heaviside(np.sum(x * w + b), 1.0)


@perceptron.mistake("minus-one")
def _(x: Array, w: Array, b: float) -> Array:
    """
    en: Your answers are -1 and +1. This perceptron answers 0 and 1.
    ja: -1 と +1 を返しています。ここでのパーセプトロンの出力は 0 と 1 です。
    """
    return np.sign(x @ w + b)


# --------------------------------------------------------------------------------- simple neuron


@exercise("(n),(),()->(n)", names=("neuron_relu",))
def simple_neuron(x: Array, w: float, b: float) -> Array:
    """
    en: A neuron with one input: ReLU of w·x + b, for every number in x.
    ja: 入力が一つのニューロンです。x のそれぞれの数について ReLU(w·x + b) を返します。
    """
    return np.maximum(w * x + b, 0.0)


@simple_neuron.spec
def _(x: Array, w: float, b: float) -> list[float]:
    return [w * x_i + b if w * x_i + b > 0 else 0.0 for x_i in x]


@simple_neuron.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield Case("one", (np.array([1.0]), 2.0, -1.0))
    yield Case("negative", (np.array([-1.0]), 1.5, -1.0))
    yield Case("small", (np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), 1.5, -1.0))
    for k in range(5):
        yield Case(f"random-{k + 1}", (rng.tenths(rng.integer(3, 6)), rng.number(), rng.number()))
    yield Case("large", (np.array([-1000.0, 1000.0]), 2.0, 1.0), Group.LARGE)


@simple_neuron.mistake("bias-forgotten")
def _(x: Array, w: float, b: float) -> Array:
    """
    en: The bias is missing: add b before the ReLU.
    ja: バイアスを足し忘れています。ReLU に通す前に b を足しましょう。
    """
    return np.maximum(w * x, 0.0)


@simple_neuron.mistake("bias-after-activation")
def _(x: Array, w: float, b: float) -> Array:
    """
    en: The bias was added after the ReLU, so the output can be negative. Add it before: ReLU(w·x + b).
    ja: ReLU の後でバイアスを足しているため、負の値が出ます。ReLU(w·x + b) のように先に足しましょう。
    """
    return np.maximum(w * x, 0.0) + b


@simple_neuron.mistake("activation-forgotten")
def _(x: Array, w: float, b: float) -> Array:
    """
    en: This is w·x + b before the activation. ReLU makes the negative ones 0.
    ja: これは活性化前の値 w·x + b です。ReLU で負の値を 0 にしましょう。
    """
    return w * x + b


# ------------------------------------------------------------------------------------ brightness


@exercise("()->()", names=("brightness_detector",), plot=(0, 255))
def brightness(values: Array, threshold: float = 127) -> Array:
    """
    en: A brightness detector: ReLU(value - threshold) for every pixel; pixels may be 8-bit whole numbers.
    ja: 明るさ検出器です。各画素について ReLU(値 - threshold) を返します。画素は 8
    ビット整数のこともあります。
    """
    return np.maximum(np.asarray(values, float) - threshold, 0.0)


@brightness.spec
def _(value: float, threshold: float = 127) -> float:
    return float(value) - threshold if value > threshold else 0.0


@brightness.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield Case("bright", (np.array([150.0]),))
    yield Case("dark", (np.array([100.0]),))
    yield Case("edge", (np.array([126.0, 127.0, 128.0]),))
    yield Case("eight-bits", (np.array([100, 150], np.uint8),))
    for k in range(4):
        yield Case(f"random-{k + 1}", (np.array([float(rng.integer(0, 255)) for _ in range(5)]),))
    pixels = np.array([rng.integer(0, 255) for _ in range(6)], np.uint8).reshape(2, 3)
    yield Case("image", (pixels,), Group.SHAPES)
    yield Case("other-threshold", (np.array([50.0, 80.0, 200.0]), 60.0), Group.ARGUMENTS)


@brightness.mistake("eight-bit-wrap")
def _(values: Array, threshold: float = 127) -> Array:
    """
    en: 8-bit numbers have no negatives: 100 - 127 wraps around to 229. Turn the pixels into floats
    before subtracting.
    ja: 8 ビット整数には負の数がないため、100 - 127 が 229 になってしまいます。引き算の前に float
    に変換しましょう。
    """
    if values.dtype == np.uint8:
        return np.maximum(values - np.uint8(threshold), 0)
    return np.maximum(values - threshold, 0)


@brightness.mistake("no-shift")
def _(values: Array, threshold: float = 127) -> Array:
    """
    en: Bright pixels kept their value. ReLU(value - threshold) also subtracts the threshold from them.
    ja: 明るい画素の値がそのままです。ReLU(値 - threshold) では、通過した値からも threshold が引かれます。
    """
    return np.where(values > threshold, values, 0.0)


@brightness.mistake("only-zero-or-one")
def _(values: Array, threshold: float = 127) -> Array:
    """
    en: You marked bright pixels with 1. ReLU tells how far above the threshold they are.
    ja: 明るい画素を 1 にしています。ReLU ではしきい値をどれだけ超えたかが値になります。
    """
    return np.where(values > threshold, 1.0, 0.0)


@brightness.mistake("threshold-128")
def _(values: Array) -> Array:
    """
    en: You used the threshold 128; here it is another one.
    ja: しきい値が 128 になっています。ここで指定された値を確認しましょう。
    """
    return np.maximum(np.asarray(values, float) - 128, 0.0)


@brightness.mistake("dark-dropped")
def _(values: Array, threshold: float = 127) -> Array:
    """
    en: Dark pixels disappeared from the result. Every pixel keeps its place; dark ones become 0.
    ja: 暗い画素が結果から消えています。どの画素も位置はそのままで、暗いものは 0 にします。
    """
    return np.asarray(values, float)[values > threshold] - threshold


# ------------------------------------------------------------------------------------ dead units


@exercise("(N,n),(n,k),(k)->(d)")
def dead_units(x: Array, w: Array, b: Array) -> Array:
    """
    en: Which ReLU units are dead: the column numbers j for which (x @ w + b)[:, j] is 0 or less in
    every row.
    ja: 死んだ ReLU ユニットを探します。すべての行で (x @ w + b)[:, j] が 0 以下となる列番号 j を返します。
    """
    return np.flatnonzero(np.all(x @ w + b <= 0, axis=0))


@dead_units.spec
def _(x: Array, w: Array, b: Array) -> list[int]:
    units = range(w.shape[1])
    return [j for j in units if not any(sum(row * w[:, j]) + b[j] > 0 for row in x)]


@dead_units.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield Case("one-dead", (np.array([[1.0], [2.0]]), np.array([[1.0, -1.0]]), np.array([0.0, 0.0])))
    yield Case("off-once", (np.array([[1.0], [-2.0]]), np.array([[1.0, 1.0]]), np.array([0.0, -5.0])))
    yield Case("exactly-zero", (np.array([[1.0], [2.0]]), np.array([[0.0, 1.0]]), np.array([0.0, 1.0])))
    for k in range(4):
        rows, inputs, units = 3, rng.integer(1, 2), rng.integer(3, 4)
        dead = np.where(np.arange(units) == rng.integer(0, units - 1), -20.0, 0.05)
        yield Case(f"random-{k + 1}", (rng.tenths(rows, inputs), rng.tenths(inputs, units), dead))


@dead_units.mistake("any-for-all")
def _(x: Array, w: Array, b: Array) -> Array:
    """
    en: You found the units that are off for some row. Dead means off for every row: `all`, not `any`.
    ja: どれか一つの行でオフになるユニットを数えています。
    死んだユニットとはすべての行でオフのもの(`all`)です。
    """
    return np.flatnonzero(np.any(x @ w + b <= 0, axis=0))


@dead_units.mistake("rows-for-columns")
def _(x: Array, w: Array, b: Array) -> Array:
    """
    en: You looked along the rows (samples). Units are columns: reduce over axis 0.
    ja: 行(サンプル)の方向に調べています。ユニットは列なので、axis=0 でまとめます。
    """
    return np.flatnonzero(np.all(x @ w + b <= 0, axis=1))


@dead_units.mistake("bias-forgotten")
def _(x: Array, w: Array, b: Array) -> Array:
    """
    en: The bias is missing: it can switch a unit off, or on.
    ja: バイアスを足し忘れています。バイアスによってユニットがオフにもオンにもなります。
    """
    return np.flatnonzero(np.all(x @ w <= 0, axis=0))


@dead_units.mistake("strictly-negative")
def _(x: Array, w: Array, b: Array) -> Array:
    """
    en: A unit whose pre-activation is exactly 0 is off, too: `<= 0`, not `< 0`.
    ja: 活性化前の値がちょうど 0 のユニットもオフです。`< 0` ではなく `<= 0` とします。
    """
    return np.flatnonzero(np.all(x @ w + b < 0, axis=0))
