"""Gates, softmax's vector-Jacobian product and a network of two layers: small parts put together."""

# A mistake may well leave an argument out, and what NumPy returns often has no closer type than Any.
# ruff: noqa: ARG001
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from grader.exercise import Array, Case, Gradient, Group, Rng, View, exercise

# ----------------------------------------------------------------------------------------- gates


def _bits(rng: Rng) -> Iterator[Case]:
    """The whole truth table; what is drawn can only be one of its rows once more."""
    for a in (0, 1):
        for b in (0, 1):
            yield Case(f"{a}-{b}", (a, b))
    yield Case("random-1", (rng.integer(0, 1), rng.integer(0, 1)))


@exercise("(),()->()", names=("AND", "and_", "logic_and"), view=View.PLANE)
def and_gate(a: int, b: int) -> int:
    """
    en: The gate AND: 1 if both inputs are 1, else 0.
    ja: AND ゲートです。両方の入力が 1 なら 1、それ以外は 0 を返します。
    """
    return int(0.5 * a + 0.5 * b - 0.7 > 0)


@and_gate.spec
def _(a: int, b: int) -> int:
    return {(1, 1): 1}.get((a, b), 0)


and_gate.inputs(_bits)


@and_gate.mistake("or-for-and")
def _(a: int, b: int) -> int:
    """
    en: One 1 is enough for yours: that is OR. AND needs both; the bias must outweigh a single weight.
    ja: 1 が一つあれば 1 になっています(OR です)。AND には両方が必要なので、
        バイアスは一つの重みより大きく打ち消す値にします。
    """
    return int(a + b - 0.5 > 0)


@and_gate.mistake("nand-for-and")
def _(a: int, b: int) -> int:
    """
    en: The answer is the wrong way round: that is NAND. Change the sign of all weights and of the bias.
    ja: 答えが逆です(NAND です)。重みとバイアスの符号をすべて反対にしましょう。
    """
    return int(not (a and b))


@exercise("(),()->()", names=("OR", "or_", "logic_or"), view=View.PLANE)
def or_gate(a: int, b: int) -> int:
    """
    en: The gate OR: 1 if at least one input is 1, else 0.
    ja: OR ゲートです。入力の少なくとも一方が 1 なら 1、それ以外は 0 を返します。
    """
    return int(0.5 * a + 0.5 * b - 0.2 > 0)


@or_gate.spec
def _(a: int, b: int) -> int:
    return {(0, 0): 0}.get((a, b), 1)


or_gate.inputs(_bits)


@or_gate.mistake("and-for-or")
def _(a: int, b: int) -> int:
    """
    en: Yours needs both inputs: that is AND. For OR a single 1 must outweigh the bias.
    ja: 両方が 1 のときだけ 1 になっています(AND です)。OR では一つの 1 がバイアスを上回るようにします。
    """
    return int(a + b - 1.5 > 0)


@or_gate.mistake("xor-for-or")
def _(a: int, b: int) -> int:
    """
    en: Two 1s give 0 in yours: that is XOR. OR gives 1 there.
    ja: 両方が 1 のとき 0 になっています(XOR です)。OR では 1 になります。
    """
    return int(a != b)


@or_gate.mistake("sum-for-or")
def _(a: int, b: int) -> int:
    """
    en: Two 1s give 2 in yours: that is the sum. A gate answers only 0 or 1.
    ja: 両方が 1 のとき 2 になっています(足し算です)。ゲートの答えは 0 か 1 だけです。
    """
    return a + b


@exercise("(),()->()", names=("NAND", "nand", "logic_nand"), view=View.PLANE)
def nand_gate(a: int, b: int) -> int:
    """
    en: The gate NAND: 0 if both inputs are 1, else 1.
    ja: NAND ゲートです。両方の入力が 1 なら 0、それ以外は 1 を返します。
    """
    return int(-0.5 * a - 0.5 * b + 0.7 > 0)


@nand_gate.spec
def _(a: int, b: int) -> int:
    return {(1, 1): 0}.get((a, b), 1)


nand_gate.inputs(_bits)


@nand_gate.mistake("and-for-nand")
def _(a: int, b: int) -> int:
    """
    en: The answer is the wrong way round: that is AND. Change the sign of all weights and of the bias.
    ja: 答えが逆です(AND です)。重みとバイアスの符号をすべて反対にしましょう。
    """
    return int(a and b)


@nand_gate.mistake("nor-for-nand")
def _(a: int, b: int) -> int:
    """
    en: A single 1 switches yours off: that is NOR. NAND is off only when both are 1.
    ja: 1 が一つあるだけで 0 になっています(NOR です)。NAND は両方が 1 のときだけ 0 です。
    """
    return int(not (a or b))


@exercise("(),()->()", names=("NOR", "nor", "logic_nor"), view=View.PLANE)
def nor_gate(a: int, b: int) -> int:
    """
    en: The gate NOR: 1 if both inputs are 0, else 0.
    ja: NOR ゲートです。両方の入力が 0 なら 1、それ以外は 0 を返します。
    """
    return int(-0.5 * a - 0.5 * b + 0.2 > 0)


@nor_gate.spec
def _(a: int, b: int) -> int:
    return {(0, 0): 1}.get((a, b), 0)


nor_gate.inputs(_bits)


@nor_gate.mistake("nand-for-nor")
def _(a: int, b: int) -> int:
    """
    en: A single 1 leaves yours on: that is NAND. NOR is on only when both are 0.
    ja: 1 が一つだけでも 1 のままです(NAND です)。NOR は両方が 0 のときだけ 1 です。
    """
    return int(not (a and b))


@nor_gate.mistake("or-for-nor")
def _(a: int, b: int) -> int:
    """
    en: The answer is the wrong way round: that is OR. Change the sign of all weights and of the bias.
    ja: 答えが逆です(OR です)。重みとバイアスの符号をすべて反対にしましょう。
    """
    return int(a or b)


@exercise("(),()->()", names=("XOR", "xor", "logic_xor"), view=View.PLANE)
def xor_gate(a: int, b: int) -> int:
    """
    en: The gate XOR: 1 if exactly one input is 1, else 0. One perceptron cannot do it; two layers can.
    ja: XOR ゲートです。入力のちょうど一方が 1 なら 1、それ以外は 0 を返します。
        一つのパーセプトロンでは作れませんが、二層なら作れます。
    """
    either, not_both = int(a + b - 0.5 > 0), int(-a - b + 1.5 > 0)
    return int(either + not_both - 1.5 > 0)


@xor_gate.spec
def _(a: int, b: int) -> int:
    return {(0, 1): 1, (1, 0): 1}.get((a, b), 0)


xor_gate.inputs(_bits)


@xor_gate.mistake("or-for-xor")
def _(a: int, b: int) -> int:
    """
    en: Two 1s give 1 in yours: that is OR. Combine OR with NAND by AND.
    ja: 両方が 1 のとき 1 になっています(OR です)。OR と NAND の結果を AND で組み合わせましょう。
    """
    return int(a or b)


@xor_gate.mistake("equal-for-different")
def _(a: int, b: int) -> int:
    """
    en: The answer is the wrong way round: yours is 1 when the inputs are equal.
    ja: 答えが逆です。二つの入力が等しいときに 1 になっています。
    """
    return int(a == b)


# -------------------------------------------------------------------- vector-Jacobian product


def _score_gradients(rng: Rng) -> Iterator[Case]:
    yield Case("two", (np.array([1.0, -1.0]), np.array([1.0, 0.0])))
    for k in range(4):
        n = rng.integer(3, 5)
        yield Case(f"random-{k + 1}", (rng.tenths(n), rng.tenths(n)))
    yield Case("table", (rng.tenths(2, 3), rng.tenths(2, 3)), Group.SHAPES)
    yield Case("square", (rng.tenths(3, 3), rng.tenths(3, 3)), Group.SHAPES)
    yield Case("large", (np.array([1.0, 2.0]), np.array([1000.0, 1001.0])), Group.LARGE)


@exercise(
    "(...,n),(...,n)->(...,n)",
    names=("softmax_backward", "softmax_vector_jacobian"),
    gradient=Gradient("softmax", ("x",), upstream="dout"),
)
def softmax_vjp(dout: Array, z: Array) -> Array:
    """
    en: Softmax backward: from the gradient dout of its output to that of its scores z, without the Jacobian.
    ja: ソフトマックスの逆伝播です。出力の勾配 dout から、ヤコビ行列を作らずにスコア z の勾配を求めます。
    """
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    s = e / np.sum(e, axis=-1, keepdims=True)
    return s * (dout - np.sum(dout * s, axis=-1, keepdims=True))


@softmax_vjp.spec
def _(dout: Array, z: Array) -> Array:
    rows = []
    for slopes, scores in zip(np.atleast_2d(dout).tolist(), np.atleast_2d(z).tolist(), strict=True):
        s = [1 / sum(math.exp(b - a) for b in scores) for a in scores]
        n = len(s)
        rows.append([math.fsum(slopes[i] * s[i] * ((i == j) - s[j]) for i in range(n)) for j in range(n)])
    return np.array(rows).reshape(z.shape)


softmax_vjp.inputs(_score_gradients)


@softmax_vjp.mistake("diagonal-only")
def _(dout: Array, z: Array) -> Array:
    """
    en: Only s(1 - s) is there. Every output depends on every score: subtract the sum over the row, too.
    ja: s(1 - s) の部分しかありません。どの出力もすべてのスコアに依存するので、行の和も引きます。
    """
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    s = e / np.sum(e, axis=-1, keepdims=True)
    return dout * s * (1 - s)


@softmax_vjp.mistake("passed-through")
def _(dout: Array, z: Array) -> Array:
    """
    en: The gradient went through unchanged. That is so only where softmax and cross-entropy are one.
    ja: 勾配がそのまま通り抜けています。そうなるのはソフトマックスと交差エントロピーをまとめたときだけです。
    """
    return np.array(dout)


@softmax_vjp.mistake("whole-array-sum")
def _(dout: Array, z: Array) -> Array:
    """
    en: The sum went over the whole table. Every row is a sample of its own: axis=-1, keepdims=True.
    ja: 和を表全体でとっています。行ごとに一つのデータなので axis=-1、keepdims=True とします。
    """
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    s = e / np.sum(e, axis=-1, keepdims=True)
    return s * (dout - np.sum(dout * s))


@softmax_vjp.variant("from-output")
def _(dout: Array, z: Array) -> Array:
    """
    en: You treated z as the output of softmax. Here z holds the scores: take s = softmax(z) first.
    ja: z をソフトマックスの出力として扱っています。ここでの z はスコアなので、まず s = softmax(z) とします。
    """
    return z * (dout - np.sum(dout * z, axis=-1, keepdims=True))


# ---------------------------------------------------------------------------- a network of two layers


def _networks(rng: Rng) -> Iterator[Case]:
    """Numbers of samples, inputs, hidden units and outputs that tell one axis from another."""
    sizes = ((1, 1, 1, 1), (2, 1, 2, 1), (2, 3, 4, 5), (3, 2, 2, 2), (4, 3, 5, 2), (3, 3, 3, 3))
    for k, (rows, inputs, hidden, outputs) in enumerate(sizes):
        arrays = (
            rng.tenths(rows, inputs),
            rng.tenths(inputs, hidden),
            rng.tenths(hidden),
            rng.tenths(hidden, outputs),
            rng.tenths(outputs),
        )
        yield Case("smallest" if k == 0 else f"random-{k}", arrays)


@exercise("(N,n),(n,h),(h),(h,m),(m)->(N,m)", names=("two_layer_network", "mlp_forward"))
def two_layer_forward(x: Array, w1: Array, b1: Array, w2: Array, b2: Array) -> Array:
    """
    en: Two layers: sigmoid(x @ w1 + b1) @ w2 + b2. Every row of x is a sample; the output stays linear.
    ja: 二層のネットワーク sigmoid(x @ w1 + b1) @ w2 + b2 です。x の各行が一つのデータで、
        出力には活性化関数を使いません。
    """
    return (1 + np.tanh((x @ w1 + b1) / 2)) / 2 @ w2 + b2


@two_layer_forward.spec
def _(x: Array, w1: Array, b1: Array, w2: Array, b2: Array) -> list[list[float]]:
    rows = []
    for row in x.tolist():
        sums = [
            b + math.fsum(v * w for v, w in zip(row, ws, strict=True)) for b, ws in zip(b1, w1.T, strict=True)
        ]
        h = [1 / (1 + math.exp(-a)) for a in sums]
        rows.append(
            [b + math.fsum(v * w for v, w in zip(h, ws, strict=True)) for b, ws in zip(b2, w2.T, strict=True)]
        )
    return rows


two_layer_forward.inputs(_networks)


@two_layer_forward.mistake("no-activation")
def _(x: Array, w1: Array, b1: Array, w2: Array, b2: Array) -> Array:
    """
    en: There is no activation between the layers, so the two are one linear layer. Apply the sigmoid.
    ja: 層の間に活性化関数がないため、線形層一つと同じです。シグモイドを通しましょう。
    """
    return (x @ w1 + b1) @ w2 + b2


@two_layer_forward.mistake("relu-for-sigmoid")
def _(x: Array, w1: Array, b1: Array, w2: Array, b2: Array) -> Array:
    """
    en: The hidden layer has ReLU. This network has the sigmoid there.
    ja: 中間層の活性化関数が ReLU になっています。このネットワークではシグモイドを使います。
    """
    return np.maximum(x @ w1 + b1, 0.0) @ w2 + b2


@two_layer_forward.mistake("tanh-for-sigmoid")
def _(x: Array, w1: Array, b1: Array, w2: Array, b2: Array) -> Array:
    """
    en: The hidden layer has tanh. This network has the sigmoid there.
    ja: 中間層の活性化関数が tanh になっています。このネットワークではシグモイドを使います。
    """
    return np.tanh(x @ w1 + b1) @ w2 + b2


@two_layer_forward.variant("activated-output")
def _(x: Array, w1: Array, b1: Array, w2: Array, b2: Array) -> Array:
    """
    en: The output went through a sigmoid as well. Here the last layer stays linear.
    ja: 出力にもシグモイドを使っています。ここでは最後の層は線形のままです。
    """
    h = (1 + np.tanh((x @ w1 + b1) / 2)) / 2
    return (1 + np.tanh((h @ w2 + b2) / 2)) / 2


@two_layer_forward.mistake("bias-forgotten")
def _(x: Array, w1: Array, b1: Array, w2: Array, b2: Array) -> Array:
    """
    en: The biases are missing: add b1 before the sigmoid and b2 at the end.
    ja: バイアスを足し忘れています。b1 はシグモイドの前、b2 は最後に足します。
    """
    return (1 + np.tanh(x @ w1 / 2)) / 2 @ w2


def _backward(rng: Rng) -> Iterator[Case]:
    for case in _networks(rng):
        x, w1, b1, w2, _ = (np.asarray(a) for a in case.args)
        yield Case(case.name, (rng.tenths(len(x), w2.shape[1]), x, w1, b1, w2))


@exercise(
    "(N,m),(N,n),(n,h),(h),(h,m)->(n,h),(h),(h,m),(m)",
    names=("mlp_backward",),
    gradient=Gradient("two_layer_forward", ("w1", "b1", "w2", "b2"), upstream="dout"),
    view=View.MATRIX,
)
def two_layer_backward(dout: Array, x: Array, w1: Array, b1: Array, w2: Array) -> tuple[Array, ...]:
    """
    en: The gradients (dw1, db1, dw2, db2) of sigmoid(x @ w1 + b1) @ w2 + b2, from that of its output, dout.
    ja: sigmoid(x @ w1 + b1) @ w2 + b2 の勾配 (dw1, db1, dw2, db2) を、出力の勾配 dout から求めます。
    """
    h = (1 + np.tanh((x @ w1 + b1) / 2)) / 2
    da = dout @ w2.T * h * (1 - h)
    return x.T @ da, np.sum(da, axis=0), h.T @ dout, np.sum(dout, axis=0)


@two_layer_backward.spec
def _(dout: Array, x: Array, w1: Array, b1: Array, w2: Array) -> tuple[Array, ...]:
    """Each weight varied by itself, the derivative of the network written out along its one path."""
    dw1, db1, dw2 = np.zeros(w1.shape), np.zeros(len(b1)), np.zeros(w2.shape)
    for r in range(len(x)):
        for k in range(len(b1)):
            a = b1[k] + sum(x[r, i] * w1[i, k] for i in range(w1.shape[0]))
            h = 1 / (1 + math.exp(-a))
            slope = h * h * math.exp(-a) * sum(dout[r, j] * w2[k, j] for j in range(w2.shape[1]))
            db1[k] += slope
            for i in range(w1.shape[0]):
                dw1[i, k] += slope * x[r, i]
            for j in range(w2.shape[1]):
                dw2[k, j] += dout[r, j] * h
    return dw1, db1, dw2, np.array([sum(column) for column in dout.T.tolist()])


two_layer_backward.inputs(_backward)


@two_layer_backward.mistake("activation-slope-forgotten")
def _(dout: Array, x: Array, w1: Array, b1: Array, w2: Array) -> tuple[Array, ...]:
    """
    en: On the way back through the sigmoid its slope h(1 - h) is missing in dw1 and db1.
    ja: シグモイドを戻るところで傾き h(1 - h) を掛け忘れています(dw1 と db1)。
    """
    h = (1 + np.tanh((x @ w1 + b1) / 2)) / 2
    da = dout @ w2.T
    return x.T @ da, np.sum(da, axis=0), h.T @ dout, np.sum(dout, axis=0)


@two_layer_backward.mistake("slope-at-sum")
def _(dout: Array, x: Array, w1: Array, b1: Array, w2: Array) -> tuple[Array, ...]:
    """
    en: a(1 - a) was taken at the sum before the sigmoid. The rule h(1 - h) wants its output h.
    ja: シグモイドの前の和 a で a(1 - a) としています。公式 h(1 - h) の h はシグモイドの出力です。
    """
    a = x @ w1 + b1
    h = (1 + np.tanh(a / 2)) / 2
    da = dout @ w2.T * a * (1 - a)
    return x.T @ da, np.sum(da, axis=0), h.T @ dout, np.sum(dout, axis=0)


@two_layer_backward.mistake("relu-for-sigmoid")
def _(dout: Array, x: Array, w1: Array, b1: Array, w2: Array) -> tuple[Array, ...]:
    """
    en: These are the gradients of a network with ReLU in the hidden layer. This one has the sigmoid there.
    ja: 中間層が ReLU のネットワークの勾配になっています。このネットワークではシグモイドを使います。
    """
    h = np.maximum(x @ w1 + b1, 0.0)
    da = dout @ w2.T * (h > 0)
    return x.T @ da, np.sum(da, axis=0), h.T @ dout, np.sum(dout, axis=0)


@two_layer_backward.mistake("tanh-for-sigmoid")
def _(dout: Array, x: Array, w1: Array, b1: Array, w2: Array) -> tuple[Array, ...]:
    """
    en: These are the gradients of a network with tanh in the hidden layer. This one has the sigmoid there.
    ja: 中間層が tanh のネットワークの勾配になっています。このネットワークではシグモイドを使います。
    """
    h = np.tanh(x @ w1 + b1)
    da = dout @ w2.T * (1 - h**2)
    return x.T @ da, np.sum(da, axis=0), h.T @ dout, np.sum(dout, axis=0)


@two_layer_backward.variant("divided-by-rows")
def _(dout: Array, x: Array, w1: Array, b1: Array, w2: Array) -> tuple[Array, ...]:
    """
    en: All gradients were divided by the number of rows. That belongs to the loss: dout already holds it.
    ja: すべての勾配を行の数で割っています。それは損失の側のことで、dout にすでに含まれています。
    """
    h = (1 + np.tanh((x @ w1 + b1) / 2)) / 2
    da, n = dout @ w2.T * h * (1 - h), len(x)
    return x.T @ da / n, np.sum(da, axis=0) / n, h.T @ dout / n, np.sum(dout, axis=0) / n
