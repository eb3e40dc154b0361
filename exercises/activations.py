"""Activation functions and their derivatives: each one line of mathematics and one of NumPy."""

# A mistake may well leave an argument out, and what NumPy returns often has no closer type than Any.
# ruff: noqa: ARG001
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import math

import numpy as np

from grader.exercise import Array, exercise

# ------------------------------------------------------------------------------------------ step


@exercise("()->()", names=("step_function", "heaviside"), kinks=(0.0,), formula="step")
def step(x: Array, *, at_kink: float = 1.0) -> Array:
    """
    en: The step function: 1 for positive numbers, 0 for negative ones.
    ja: ステップ関数です。正の数では 1、負の数では 0 を返します。
    """
    return np.heaviside(x, at_kink)


@step.spec
def _(x: float) -> float:
    return 1.0 if x >= 0 else 0.0


@step.mistake("minus-one")
def _(x: Array) -> Array:
    """
    en: Your function gives -1 and +1 (the sign function). A step gives 0 and 1.
    ja: -1 と +1 を返す符号関数になっています。ステップ関数の値は 0 と 1 です。
    """
    return np.sign(x)


@step.mistake("sides-swapped")
def _(x: Array) -> Array:
    """
    en: The two sides are swapped: negative numbers give 1. A step switches on when x becomes positive.
    ja: 左右が逆になっています(負の数で 1)。ステップ関数は x が正になると 1 になります。
    """
    return np.where(x < 0, 1.0, 0.0)


@step.mistake("keeps-size")
def _(x: Array) -> Array:
    """
    en: Positive numbers keep their size; that is ReLU. A step gives 1 for every one of them.
    ja: 正の数がそのままの大きさで出ています(ReLU です)。ステップ関数ではどれも 1 になります。
    """
    return np.maximum(x, 0.0)


@step.mistake("if-on-array")
def _(x: Array) -> float:
    """
    en: `if x > 0` asks one question of a whole array. `np.where(x > 0, …, …)` asks it of each number.
    ja: `if x > 0` は配列全体に一度だけ問う書き方です。`np.where(x > 0, …, …)` なら一つずつ判定できます。
    """
    if x > 0:
        return 1.0
    return 0.0


# ------------------------------------------------------------------------------------------ ReLU


@exercise("()->()", names=("ReLU", "relu_function"), formula="relu")
def relu(x: Array) -> Array:
    """
    en: ReLU: negative numbers become 0, all others stay as they are.
    ja: ReLU です。負の数は 0 にし、それ以外はそのまま返します。
    """
    return np.maximum(x, 0.0)


@relu.spec
def _(x: float) -> float:
    return x if x > 0 else 0.0


@relu.mistake("absolute-value")
def _(x: Array) -> Array:
    """
    en: You mirrored the negative numbers: -1 became 1. ReLU makes them 0.
    ja: 負の数の符号が反転しています(-1 が 1 に)。ReLU では負の数は 0 になります。
    """
    return np.abs(x)


@relu.mistake("min-for-max")
def _(x: Array) -> Array:
    """
    en: The negative numbers came through and the positive ones became 0: `minimum` where `maximum` belongs.
    ja: 負の数が残り、正の数が 0 になっています。`minimum` ではなく `maximum` を使いましょう。
    """
    return np.minimum(x, 0.0)


@relu.mistake("step-for-relu")
def _(x: Array) -> Array:
    """
    en: Positive numbers all became 1; that is the step function. ReLU keeps their size.
    ja: 正の数がすべて 1 になっています(ステップ関数です)。ReLU は大きさをそのまま残します。
    """
    return np.where(x > 0, 1.0, 0.0)


@relu.mistake("one-maximum")
def _(x: Array) -> Array:
    """
    en: You returned the one largest number. `np.max` reduces an array; `np.maximum(x, 0)` looks at
    each number.
    ja: 最大の数を一つだけ返しています。`np.max` は全体の最大値で、`np.maximum(x, 0)` なら一つずつ比べます。
    """
    return np.max(x)


@relu.mistake("one-number-only")
def _(x: Array) -> Array:
    """
    en: `if x > 0` and Python's `max` ask one question of a whole array. `np.maximum(x, 0)` compares each
        number by itself.
    ja: `if x > 0` や Python の `max` は配列全体に一度だけ問う書き方です。
        `np.maximum(x, 0)` なら一つずつ比べられます。
    """
    return max(0, x)  # type: ignore[arg-type]  # that is the mistake


@relu.mistake("written-in-place")
def _(x: Array) -> Array:
    """
    en: The numbers are right, but you wrote them into the array you were given, which now is changed
    for its owner.
    ja: 値は正しいのですが、渡された配列そのものを書き換えています。新しい配列を返しましょう。
    """
    x[x < 0] = 0
    return x


@exercise(
    "()->()", names=("relu_grad", "relu_prime", "d_relu"), kinks=(0.0,), formula="relu", derivative=True
)
def relu_derivative(x: Array, *, at_kink: float = 0.0) -> Array:
    """
    en: The slope of ReLU: 1 for positive numbers, 0 for negative ones.
    ja: ReLU の傾きです。正の数では 1、負の数では 0 を返します。
    """
    return np.heaviside(x, at_kink)


@relu_derivative.spec
def _(x: float) -> float:
    return 1.0 if x > 0 else 0.0


@relu_derivative.mistake("relu-itself")
def _(x: Array) -> Array:
    """
    en: This is ReLU itself. Its derivative is the slope: only 0 or 1.
    ja: これは ReLU そのものです。微分は傾きなので、値は 0 か 1 です。
    """
    return np.maximum(x, 0.0)


@relu_derivative.mistake("relu-over-x")
def _(x: Array) -> Array:
    """
    en: relu(x)/x is 0/0 at 0, which is not a number. Ask where x is positive instead: x > 0.
    ja: relu(x)/x は x=0 で 0/0 となり、数になりません。x > 0 かどうかで判定しましょう。
    """
    return np.maximum(x, 0.0) / x


@relu_derivative.mistake("all-ones")
def _(x: Array) -> Array:
    """
    en: The slope came out as 1 everywhere. For negative numbers ReLU is flat: slope 0.
    ja: どこでも傾きが 1 になっています。負の数では ReLU は平らなので、傾きは 0 です。
    """
    return np.ones_like(x, dtype=float)


@relu_derivative.mistake("sides-swapped")
def _(x: Array) -> Array:
    """
    en: The two sides are swapped: you gave slope 1 to negative numbers.
    ja: 左右が逆です。負の数の傾きが 1 になっています。
    """
    return np.where(x < 0, 1.0, 0.0)


@relu_derivative.mistake("minus-one")
def _(x: Array) -> Array:
    """
    en: For negative numbers you gave -1, the slope of |x|. ReLU is flat there: slope 0.
    ja: 負の数で -1(|x| の傾き)になっています。ReLU はそこでは平らなので、傾きは 0 です。
    """
    return np.sign(x)


# ------------------------------------------------------------------------------------ Leaky ReLU


@exercise("()->()", names=("leakyrelu", "lrelu", "LeakyReLU"), formula="leaky_relu")
def leaky_relu(x: Array, alpha: float = 0.01) -> Array:
    """
    en: Leaky ReLU: positive numbers stay, all others are multiplied by the small slope alpha.
    ja: Leaky ReLU です。正の数はそのまま、それ以外には小さな傾き alpha を掛けます。
    """
    return np.where(x > 0, x, alpha * x)


@leaky_relu.spec
def _(x: float, alpha: float = 0.01) -> float:
    return x if x > 0 else alpha * x


@leaky_relu.mistake("alpha-ignored")
def _(x: Array, alpha: float = 0.01) -> Array:
    """
    en: The slope is always 0.01, whatever alpha is given. Use the argument alpha.
    ja: alpha に何を渡しても傾きが 0.01 のままです。引数 alpha を使いましょう。
    """
    return np.where(x > 0, x, 0.01 * x)


@leaky_relu.mistake("maximum-form")
def _(x: Array, alpha: float = 0.01) -> Array:
    """
    en: max(alpha·x, x) is Leaky ReLU only for alpha up to 1; for a steeper slope it picks the wrong side.
    ja: max(alpha·x, x) は alpha が 1 以下のときだけ正しく、それより大きいと逆の側を選びます。
    """
    return np.maximum(alpha * x, x)


@leaky_relu.mistake("slope-itself")
def _(x: Array, alpha: float = 0.01) -> Array:
    """
    en: Negative numbers gave alpha itself. They are multiplied by it: alpha * x.
    ja: 負の数で alpha そのものを返しています。alpha * x のように掛け算しましょう。
    """
    return np.where(x > 0, x, alpha)


@leaky_relu.mistake("sign-flipped")
def _(x: Array, alpha: float = 0.01) -> Array:
    """
    en: Below 0 the sign is flipped: a negative number times a positive slope stays negative.
    ja: 負の側の符号が逆です。負の数に正の傾きを掛けた値は負のままです。
    """
    return np.where(x > 0, x, -alpha * x)


@leaky_relu.variant("slope-tenth")
def _(x: Array) -> Array:
    """
    en: Your slope is 0.1; here it is another one. Both occur in practice: look at what the task says.
    ja: 傾きが 0.1 になっています。どちらも実際に使われますが、ここで指定された値を確認しましょう。
    """
    return np.where(x > 0, x, 0.1 * x)


@leaky_relu.mistake("not-leaky")
def _(x: Array, alpha: float = 0.01) -> Array:
    """
    en: Negative numbers became 0: that is plain ReLU. The leak alpha * x is missing.
    ja: 負の数が 0 になっています(普通の ReLU です)。alpha * x の部分がありません。
    """
    return np.maximum(x, 0.0)


@exercise(
    "()->()",
    names=("leaky_relu_grad", "leaky_relu_prime"),
    kinks=(0.0,),
    formula="leaky_relu",
    derivative=True,
)
def leaky_relu_derivative(x: Array, alpha: float = 0.01) -> Array:
    """
    en: The slope of Leaky ReLU: 1 for positive numbers, alpha for negative ones.
    ja: Leaky ReLU の傾きです。正の数では 1、負の数では alpha を返します。
    """
    return np.where(x > 0, 1.0, alpha)


@leaky_relu_derivative.spec
def _(x: float, alpha: float = 0.01) -> float:
    return 1.0 if x > 0 else alpha


@leaky_relu_derivative.mistake("relu-slope")
def _(x: Array, alpha: float = 0.01) -> Array:
    """
    en: For negative numbers you gave 0, the slope of plain ReLU. Here it is alpha.
    ja: 負の数で 0(普通の ReLU の傾き)になっています。ここでは alpha です。
    """
    return np.where(x > 0, 1.0, 0.0)


@leaky_relu_derivative.mistake("function-itself")
def _(x: Array, alpha: float = 0.01) -> Array:
    """
    en: This is Leaky ReLU itself. Its derivative is the slope: only 1 or alpha.
    ja: これは Leaky ReLU そのものです。微分は傾きなので、値は 1 か alpha です。
    """
    return np.where(x > 0, x, alpha * x)


# --------------------------------------------------------------------------------------- sigmoid


@exercise("()->()", names=("sigmoid_function", "logistic"), formula="sigmoid", plot=(-6, 6))
def sigmoid(x: Array) -> Array:
    """
    en: The sigmoid 1/(1 + e^(-x)), also for very large and very small x.
    ja: シグモイド関数 1/(1 + e^(-x)) です。とても大きな x や小さな x でも計算できるようにします。
    """
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, e) / (1.0 + e)


@sigmoid.spec
def _(x: float) -> float:
    return (1 + math.tanh(x / 2)) / 2


@sigmoid.mistake("exponent-sign")
def _(x: Array) -> Array:
    """
    en: Your curve falls where the sigmoid rises: the exponent is -x, not x.
    ja: 増加するはずの曲線が減少しています。指数は x ではなく -x です。
    """
    return 1 / (1 + np.exp(x))


@sigmoid.mistake("brackets-missing")
def _(x: Array) -> Array:
    """
    en: Without brackets, 1/1 + e^(-x) divides only the 1. Divide by all of (1 + e^(-x)).
    ja: かっこがないと 1/1 + e^(-x) と計算されます。(1 + e^(-x)) 全体で割りましょう。
    """
    return 1 / 1 + np.exp(-x)


@sigmoid.mistake("minus-in-denominator")
def _(x: Array) -> Array:
    """
    en: The denominator has a minus: 1 - e^(-x). The sigmoid divides by 1 + e^(-x).
    ja: 分母が 1 - e^(-x) になっています。シグモイドの分母は 1 + e^(-x) です。
    """
    return 1 / (1 - np.exp(-x))


@sigmoid.mistake("tanh-for-sigmoid")
def _(x: Array) -> Array:
    """
    en: This is tanh, which runs from -1 to 1. The sigmoid runs from 0 to 1.
    ja: これは -1 から 1 までの tanh です。シグモイドは 0 から 1 までの値をとります。
    """
    return np.tanh(x)


@sigmoid.mistake("exponent-absolute")
def _(x: Array) -> Array:
    """
    en: With |x| in the exponent the negative side is a mirror image. For x < 0 the sigmoid is below 1/2.
    ja: 指数に |x| を使うと左右対称になります。x < 0 ではシグモイドは 1/2 より小さくなります。
    """
    return 1 / (1 + np.exp(-np.abs(x)))


@sigmoid.mistake("ratio-of-exponentials")
def _(x: Array) -> Array:
    """
    en: Right for moderate x, but at x = 1000 this is infinity divided by infinity, which is not a
    number. Use e^(-|x|), which cannot overflow.
    ja: 普通の大きさでは正しいのですが、x=1000 では ∞/∞ となり数になりません。あふれない e^(-|x|)
    を使いましょう。
    """
    return np.exp(x) / (1 + np.exp(x))


@sigmoid.mistake("one-number-only")
def _(x: Array) -> float:
    """
    en: `math.exp` takes one number; `np.exp` takes a whole array.
    ja: `math.exp` は数を一つだけ受け取ります。配列には `np.exp` を使います。
    """
    return 1 / (1 + math.exp(-x))


@sigmoid.variant("bipolar")
def _(x: Array) -> Array:
    """
    en: Your values run from -1 to 1: this is the bipolar form, 2·sigmoid(x) - 1. Here they run from 0 to 1.
    ja: 値が -1 から 1 になる双極形 2·sigmoid(x) - 1 です。ここでは 0 から 1 の値を返します。
    """
    return np.tanh(x / 2)


@sigmoid.mistake("e-shortened")
def _(x: Array) -> Array:
    """
    en: Your e has three decimals only, so the results are a little off. np.exp knows it exactly.
    ja: e を 2.718 と短く書いているため、値が少しずれます。np.exp なら正確です。
    """
    return 1 / (1 + 2.718**-x)


@exercise(
    "()->()",
    names=("sigmoid_grad", "sigmoid_prime", "d_sigmoid"),
    formula="sigmoid",
    derivative=True,
    plot=(-6, 6),
)
def sigmoid_derivative(x: Array) -> Array:
    """
    en: The derivative of the sigmoid, taken at x (x is the pre-activation, not the sigmoid's output).
    ja: シグモイドの x における微分です(x は活性化前の値で、シグモイドの出力ではありません)。
    """
    e = np.exp(-np.abs(x))
    return e / (1.0 + e) ** 2


@sigmoid_derivative.spec
def _(x: float) -> float:
    return (1 - math.tanh(x / 2) ** 2) / 4 if abs(x) < 30 else math.exp(-abs(x))


@sigmoid_derivative.variant("from-output")
def _(x: Array) -> Array:
    """
    en: x(1 - x) is the derivative written with the sigmoid's output. Here x is the input: take s =
    sigmoid(x) first, then s(1 - s).
    ja: x(1 - x) はシグモイドの出力を使った書き方です。ここでの x は入力なので、まず s = sigmoid(x)
    を求め、s(1 - s) とします。
    """
    return x * (1 - x)


@sigmoid_derivative.mistake("plus-for-minus")
def _(x: Array) -> Array:
    """
    en: You computed s(1 + s). The slope is s(1 - s): it vanishes where the sigmoid is flat.
    ja: s(1 + s) になっています。傾きは s(1 - s) で、シグモイドが平らな所では 0 に近づきます。
    """
    s = (1 + np.tanh(x / 2)) / 2
    return s * (1 + s)


@sigmoid_derivative.mistake("half-from-output")
def _(x: Array) -> Array:
    """
    en: You computed s(x)(1 - x). Both factors need the sigmoid: s(x)(1 - s(x)).
    ja: s(x)(1 - x) になっています。s(x)(1 - s(x)) のように、どちらの因数にもシグモイドの値を使います。
    """
    return (1 + np.tanh(x / 2)) / 2 * (1 - x)


@sigmoid_derivative.mistake("tanh-rule")
def _(x: Array) -> Array:
    """
    en: 1 - s² is the rule of tanh. The sigmoid's is s(1 - s).
    ja: 1 - s² は tanh の公式です。シグモイドでは s(1 - s) です。
    """
    s = (1 + np.tanh(x / 2)) / 2
    return 1 - s**2


@sigmoid_derivative.mistake("sigmoid-itself")
def _(x: Array) -> Array:
    """
    en: This is the sigmoid itself. Its derivative is s(1 - s), at most 1/4.
    ja: これはシグモイドそのものです。微分は s(1 - s) で、最大でも 1/4 です。
    """
    return (1 + np.tanh(x / 2)) / 2


@sigmoid_derivative.mistake("sign-lost")
def _(x: Array) -> Array:
    """
    en: The sign is wrong: the sigmoid rises everywhere, so its slope is positive. Two minus signs cancel.
    ja: 符号が逆です。シグモイドは常に増加するので傾きは正です。二つのマイナスは打ち消し合います。
    """
    e = np.exp(-np.abs(x))
    return -e / (1 + e) ** 2


@sigmoid_derivative.variant("bipolar")
def _(x: Array) -> Array:
    """
    en: This is the slope of the bipolar form, 2·sigmoid(x) - 1. Here the sigmoid runs from 0 to 1.
    ja: 双極形 2·sigmoid(x) - 1 の傾きです。ここでのシグモイドは 0 から 1 の値をとります。
    """
    return (1 - np.tanh(x / 2) ** 2) / 2


@sigmoid_derivative.mistake("square-inside")
def _(x: Array) -> Array:
    """
    en: Only the exponential is squared. The whole denominator is: e^-x / (1 + e^-x)^2.
    ja: 指数だけを二乗しています。e^-x / (1 + e^-x)^2 のように分母全体を二乗します。
    """
    return np.exp(-x) / (1 + np.exp(-x) ** 2)
