"""What a network is trained with: a linear layer and its gradients, update rules, labels and accuracy."""

# A mistake may well leave an argument out, and what NumPy returns often has no closer type than Any.
# ruff: noqa: ARG001
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np

from grader.exercise import Array, Case, Gradient, Group, Rng, Tolerance, View, axis, exercise, option
from grader.model import FunctionSource

# ---------------------------------------------------------------------------------- linear layer


@exercise(
    "(N,n),(n,m),(m)->(N,m)",
    names=("affine_forward", "dense_forward", "linear", "Affine", "Dense", "fully_connected", "forward"),
    view=View.MATRIX,
)
def linear_forward(x: Array, w: Array, b: Array) -> Array:
    """
    en: A linear layer: every row of x is a sample and becomes x @ w + b.
    ja: 線形層です。x の各行が一つのデータで、x @ w + b を返します。
    """
    return x @ w + b


@linear_forward.spec
def _(x: Array, w: Array, b: Array) -> Array:
    rows, inputs, outputs = *x.shape, w.shape[1]
    y = np.zeros((rows, outputs))
    for r in range(rows):
        for k in range(outputs):
            y[r, k] = b[k] + sum(x[r, i] * w[i, k] for i in range(inputs))
    return y


@linear_forward.mistake("bias-forgotten")
def _(x: Array, w: Array, b: Array) -> Array:
    """
    en: The bias is missing: add b to every row.
    ja: バイアスを足し忘れています。各行に b を足しましょう。
    """
    return x @ w


@linear_forward.mistake("elementwise-product")
def _(x: Array, w: Array, b: Array) -> Array:
    """
    en: `*` multiplies element by element. The matrix product is `@`.
    ja: `*` は要素ごとの積です。行列の積は `@` です。
    """
    return x * w + b


@linear_forward.variant("columns-are-samples")
def _(x: Array, w: Array, b: Array) -> Array:
    """
    en: You computed w @ x + b, where columns are samples. Here every row is a sample: x @ w + b.
    ja: w @ x + b(列が一つのデータ)を計算しています。ここでは行が一つのデータなので x @ w + b です。
    """
    return w @ x + b


@linear_forward.mistake("bias-subtracted")
def _(x: Array, w: Array, b: Array) -> Array:
    """
    en: The bias was subtracted. It is added: x @ w + b.
    ja: バイアスを引いています。x @ w + b のように足します。
    """
    return x @ w - b


def _layers(rng: Rng) -> Iterator[Case]:
    """Gradient from above, inputs, weights. Three lengths that differ tell one axis from another."""
    yield Case("smallest", (np.array([[1.0]]), np.array([[2.0]]), np.array([[3.0]])))
    yield Case("two-rows", (np.array([[1.0], [-1.0]]), np.array([[2.0], [5.0]]), np.array([[3.0]])))
    for k in range(5):
        rows, inputs, outputs = ((2, 3, 4), (3, 2, 2), (4, 3, 2), (3, 3, 3), (2, 2, 5))[k]
        made = (rng.tenths(rows, outputs), rng.tenths(rows, inputs), rng.tenths(inputs, outputs))
        yield Case(f"random-{k + 1}", made)


@exercise(
    "(N,m),(N,n),(n,m)->(N,n),(n,m),(m)",
    names=("affine_backward", "dense_backward"),
    gradient=Gradient("linear_forward", ("x", "w", "b"), upstream="dout"),
    view=View.MATRIX,
)
def linear_backward(dout: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    """
    en: The gradients (dx, dw, db) of a linear layer y = x @ w + b, from the gradient dout of its output.
    ja: 線形層 y = x @ w + b の勾配 (dx, dw, db) を、出力の勾配 dout から求めます。
    """
    return dout @ w.T, x.T @ dout, np.sum(dout, axis=0)


@linear_backward.spec
def _(dout: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros(w.shape[1])
    for r in range(x.shape[0]):
        for k in range(w.shape[1]):
            db[k] += dout[r, k]
            for i in range(w.shape[0]):
                dx[r, i] += dout[r, k] * w[i, k]
                dw[i, k] += dout[r, k] * x[r, i]
    return dx, dw, db


linear_backward.inputs(_layers)


@linear_backward.variant("divided-by-rows")
def _(dout: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    """
    en: dw and db were divided by the number of rows. That belongs to the loss: dout already holds it.
    ja: dw と db を行の数で割っています。それは損失の側のことで、dout にすでに含まれています。
    """
    return dout @ w.T, x.T @ dout / len(x), np.sum(dout, axis=0) / len(x)


@linear_backward.variant("columns-are-samples")
def _(dout: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    """
    en: These are the gradients of w @ x + b, where columns are samples. Here rows are: x @ w + b.
    ja: w @ x + b(列が一つのデータ)の勾配になっています。ここでは行が一つのデータなので x @ w + b です。
    """
    return w.T @ dout, dout @ x.T, np.sum(dout, axis=1, keepdims=True)


@linear_backward.variant("columns-are-samples-averaged")
def _(dout: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    """
    en: These are the gradients of w @ x + b, where columns are samples, divided by their number. Here
        rows are samples (x @ w + b), and dout already holds the mean.
    ja: w @ x + b(列が一つのデータ)の勾配を、データの数で割ったものです。ここでは行が
        一つのデータ(x @ w + b)で、平均は dout に含まれています。
    """
    n = x.shape[1]
    return w.T @ dout, dout @ x.T / n, np.sum(dout, axis=1, keepdims=True) / n


@linear_backward.mistake("bias-not-summed")
def _(dout: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    """
    en: db has a row for each sample. One bias serves all samples, so its gradient is the sum over the rows.
    ja: db がデータの数だけあります。バイアスは全データで共通なので、勾配は行についての和です。
    """
    return dout @ w.T, x.T @ dout, dout


@linear_backward.mistake("bias-summed-along-rows")
def _(dout: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    """
    en: db was summed along axis 1. There is one bias for each output: sum over the samples, axis 0.
    ja: db を axis=1 で足しています。バイアスは出力ごとに一つなので、データについて axis=0 で足します。
    """
    return dout @ w.T, x.T @ dout, np.sum(dout, axis=1)


@linear_backward.mistake("values-for-gradients")
def _(dout: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    """
    en: The second result is w itself. What is asked is its gradient, x.T @ dout.
    ja: 二つ目の結果が w そのものです。求めるのはその勾配 x.T @ dout です。
    """
    return dout @ w.T, w, np.sum(dout, axis=0)


@linear_backward.mistake("bias-averaged")
def _(dout: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    """
    en: db is a mean over the rows, while dw is a sum. One bias serves all samples: sum over axis 0.
    ja: dw は和なのに、db は行の平均になっています。バイアスは全データで共通なので axis=0 の和をとります。
    """
    return dout @ w.T, x.T @ dout, np.mean(dout, axis=0)


@linear_backward.mistake("weights-averaged")
def _(dout: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    """
    en: dw was divided by the number of rows, db was not. Divide neither: dout already holds that.
    ja: dw だけを行の数で割っています。どちらも割りません(dout にすでに含まれています)。
    """
    return dout @ w.T, x.T @ dout / len(x), np.sum(dout, axis=0)


@linear_backward.mistake("bias-summed-to-one")
def _(dout: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    """
    en: db is one number. There is one bias for each output: sum over the rows only, axis=0.
    ja: db が一つの数になっています。バイアスは出力ごとにあるので、行についてだけ axis=0 で足します。
    """
    return dout @ w.T, x.T @ dout, np.sum(dout)


# ---------------------------------------------------------------------------- numerical gradient


Scalar: TypeAlias = "Callable[[Array], float]"


def _functions(rng: Rng) -> Iterator[Case]:
    """A cubic shows how wide the step is and whether it goes both ways; a constant direction has slope 0."""
    square, cubic = FunctionSource("lambda x: np.sum(x**2)"), FunctionSource("lambda x: np.sum(x**3)")
    first = FunctionSource("lambda x: x.flat[0] ** 2 + 0.0")
    mixed = FunctionSource("lambda x: np.sum(x) ** 2 + np.prod(np.sin(x))")
    yield Case("one", (square, np.array([3.0])))
    yield Case("two", (square, np.array([3.0, 4.0])))
    yield Case("one-direction", (first, np.array([2.0, 5.0, -1.0])))
    yield Case("cubic", (cubic, np.array([1.0, -2.0])))
    for k in range(4):
        yield Case(f"random-{k + 1}", ((cubic, mixed)[k % 2], rng.tenths(rng.integer(2, 4))))
    yield Case("table", (cubic, rng.tenths(2, 3)), Group.SHAPES)
    yield Case("whole-numbers", (square, np.array([3, 4])), Group.TYPES)


@exercise(
    "(),(...)->(...)",
    names=(
        "numerical_grad",
        "num_grad",
        "numeric_gradient",
        "numerical_diff",
        "gradient_check",
        "num_gradient",
    ),
    tolerance=Tolerance(relative=2e-5, absolute=2e-5),
)
def numerical_gradient(f: Scalar, x: Array) -> Array:
    """
    en: The gradient of f at x by central differences: one slope for every entry of x, x left as it was.
    ja: 中心差分による、f の x における勾配です。x の成分ごとに傾きを求め、x は元のままにします。
    """
    grad = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        there = np.array(x, float)
        there[place] = x[place] + 1e-5
        back = np.array(x, float)
        back[place] = x[place] - 1e-5
        grad[place] = (f(there) - f(back)) / 2e-5
    return grad


@numerical_gradient.spec
def _(f: Scalar, x: Array) -> Any:
    """Richardson's extrapolation of two wider central differences."""
    slopes = []
    for place in range(x.size):
        differences = []
        for h in (1e-3, 5e-4):
            direction = h * np.eye(x.size)[place].reshape(x.shape)
            differences.append((f(x + direction) - f(x - direction)) / (2 * h))
        slopes.append((4 * differences[1] - differences[0]) / 3)
    return np.array(slopes).reshape(x.shape)


numerical_gradient.inputs(_functions)


@numerical_gradient.variant("forward-difference")
def _(f: Scalar, x: Array) -> Any:
    """
    en: You go one step forward only. Going as far back as well, (f(x+h) - f(x-h))/2h, is far more exact.
    ja: 前にだけ進む前進差分です。後ろにも同じだけ進む (f(x+h) - f(x-h))/2h のほうがずっと正確です。
    """
    grad = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        there = np.array(x, float)
        there[place] += 1e-4
        grad[place] = (f(there) - f(x)) / 1e-4
    return grad


FORWARD = """
    en: You go one step forward only. Going as far back as well, (f(x+h) - f(x-h))/2h, is far more exact.
    ja: 前にだけ進む前進差分です。後ろにも同じだけ進む (f(x+h) - f(x-h))/2h のほうがずっと正確です。"""
WIDE = """
    en: The step is so wide that the slope is inexact. About 1e-5 is a good one.
    ja: 幅が大きすぎるため、傾きが不正確です。1e-5 くらいがよいでしょう。"""
STEPS = axis(
    "step",
    "central",
    *(option(h, "forward-difference", FORWARD) for h in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5)),
    *(option(-h, "step-too-wide", WIDE, mistake=True) for h in (1.0, 0.5, 1e-1, 1e-2)),
)


@numerical_gradient.product(STEPS)
def _(f: Scalar, x: Array, *, step: float) -> Array:
    """Forward by a positive step, both ways by a negative one."""
    grad = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        there, back = np.array(x, float), np.array(x, float)
        there[place] += abs(step)
        back[place] -= max(-step, 0)
        grad[place] = (f(there) - f(back)) / (step if step > 0 else -2 * step)
    return grad


@numerical_gradient.mistake("brackets-missing")
def _(f: Scalar, x: Array) -> Any:
    """
    en: Without brackets, / 2*h divides by 2 and multiplies by h. Write / (2*h).
    ja: かっこがないと / 2*h は 2 で割って h を掛ける計算になります。/ (2*h) と書きましょう。
    """
    grad = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        there, back = np.array(x, float), np.array(x, float)
        there[place] += 1e-4
        back[place] -= 1e-4
        grad[place] = (f(there) - f(back)) / 2 * 1e-4
    return grad


@numerical_gradient.mistake("divided-by-one-step")
def _(f: Scalar, x: Array) -> Any:
    """
    en: Every slope is twice as large: from x - h to x + h it is two steps, so divide by 2h.
    ja: どの傾きも 2 倍です。x - h から x + h までは 2 歩なので、2h で割ります。
    """
    grad = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        there, back = np.array(x, float), np.array(x, float)
        there[place] += 1e-4
        back[place] -= 1e-4
        grad[place] = (f(there) - f(back)) / 1e-4
    return grad


@numerical_gradient.mistake("one-step-of-two")
def _(f: Scalar, x: Array) -> Any:
    """
    en: Every slope is half as large: from x to x + h it is one step, but you divided by 2h.
    ja: どの傾きも半分です。x から x + h までは 1 歩なのに、2h で割っています。
    """
    grad = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        there = np.array(x, float)
        there[place] += 1e-4
        grad[place] = (f(there) - f(x)) / 2e-4
    return grad


@numerical_gradient.mistake("all-at-once")
def _(f: Scalar, x: Array) -> Any:
    """
    en: All entries of x moved together, which gives the sum of the slopes. Move one entry at a time.
    ja: x の全成分を同時に動かしているため、傾きの和になります。一つずつ動かしましょう。
    """
    return (f(x + 1e-4) - f(x - 1e-4)) / 2e-4


@numerical_gradient.mistake("not-put-back")
def _(f: Scalar, x: Array) -> Any:
    """
    en: An entry that was moved stays moved while the next ones are. Put each back to its old value.
    ja: 動かした成分を元に戻さないまま次に進んでいます。一つ終えるたびに元の値に戻しましょう。
    """
    grad = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        old = x[place]
        x[place] = old + 1e-4
        above = f(x)
        x[place] = old - 1e-4
        grad[place] = (above - f(x)) / 2e-4
    return grad


@numerical_gradient.mistake("last-only")
def _(f: Scalar, x: Array) -> Any:
    """
    en: One slope for all: grad = … in the loop forgets the earlier ones. Write grad[i] = ….
    ja: 傾きが一つしか残っていません。ループの中が grad = … だと前の値が消えます。grad[i] = … としましょう。
    """
    slope = 0.0
    for place in np.ndindex(x.shape):
        there, back = np.array(x, float), np.array(x, float)
        there[place] += 1e-4
        back[place] -= 1e-4
        slope = (f(there) - f(back)) / 2e-4
    return slope


# ---------------------------------------------------------------------------------- update rules


def _steps(rng: Rng) -> Iterator[Case]:
    yield Case("one", (np.array([1.0]), np.array([2.0]), 0.1))
    for k in range(5):
        n = rng.integer(2, 5)
        yield Case(f"random-{k + 1}", (rng.tenths(n), rng.tenths(n), rng.integer(1, 9) / 20))


@exercise(
    "(n),(n),()->(n)",
    names=(
        "sgd_step",
        "gd_step",
        "sgd_update",
        "SGD",
        "gradient_descent",
        "update_weights",
        "update_parameters",
    ),
    view=View.DESCENT,
)
def gradient_descent_step(w: Array, g: Array, lr: float) -> Array:
    """
    en: One step of gradient descent: the weights w after going against the gradient g with learning
        rate lr.
    ja: 勾配降下法の 1 ステップです。勾配 g の逆向きに学習率 lr だけ進んだ後の重み w を返します。
    """
    return w - lr * g


@gradient_descent_step.spec
def _(w: Array, g: Array, lr: float) -> list[float]:
    return [w_i - lr * g_i for w_i, g_i in zip(w.tolist(), g.tolist(), strict=True)]


gradient_descent_step.inputs(_steps)


@gradient_descent_step.mistake("ascends")
def _(w: Array, g: Array, lr: float) -> Array:
    """
    en: The step goes along the gradient, up the loss. Subtract it to go down.
    ja: 勾配の向きに進んでいるため、損失が増えます。減らすには引きましょう。
    """
    return w + lr * g


@gradient_descent_step.mistake("sign-of-gradient")
def _(w: Array, g: Array, lr: float) -> Array:
    """
    en: Only the sign of the gradient counts in yours, so every step has the length lr. Subtract lr * g.
    ja: 勾配の符号しか使っていないため、どの成分も lr ずつ動いています。lr * g を引きましょう。
    """
    return w - lr * np.sign(g)


@gradient_descent_step.mistake("rate-forgotten")
def _(w: Array, g: Array, lr: float) -> Array:
    """
    en: The learning rate is missing: the step is lr times the gradient.
    ja: 学習率がありません。1 ステップの幅は lr 掛ける勾配です。
    """
    return w - g


@gradient_descent_step.mistake("step-only")
def _(w: Array, g: Array, lr: float) -> Array:
    """
    en: You returned the step alone. Asked are the weights after it: w minus the step.
    ja: 進む量だけを返しています。求めるのは進んだ後の重みです。w から引きましょう。
    """
    return lr * g


@gradient_descent_step.mistake("written-in-place")
def _(w: Array, g: Array, lr: float) -> Array:
    """
    en: The numbers are right, but `w -=` changes the array you were given. `w = w - lr * g` makes a
        new one.
    ja: 値は正しいのですが、`w -=` は渡された配列を書き換えます。
        `w = w - lr * g` なら新しい配列になります。
    """
    w -= lr * g
    return w


def _momenta(rng: Rng) -> Iterator[Case]:
    yield Case("at-rest", (np.array([1.0]), np.array([2.0]), np.array([0.0]), 0.1, 0.9))
    yield Case("moving", (np.array([1.0]), np.array([2.0]), np.array([-1.0]), 0.1, 0.5))
    for k in range(5):
        n = rng.integer(2, 4)
        rates = (rng.integer(1, 9) / 20, rng.integer(3, 9) / 10)
        yield Case(f"random-{k + 1}", (rng.tenths(n), rng.tenths(n), rng.tenths(n), *rates))


@exercise(
    "(n),(n),(n),(),()->(n),(n)",
    names=("momentum_update", "Momentum", "momentum", "MomentumSGD", "momentum_sgd"),
    view=View.DESCENT,
)
def momentum_step(w: Array, g: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """
    en: One step with momentum: v becomes mu·v - lr·g and w becomes w + v. Returns (w, v).
    ja: モーメンタムの 1 ステップです。v を mu·v - lr·g に、w を w + v に更新し、(w, v) を返します。
    """
    v = mu * v - lr * g
    return w + v, v


@momentum_step.spec
def _(w: Array, g: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    speeds = [mu * v_i - lr * g_i for v_i, g_i in zip(v.tolist(), g.tolist(), strict=True)]
    return np.array([a + s for a, s in zip(w.tolist(), speeds, strict=True)]), np.array(speeds)


momentum_step.inputs(_momenta)


@momentum_step.variant("speed-adds-up")
def _(w: Array, g: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """
    en: Your v is mu·v + lr·g and is subtracted from w. The weights agree if you start at rest; here v is
        mu·v - lr·g and is added.
    ja: v を mu·v + lr·g として w から引いています。ここでは v を mu·v - lr·g として w に足します。
    """
    v = mu * v + lr * g
    return w - v, v


@momentum_step.variant("rate-outside")
def _(w: Array, g: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """
    en: Your v is mu·v + g, and lr enters only in the step. Here v already holds the rate: mu·v - lr·g.
    ja: v を mu·v + g とし、lr を最後に掛けています。ここでは v に学習率を含めて mu·v - lr·g とします。
    """
    v = mu * v + g
    return w - lr * v, v


@momentum_step.variant("moving-average")
def _(w: Array, g: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """
    en: Your v is a moving average of gradients, mu·v + (1 - mu)·g. Here it is a speed: mu·v - lr·g.
    ja: v を勾配の移動平均 mu·v + (1 - mu)·g としています。ここでの v は速度 mu·v - lr·g です。
    """
    v = mu * v + (1 - mu) * g
    return w - lr * v, v


@momentum_step.mistake("rate-forgotten")
def _(w: Array, g: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """
    en: The learning rate is missing: v becomes mu·v - lr·g.
    ja: 学習率がありません。v は mu·v - lr·g に更新します。
    """
    v = mu * v - g
    return w + v, v


@momentum_step.mistake("old-speed-used")
def _(w: Array, g: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """
    en: The weights moved with the old speed. Update v first, then add the new one.
    ja: 重みを古い速度で動かしています。先に v を更新し、新しい v を足しましょう。
    """
    return w + v, mu * v - lr * g


@momentum_step.variant("nesterov")
def _(w: Array, g: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """
    en: This is Nesterov's form, which looks ahead: w moves by mu·v - lr·g with the new v. Here w
        becomes w + v.
    ja: 先を見て動くネステロフの形です。ここでは w を w + v に更新します。
    """
    new = mu * v - lr * g
    return w - mu * v + (1 + mu) * new, new


@momentum_step.mistake("speed-against-itself")
def _(w: Array, g: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """
    en: v grows along the gradient and is added to w, so the loss rises. Let one of the two have a minus.
    ja: v が勾配の向きに育ち、それを w に足しているため、損失が増えます。どちらか一方にマイナスが必要です。
    """
    v = mu * v + lr * g
    return w + v, v


@momentum_step.mistake("momentum-forgotten")
def _(w: Array, g: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """
    en: The old speed does not enter: v becomes mu·v - lr·g.
    ja: 前の速度が使われていません。v は mu·v - lr·g に更新します。
    """
    return w - lr * g, -lr * g


def _adam(rng: Rng) -> Iterator[Case]:
    """Different decay rates and a large epsilon, which show where each of them stands."""
    start = (np.array([1.0]), np.array([2.0]), np.array([0.0]), np.array([0.0]))
    yield Case("first-step", (*start, 1, 0.1, 0.8, 0.9, 0.001))
    for k in range(5):
        n = rng.integer(2, 4)
        arrays = (rng.tenths(n), rng.tenths(n), rng.tenths(n), np.abs(rng.tenths(n)))
        yield Case(f"random-{k + 1}", (*arrays, k + 2, 0.1, 0.8, 0.9, 0.01))


@exercise("(n),(n),(n),(n),(),(),(),(),()->(n),(n),(n)", names=("adam_update", "adam"), view=View.DESCENT)
def adam_step(
    w: Array, g: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    """
    en: Step t (from 1) of Adam with bias correction, eps outside the root. Returns (w, m, v).
    ja: Adam の t 回目(1 から数える)のステップです。バイアス補正を行い、eps は根号の外に置きます。
        (w, m, v) を返します。
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@adam_step.spec
def _(
    w: Array, g: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    new = []
    for w_i, g_i, m_i, v_i in zip(w.tolist(), g.tolist(), m.tolist(), v.tolist(), strict=True):
        first, second = m_i + (1 - beta1) * (g_i - m_i), v_i + (1 - beta2) * (g_i * g_i - v_i)
        root = math.sqrt(second / (1 - math.pow(beta2, t)))
        new.append((w_i - lr * first / (1 - math.pow(beta1, t)) / (root + eps), first, second))
    a, b, c = (np.array(column) for column in zip(*new, strict=True))
    return a, b, c


adam_step.inputs(_adam)


@adam_step.variant("no-bias-correction")
def _(
    w: Array, g: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    """
    en: m and v are used as they are. They start at 0 and are too small at first: divide by 1 - beta^t.
    ja: m と v をそのまま使っています。0 から始まるため最初は小さすぎます。1 - beta^t で割りましょう。
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w - lr * m / (np.sqrt(v) + eps), m, v


@adam_step.variant("epsilon-inside")
def _(
    w: Array, g: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    """
    en: eps stands inside the root. Here it stands outside: sqrt(v_hat) + eps.
    ja: eps が根号の中にあります。ここでは外に置いて sqrt(v_hat) + eps とします。
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w - lr * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t) + eps), m, v


@adam_step.variant("rate-corrected")
def _(
    w: Array, g: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    """
    en: The correction was moved into the learning rate, so eps weighs differently. Correct m and v instead.
    ja: 補正を学習率に含めているため、eps の効き方が変わります。m と v のほうを補正しましょう。
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps), m, v


@adam_step.mistake("correction-without-power")
def _(
    w: Array, g: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    """
    en: You divided by 1 - beta at every step. The correction fades: divide by 1 - beta^t.
    ja: いつも 1 - beta で割っています。補正は次第に弱まるので、1 - beta^t で割ります。
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w - lr * (m / (1 - beta1)) / (np.sqrt(v / (1 - beta2)) + eps), m, v


@adam_step.mistake("square-forgotten")
def _(
    w: Array, g: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    """
    en: v averages |g|. It averages the squares g², whose root is taken later.
    ja: v が |g| の平均になっています。v は g² の平均で、後で平方根をとります。
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.abs(g)
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@adam_step.mistake("betas-swapped")
def _(
    w: Array, g: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    """
    en: beta1 and beta2 are swapped: beta1 belongs to m, beta2 to v.
    ja: beta1 と beta2 が入れ替わっています。beta1 は m、beta2 は v のものです。
    """
    m = beta2 * m + (1 - beta2) * g
    v = beta1 * v + (1 - beta1) * g**2
    return w - lr * (m / (1 - beta2**t)) / (np.sqrt(v / (1 - beta1**t)) + eps), m, v


@adam_step.mistake("ascends")
def _(
    w: Array, g: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    """
    en: The step goes along the gradient, up the loss. Subtract it to go down.
    ja: 勾配の向きに進んでいるため、損失が増えます。減らすには引きましょう。
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w + lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@adam_step.mistake("root-forgotten")
def _(
    w: Array, g: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    """
    en: The root is missing: the step is divided by √v, not by v.
    ja: 平方根がありません。割るのは v ではなく √v です。
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w - lr * (m / (1 - beta1**t)) / (v / (1 - beta2**t) + eps), m, v


@adam_step.mistake("corrected-kept")
def _(
    w: Array, g: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    """
    en: The corrected averages were returned. The next step needs m and v as they were before correction.
    ja: 補正後の値を返しています。次のステップには補正前の m と v が必要です。
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m_hat, v_hat


FIXED = """
    en: A small number is fixed inside where eps is given as an argument. Use eps.
    ja: eps が引数で渡されているのに、小さな数が中に固定されています。eps を使いましょう。"""
CORRECTED = axis(
    "corrected",
    "both",
    option("none", "no-bias-correction", """
        en: The bias correction is missing: m and v start at 0 and are too small at first.
        ja: バイアス補正がありません。m と v は 0 から始まるので、初めは小さすぎます。"""),
    option("rate", "rate-corrected", """
        en: The correction is in the learning rate, so that eps weighs otherwise. Here m and v are corrected.
        ja: 学習率のほうを補正しているため、eps の効き方が変わります。ここでは m と v を補正します。"""),
    option("powerless", "correction-without-power", """
        en: You divided by 1 - beta at every step. The correction fades: divide by 1 - beta^t.
        ja: いつも 1 - beta で割っています。補正は次第に弱まるので、1 - beta^t で割ります。""", mistake=True),
    option("m", "v-uncorrected", """
        en: Only m was corrected. v starts at 0 as well: divide it by 1 - beta2^t.
        ja: m しか補正していません。v も 0 から始まるので、1 - beta2^t で割ります。""", mistake=True),
)  # fmt: skip
EPSILON = axis(
    "place",
    "outside",
    option("inside", "epsilon-inside", """
        en: eps stands under the root. Here it is added after it: √v + eps.
        ja: eps が平方根の中にあります。ここでは √v + eps のように外で足します。"""),
    option("nowhere", "epsilon-forgotten", """
        en: eps is missing: where v is 0 the step would divide by 0. Add it to the root.
        ja: eps がありません。v が 0 のとき 0 で割ることになります。平方根に足しましょう。""", mistake=True),
)  # fmt: skip
SMALL = axis("small", 0.0, *(option(eps, "epsilon-fixed", FIXED) for eps in (1e-8, 1e-7)))


@adam_step.product(CORRECTED, EPSILON, SMALL)
def _(
    w: Array, g: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float,
    *, corrected: str, place: str, small: float,
) -> tuple[Array, Array, Array]:  # fmt: skip
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    full1, full2 = 1 - beta1**t, 1 - beta2**t
    by_m = {"both": full1, "m": full1, "powerless": 1 - beta1}.get(corrected, 1.0)
    by_v = {"both": full2, "powerless": 1 - beta2}.get(corrected, 1.0)
    rate = lr * np.sqrt(full2) / full1 if corrected == "rate" else lr
    e = 0.0 if place == "nowhere" else small or eps
    below = np.sqrt(v / by_v + e) if place == "inside" else np.sqrt(v / by_v) + e
    return w - rate * (m / by_m) / below, m, v


# ----------------------------------------------------------------------------- labels, accuracy


@exercise(
    "(N),()->(N,n)", names=("to_one_hot", "onehot", "to_categorical", "one_hot_encode", "convert_one_hot")
)
def one_hot(labels: Array, n: int) -> Array:
    """
    en: One-hot rows: for every label (counted from 0) a row of n zeros with a 1 in its place.
    ja: one-hot 表現です。各ラベル(0 から数える)について、その位置だけ 1 で残りが 0 の長さ n
        の行を作ります。
    """
    return np.eye(n)[labels]


@one_hot.spec
def _(labels: Array, n: int) -> list[list[float]]:
    return [[1.0 if k == label else 0.0 for k in range(n)] for label in labels.tolist()]


@one_hot.inputs
def _(rng: Rng) -> Iterator[Case]:
    yield Case("one-label", (np.array([1]), 3))
    yield Case("last-class-missing", (np.array([0, 1, 0]), 3))
    for k in range(4):
        n = rng.integer(3, 6)
        yield Case(f"random-{k + 1}", (rng.labels(rng.integer(2, 5), n), n))


@one_hot.mistake("classes-from-labels")
def _(labels: Array, n: int) -> Array:
    """
    en: The number of columns came from the labels at hand. A class that is missing today still has a
        column:
        use n.
    ja: 列の数を手元のラベルから決めています。今回出てこないクラスにも列が必要なので、n を使いましょう。
    """
    return np.eye(int(np.max(labels)) + 1)[labels]


@one_hot.mistake("ten-classes")
def _(labels: Array, n: int) -> Array:
    """
    en: The number of columns is fixed at 10. Use n.
    ja: 列の数が 10 に固定されています。n を使いましょう。
    """
    return np.eye(10)[labels]


@one_hot.mistake("counted-from-one")
def _(labels: Array, n: int) -> Array:
    """
    en: The 1 stands one place too far left: labels count from 0 here.
    ja: 1 の位置が一つ左にずれています。ここではラベルを 0 から数えます。
    """
    return np.eye(n)[labels - 1]


@one_hot.variant("columns-for-rows")
def _(labels: Array, n: int) -> Array:
    """
    en: Every label became a column. Here it becomes a row: one sample a row.
    ja: ラベルが列になっています。ここでは一つのデータを 1 行にします。
    """
    return np.eye(n)[:, labels]


@one_hot.mistake("all-labels-in-every-row")
def _(labels: Array, n: int) -> Array:
    """
    en: Every row has a 1 for every label. Pair rows with labels: out[np.arange(N), labels] = 1.
    ja: どの行にもすべてのラベルの 1 が立っています。
        out[np.arange(N), labels] = 1 のように行とラベルを対にしましょう。
    """
    out = np.zeros((len(labels), n))
    out[:, labels] = 1
    return out


@exercise("(N,k),(N,k)->()", names=("compute_accuracy", "accuracy_score", "calc_accuracy", "get_accuracy"))
def accuracy(pred: Array, true: Array) -> Array:
    """
    en: The share of rows in which the largest score stands where the one-hot target has its 1.
    ja: 正解率です。最大のスコアの位置が one-hot の正解の 1 の位置と一致する行の割合を返します。
    """
    return np.mean(np.argmax(pred, axis=1) == np.argmax(true, axis=1))


@accuracy.spec
def _(pred: Array, true: Array) -> float:
    rows = list(zip(pred.tolist(), true.tolist(), strict=True))
    return sum(t[p.index(max(p))] == 1 for p, t in rows) / len(rows)


@accuracy.inputs
def _(rng: Rng) -> Iterator[Case]:
    right = np.array([[0.0, 1.0], [1.0, 0.0]])
    yield Case("all-right", (np.array([[0.2, 0.8], [0.9, 0.1]]), right))
    yield Case("half-right", (np.array([[0.2, 0.8], [0.1, 0.9]]), right))
    yield Case("first-column", (np.array([[3.0, 1.0, 2.0], [2.0, 9.0, 1.0], [5.0, 4.0, 1.0]]), np.eye(3)))
    for k in range(4):
        rows = rng.integer(4, 7)
        yield Case(f"random-{k + 1}", (rng.distributions(rows, 3), rng.one_hot(rows, 3)))


@accuracy.variant("in-percent")
def _(pred: Array, true: Array) -> Array:
    """
    en: You answered in percent. This task asks for a share between 0 and 1.
    ja: パーセントで答えています。ここでは 0 から 1 までの割合を求めます。
    """
    return 100 * np.mean(np.argmax(pred, axis=1) == np.argmax(true, axis=1))


@accuracy.variant("counted-not-shared")
def _(pred: Array, true: Array) -> Array:
    """
    en: You counted the right rows. Divide by their number to get a share.
    ja: 正解した行を数えています。割合にするには行の数で割りましょう。
    """
    return np.sum(np.argmax(pred, axis=1) == np.argmax(true, axis=1))


@accuracy.mistake("wrong-axis")
def _(pred: Array, true: Array) -> Array:
    """
    en: The largest number of each column was looked up. Classes stand side by side in a row: axis=1.
    ja: 列ごとに最大の位置を調べています。クラスは行の中に並んでいるので axis=1 です。
    """
    return np.mean(np.argmax(pred, axis=0) == np.argmax(true, axis=0))


@accuracy.mistake("one-place-for-all")
def _(pred: Array, true: Array) -> Array:
    """
    en: Without an axis, argmax looks up one place in the whole table. Look in each row: axis=1.
    ja: axis を指定しない argmax は、表全体で一つの位置しか返しません。行ごとに調べるには axis=1 とします。
    """
    return np.mean(np.argmax(pred) == np.argmax(true))


@accuracy.mistake("entries-compared")
def _(pred: Array, true: Array) -> Array:
    """
    en: Rounded scores were compared entry by entry. What counts is which class of the row has the largest
        score.
    ja: 丸めたスコアを一つずつ比べています。数えるのは、行の中で最大のスコアがどのクラスかです。
    """
    return np.mean(np.round(pred) == true)


@accuracy.mistake("error-rate")
def _(pred: Array, true: Array) -> Array:
    """
    en: This is the share of wrong rows. Accuracy is the share of right ones.
    ja: 間違えた行の割合になっています。正解率は正しかった行の割合です。
    """
    return np.mean(np.argmax(pred, axis=1) != np.argmax(true, axis=1))


@accuracy.mistake("scores-compared")
def _(pred: Array, true: Array) -> Array:
    """
    en: Scores were compared with targets entry by entry. Compare the places of the largest:
        np.argmax(…, axis=1).
    ja: スコアと正解を一つずつ比べています。最大の位置 np.argmax(…, axis=1) どうしを比べましょう。
    """
    return np.mean(pred == true)
