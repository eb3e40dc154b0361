"""Smooth relatives of ReLU and the sigmoid, and their derivatives."""

# A mistake may well leave an argument out, and what NumPy returns often has no closer type than Any.
# ruff: noqa: ARG001
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import math

import numpy as np

from grader.exercise import Array, exercise

# ------------------------------------------------------------------------------------------ tanh


@exercise("()->()", names=("tanh_function", "hyperbolic_tangent"), formula="tanh", plot=(-4, 4))
def tanh(x: Array) -> Array:
    """
    en: The hyperbolic tangent (e^x - e^(-x))/(e^x + e^(-x)), also for very large and very small x.
    ja: 双曲線正接 (e^x - e^(-x))/(e^x + e^(-x)) です。とても大きな x や小さな x
        でも計算できるようにします。
    """
    return np.tanh(x)


@tanh.spec
def _(x: float) -> float:
    e = math.exp(-2 * abs(x))
    return math.copysign((1 - e) / (1 + e), x)


@tanh.mistake("ratio-of-exponentials")
def _(x: Array) -> Array:
    """
    en: Right for moderate x, but at x = 1000 this is infinity divided by infinity, which is not a
        number. np.tanh cannot overflow.
    ja: 普通の大きさでは正しいのですが、x=1000 では ∞/∞ となり数になりません。
        np.tanh なら桁あふれしません。
    """
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


@tanh.mistake("signs-swapped")
def _(x: Array) -> Array:
    """
    en: Numerator and denominator are swapped: the minus belongs above, the plus below.
    ja: 分子と分母が逆です。マイナスは分子、プラスは分母に来ます。
    """
    return 1 / np.tanh(np.where(x == 0, np.nan, x))


@tanh.mistake("sigmoid-unscaled")
def _(x: Array) -> Array:
    """
    en: 2 sigmoid(x) - 1 is tanh(x/2). For tanh(x) the sigmoid is taken at 2x.
    ja: 2 sigmoid(x) - 1 は tanh(x/2) です。tanh(x) にするには 2x でのシグモイドを使います。
    """
    return np.tanh(x / 2)


@tanh.mistake("sigmoid-for-tanh")
def _(x: Array) -> Array:
    """
    en: This is the sigmoid, which runs from 0 to 1. tanh runs from -1 to 1.
    ja: これは 0 から 1 までのシグモイドです。tanh は -1 から 1 までの値をとります。
    """
    return (1 + np.tanh(x / 2)) / 2


@tanh.variant("scaled")
def _(x: Array) -> Array:
    """
    en: This is the scaled form 1.7159·tanh(2x/3), which keeps variances at 1. Here it is tanh itself.
    ja: 分散を保つために拡大した形 1.7159·tanh(2x/3) です。ここでは tanh そのものを求めます。
    """
    return 1.7159 * np.tanh(2 * x / 3)


@tanh.mistake("brackets-missing")
def _(x: Array) -> Array:
    """
    en: Without brackets only e^-x is divided. Put the whole difference above the bar: (e^x - e^-x) / (…).
    ja: かっこがないため e^-x だけが割られています。(e^x - e^-x) / (…) のように差の全体を割りましょう。
    """
    return np.exp(x) - np.exp(-x) / (np.exp(x) + np.exp(-x))


@exercise(
    "()->()", names=("tanh_grad", "tanh_prime", "d_tanh"), formula="tanh", derivative=True, plot=(-4, 4)
)
def tanh_derivative(x: Array) -> Array:
    """
    en: The derivative of tanh, taken at x (x is the pre-activation, not the output of tanh).
    ja: tanh の x における微分です(x は活性化前の値で、tanh の出力ではありません)。
    """
    e = np.exp(-2 * np.abs(x))
    return 4 * e / (1 + e) ** 2


@tanh_derivative.spec
def _(x: float) -> float:
    return 1 - math.tanh(x) ** 2 if abs(x) < 1 else 4 / (math.exp(min(x, 300)) + math.exp(min(-x, 300))) ** 2


@tanh_derivative.variant("from-output")
def _(x: Array) -> Array:
    """
    en: 1 - x² is the derivative written with the output of tanh. Here x is the input: take t = tanh(x)
        first, then 1 - t².
    ja: 1 - x² は tanh の出力を使った書き方です。ここでの x は入力なので、
        まず t = tanh(x) を求め、1 - t² とします。
    """
    return 1 - x**2


@tanh_derivative.mistake("sigmoid-rule")
def _(x: Array) -> Array:
    """
    en: t(1 - t) is the rule of the sigmoid. The derivative of tanh is 1 - t².
    ja: t(1 - t) はシグモイドの公式です。tanh の微分は 1 - t² です。
    """
    t = np.tanh(x)
    return t * (1 - t)


@tanh_derivative.mistake("square-forgotten")
def _(x: Array) -> Array:
    """
    en: You computed 1 - t. The derivative of tanh is 1 - t², with the square.
    ja: 1 - t になっています。tanh の微分は 2 乗のついた 1 - t² です。
    """
    return 1 - np.tanh(x)


@tanh_derivative.mistake("plus-for-minus")
def _(x: Array) -> Array:
    """
    en: You computed 1 + t². The slope is 1 - t²: it vanishes where tanh is flat.
    ja: 1 + t² になっています。傾きは 1 - t² で、tanh が平らな所では 0 に近づきます。
    """
    return 1 + np.tanh(x) ** 2


@tanh_derivative.variant("scaled")
def _(x: Array) -> Array:
    """
    en: This is the slope of the scaled form 1.7159·tanh(2x/3). Here it is that of tanh itself.
    ja: 拡大した形 1.7159·tanh(2x/3) の傾きです。ここでは tanh そのものの傾きを求めます。
    """
    return 1.7159 * 2 / 3 * (1 - np.tanh(2 * x / 3) ** 2)


# ------------------------------------------------------------------------------------------- ELU


@exercise("()->()", names=("elu_function",), formula="elu")
def elu(x: Array, alpha: float = 1.0) -> Array:
    """
    en: ELU: positive numbers stay, all others become alpha·(e^x - 1).
    ja: ELU です。正の数はそのまま、それ以外は alpha·(e^x - 1) にします。
    """
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


@elu.spec
def _(x: float, alpha: float = 1.0) -> float:
    return x if x > 0 else alpha * math.expm1(x)


@elu.mistake("alpha-ignored")
def _(x: Array, alpha: float = 1.0) -> Array:
    """
    en: Whatever alpha is given, the function computes with 1. Use the argument alpha.
    ja: alpha に何を渡しても 1 として計算しています。引数 alpha を使いましょう。
    """
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


@elu.mistake("minus-one-forgotten")
def _(x: Array, alpha: float = 1.0) -> Array:
    """
    en: The -1 is missing: at 0 your function jumps to alpha, but ELU passes through 0.
    ja: -1 が抜けています。そのため 0 で alpha に飛びますが、ELU は 0 でつながっています。
    """
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)))


@elu.mistake("bracket-missing")
def _(x: Array, alpha: float = 1.0) -> Array:
    """
    en: alpha multiplies only e^x here. It multiplies the whole bracket: alpha·(e^x - 1).
    ja: alpha が e^x だけに掛かっています。alpha·(e^x - 1) のようにかっこ全体に掛けます。
    """
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1)


@elu.mistake("no-branch")
def _(x: Array, alpha: float = 1.0) -> Array:
    """
    en: The formula for negative numbers is used everywhere. Positive numbers stay as they are.
    ja: 負の数の式をすべての数に使っています。正の数はそのまま返します。
    """
    return alpha * (np.exp(x) - 1)


@elu.mistake("maximum-form")
def _(x: Array, alpha: float = 1.0) -> Array:
    """
    en: The larger of the two branches is right at alpha = 1 only for negative x: e^x - 1 is larger
        than x above 0, too. Ask for the sign with np.where.
    ja: 二つの式の大きいほうを取ると、正の x でも e^x - 1 が選ばれてしまいます。
        np.where で符号によって分けましょう。
    """
    return np.maximum(alpha * (np.exp(x) - 1), x)


@elu.mistake("one-in-exponent")
def _(x: Array, alpha: float = 1.0) -> Array:
    """
    en: The 1 was subtracted in the exponent: e^(x-1). It is subtracted afterwards: e^x - 1.
    ja: 1 を指数の中で引いています(e^(x-1))。e^x - 1 のように後で引きます。
    """
    return np.where(x > 0, x, alpha * np.exp(x - 1))


@exercise("()->()", names=("elu_grad", "elu_prime"), kinks=(0.0,), formula="elu", derivative=True)
def elu_derivative(x: Array, alpha: float = 1.0) -> Array:
    """
    en: The slope of ELU: 1 for positive numbers, alpha·e^x for negative ones.
    ja: ELU の傾きです。正の数では 1、負の数では alpha·e^x を返します。
    """
    return np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0)))


@elu_derivative.spec
def _(x: float, alpha: float = 1.0) -> float:
    return 1.0 if x > 0 else alpha * math.exp(x)


@elu_derivative.mistake("function-itself")
def _(x: Array, alpha: float = 1.0) -> Array:
    """
    en: For negative numbers you gave ELU itself. Its slope there is alpha·e^x, that is ELU + alpha.
    ja: 負の数で ELU そのものを返しています。傾きは alpha·e^x、つまり ELU + alpha です。
    """
    return np.where(x > 0, 1.0, alpha * (np.exp(np.minimum(x, 0)) - 1))


@elu_derivative.mistake("alpha-for-slope")
def _(x: Array, alpha: float = 1.0) -> Array:
    """
    en: For negative numbers you gave the constant alpha (as for Leaky ReLU). The slope of ELU is alpha·e^x.
    ja: 負の数で定数 alpha(Leaky ReLU の傾き)を返しています。ELU の傾きは alpha·e^x です。
    """
    return np.where(x > 0, 1.0, alpha)


# ----------------------------------------------------------------------------------------- Swish


@exercise("()->()", names=("silu", "SiLU", "swish_function"), formula="swish", plot=(-6, 6))
def swish(x: Array) -> Array:
    """
    en: Swish, also called SiLU: x times the sigmoid of x.
    ja: Swish(SiLU とも呼ばれます)です。x に x のシグモイドを掛けます。
    """
    e = np.exp(-np.abs(x))
    return x * np.where(x >= 0, 1.0, e) / (1.0 + e)


@swish.spec
def _(x: float) -> float:
    return x * (1 + math.tanh(x / 2)) / 2 if x > -30 else x * math.exp(x)


@swish.mistake("sigmoid-only")
def _(x: Array) -> Array:
    """
    en: This is the sigmoid alone. Swish multiplies it by x.
    ja: これはシグモイドだけです。Swish はそれに x を掛けます。
    """
    return (1 + np.tanh(x / 2)) / 2


@swish.mistake("sum-for-product")
def _(x: Array) -> Array:
    """
    en: x and the sigmoid were added. Swish multiplies them.
    ja: x とシグモイドを足しています。Swish では掛けます。
    """
    return x + (1 + np.tanh(x / 2)) / 2


@swish.mistake("exponent-sign")
def _(x: Array) -> Array:
    """
    en: The sigmoid is taken at -x: your function vanishes for large x, where Swish is close to x.
    ja: -x でのシグモイドを使っています。大きな x で 0 に近づきますが、Swish は x に近づきます。
    """
    return x * (1 - np.tanh(x / 2)) / 2


@exercise(
    "()->()",
    names=("silu_derivative", "swish_grad", "swish_prime", "silu_grad"),
    formula="swish",
    derivative=True,
    plot=(-6, 6),
)
def swish_derivative(x: Array) -> Array:
    """
    en: The derivative of Swish: with s the sigmoid of x, it is s + x·s·(1 - s).
    ja: Swish の微分です。s を x のシグモイドとすると s + x·s·(1 - s) です。
    """
    e = np.exp(-np.abs(x))
    s = np.where(x >= 0, 1.0, e) / (1.0 + e)
    return s + x * e / (1.0 + e) ** 2


@swish_derivative.spec
def _(x: float) -> float:
    e = math.exp(-abs(x))
    slope = e / (1 + e) ** 2
    return (1 / (1 + e) if x >= 0 else e / (1 + e)) + x * slope


@swish_derivative.mistake("first-term-only")
def _(x: Array) -> Array:
    """
    en: Half of the product rule is missing: x depends on x as well, so x·s·(1 - s) is added to s.
    ja: 積の微分の半分が抜けています。s に x·s·(1 - s) を足しましょう。
    """
    return (1 + np.tanh(x / 2)) / 2


@swish_derivative.mistake("second-term-only")
def _(x: Array) -> Array:
    """
    en: Half of the product rule is missing: s, the derivative of x times s, is to be added.
    ja: 積の微分の半分が抜けています。x の微分に s を掛けた項 s を足しましょう。
    """
    s = (1 + np.tanh(x / 2)) / 2
    return x * s * (1 - s)


@swish_derivative.mistake("sigmoid-slope")
def _(x: Array) -> Array:
    """
    en: s(1 - s) is the derivative of the sigmoid. Swish is a product: s + x·s·(1 - s).
    ja: s(1 - s) はシグモイドの微分です。Swish は積なので s + x·s·(1 - s) となります。
    """
    s = (1 + np.tanh(x / 2)) / 2
    return s * (1 - s)


@swish_derivative.mistake("factor-s-lost")
def _(x: Array) -> Array:
    """
    en: A factor s is missing in the second term. It is x·s·(1 - s), or f + s(1 - f) with f = x·s.
    ja: 二つ目の項に s が抜けています。x·s·(1 - s)、または f = x·s として f + s(1 - f) です。
    """
    s = (1 + np.tanh(x / 2)) / 2
    return s + x * (1 - s)


@swish_derivative.mistake("x-for-sigmoid")
def _(x: Array) -> Array:
    """
    en: In the last factor stands x where the sigmoid belongs: f + s·(1 - f), not f + x·(1 - f).
    ja: 最後の項で、シグモイドのところに x があります。f + x·(1 - f) ではなく f + s·(1 - f) です。
    """
    f = x * (1 + np.tanh(x / 2)) / 2
    return f + x * (1 - f)


# -------------------------------------------------------------------------------------- softplus


@exercise("()->()", names=("soft_plus",), formula="softplus")
def softplus(x: Array) -> Array:
    """
    en: Softplus: the logarithm of 1 + e^x, also for very large x.
    ja: ソフトプラス関数 ln(1 + e^x) です。とても大きな x でも計算できるようにします。
    """
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


@softplus.spec
def _(x: float) -> float:
    return x + math.log1p(math.exp(-x)) if x > 0 else math.log1p(math.exp(x))


@softplus.mistake("overflow")
def _(x: Array) -> Array:
    """
    en: Right for moderate x, but e^1000 is infinite. Take the large part out:
        max(x, 0) + ln(1 + e^(-|x|)).
    ja: 普通の大きさでは正しいのですが、e^1000 は無限大になります。大きな部分を外に出して
        max(x, 0) + ln(1 + e^(-|x|)) としましょう。
    """
    return np.log(1 + np.exp(x))


@softplus.mistake("one-forgotten")
def _(x: Array) -> Array:
    """
    en: Without the 1, ln(e^x) is just x. Softplus is ln(1 + e^x), which is never negative.
    ja: 1 がないと ln(e^x) はただの x です。ソフトプラスは ln(1 + e^x) で、負になりません。
    """
    return x * 1.0


@softplus.mistake("logarithm-base-10")
def _(x: Array) -> Array:
    """
    en: You used the logarithm to base 10. Softplus has the natural one: np.log, or np.log1p.
    ja: 底が 10 の対数を使っています。ソフトプラスでは自然対数 np.log(または np.log1p)を使います。
    """
    return np.logaddexp(0, x) / np.log(10)


@exercise("()->()", names=("softplus_grad", "softplus_prime"), formula="softplus", derivative=True)
def softplus_derivative(x: Array) -> Array:
    """
    en: The derivative of softplus, which is the sigmoid.
    ja: ソフトプラスの微分です(シグモイドになります)。
    """
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, e) / (1.0 + e)


@softplus_derivative.spec
def _(x: float) -> float:
    return (1 + math.tanh(x / 2)) / 2 if x > -30 else math.exp(x)


@softplus_derivative.mistake("inner-missing")
def _(x: Array) -> Array:
    """
    en: The inner derivative e^x is missing: the derivative of ln u is u'/u, with u = 1 + e^x.
    ja: 内側の微分 e^x が抜けています。u = 1 + e^x として、ln u の微分は u'/u です。
    """
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, e, 1.0) / (1.0 + e)


@softplus_derivative.mistake("function-itself")
def _(x: Array) -> Array:
    """
    en: This is softplus itself. Its derivative is the sigmoid.
    ja: これはソフトプラスそのものです。微分はシグモイドになります。
    """
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


# ------------------------------------------------------------------------------------------ GELU


@exercise("()->()", names=("gelu_function",), formula="gelu", plot=(-4, 4))
def gelu(x: Array) -> Array:
    """
    en: GELU: x times the probability that a standard normal number lies below x, (1 + erf(x/√2))/2.
    ja: GELU です。標準正規分布で x より小さくなる確率 (1 + erf(x/√2))/2 を x に掛けます。
    """
    return x * np.vectorize(math.erfc, otypes=[float])(-np.asarray(x) / math.sqrt(2)) / 2


@gelu.spec
def _(x: float) -> float:
    return x * (1 + math.erf(x / math.sqrt(2))) / 2 if x > -2 else x * math.erfc(-x / math.sqrt(2)) / 2


@gelu.variant("tanh-form")
def _(x: Array) -> Array:
    """
    en: This is the approximation with tanh, up to 0.0005 off. The task asks for the form with erf.
    ja: これは tanh を使った近似式です(最大 0.0005 ほどずれます)。ここでは erf を使う形を求めています。
    """
    return x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


@gelu.variant("sigmoid-form")
def _(x: Array) -> Array:
    """
    en: This is the approximation x·sigmoid(1.702 x), up to 0.02 off. The task asks for the form with erf.
    ja: これは近似式 x·sigmoid(1.702 x) です(最大 0.02 ほどずれます)。ここでは erf を使う形を求めています。
    """
    return x * (1 + np.tanh(1.702 * x / 2)) / 2


@gelu.mistake("root-forgotten")
def _(x: Array) -> Array:
    """
    en: The √2 is missing: erf is taken at x/√2.
    ja: √2 が抜けています。erf の中は x/√2 です。
    """
    return x * (1 + np.vectorize(math.erf, otypes=[float])(x)) / 2


@gelu.mistake("half-forgotten")
def _(x: Array) -> Array:
    """
    en: The ½ is missing: 1 + erf runs from 0 to 2, a probability from 0 to 1.
    ja: ½ が抜けています。1 + erf は 0 から 2 までの値をとりますが、確率は 0 から 1 までです。
    """
    return x * (1 + np.vectorize(math.erf, otypes=[float])(x / math.sqrt(2)))


@gelu.mistake("cube-outside-bracket")
def _(x: Array) -> Array:
    """
    en: The root multiplies x alone. It belongs in front of the bracket: √(2/π)·(x + 0.044715·x³).
    ja: √(2/π) が x だけに掛かっています。√(2/π)·(x + 0.044715·x³) のようにかっこ全体に掛けます。
    """
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * x + 0.044715 * x**3))


@exercise("()->()", names=("gelu_grad", "gelu_prime"), formula="gelu", derivative=True, plot=(-4, 4))
def gelu_derivative(x: Array) -> Array:
    """
    en: The derivative of GELU: Φ(x) + x·φ(x), with the normal distribution Φ and its density φ.
    ja: GELU の微分 Φ(x) + x·φ(x) です。Φ は標準正規分布の分布関数、φ はその密度です。
    """
    below = np.vectorize(math.erfc, otypes=[float])(-np.asarray(x) / math.sqrt(2)) / 2
    return below + x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


@gelu_derivative.spec
def _(x: float) -> float:
    density = math.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return math.erfc(-x / math.sqrt(2)) / 2 + x * density


@gelu_derivative.variant("tanh-form")
def _(x: Array) -> Array:
    """
    en: This is the derivative of the approximation with tanh. The task asks for the form with erf.
    ja: これは tanh を使った近似式の微分です。ここでは erf を使う形を求めています。
    """
    c = np.sqrt(2 / np.pi)
    t = np.tanh(c * (x + 0.044715 * x**3))
    return (1 + t) / 2 + x / 2 * (1 - t**2) * c * (1 + 3 * 0.044715 * x**2)


@gelu_derivative.mistake("first-term-only")
def _(x: Array) -> Array:
    """
    en: Half of the product rule is missing: add x times the derivative of Φ, which is the density φ.
    ja: 積の微分の半分が抜けています。x に Φ の微分(密度 φ)を掛けた項を足しましょう。
    """
    return (1 + np.vectorize(math.erf, otypes=[float])(x / math.sqrt(2))) / 2


@gelu_derivative.mistake("factor-x-lost")
def _(x: Array) -> Array:
    """
    en: The density is not multiplied by x. The product rule gives Φ(x) + x·φ(x).
    ja: 密度に x が掛かっていません。積の微分は Φ(x) + x·φ(x) です。
    """
    below = (1 + np.vectorize(math.erf, otypes=[float])(x / math.sqrt(2))) / 2
    return below + np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


@gelu_derivative.variant("sigmoid-form")
def _(x: Array) -> Array:
    """
    en: This is the slope of the approximation x·sigmoid(1.702x). Here GELU is the exact one, with erf.
    ja: 近似式 x·sigmoid(1.702x) の傾きです。ここでの GELU は erf を使う正確な形です。
    """
    s = (1 + np.tanh(0.851 * x)) / 2
    return s + 1.702 * x * s * (1 - s)


# ------------------------------------------------------------------------------------------ Mish


@exercise("()->()", names=("mish_function",), formula="mish", plot=(-6, 6))
def mish(x: Array) -> Array:
    """
    en: Mish: x times tanh of softplus, x·tanh(ln(1 + e^x)).
    ja: Mish です。x にソフトプラスの tanh を掛けます。x·tanh(ln(1 + e^x)) です。
    """
    return x * np.tanh(np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))


@mish.spec
def _(x: float) -> float:
    e = math.exp(min(x, 300))
    return x * (e * e + 2 * e) / (e * e + 2 * e + 2)


@mish.mistake("tanh-forgotten")
def _(x: Array) -> Array:
    """
    en: The tanh is missing: Mish multiplies x by tanh of softplus, which stays below 1.
    ja: tanh が抜けています。x に掛けるのはソフトプラスの tanh で、1 より小さい値です。
    """
    return x * (np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))


@mish.mistake("sigmoid-for-softplus")
def _(x: Array) -> Array:
    """
    en: tanh is taken of the sigmoid. Mish takes it of softplus, ln(1 + e^x).
    ja: シグモイドの tanh になっています。Mish ではソフトプラス ln(1 + e^x) の tanh を使います。
    """
    return x * np.tanh((1 + np.tanh(x / 2)) / 2)


@exercise("()->()", names=("mish_grad", "mish_prime"), formula="mish", derivative=True, plot=(-6, 6))
def mish_derivative(x: Array) -> Array:
    """
    en: The derivative of Mish: with t = tanh(softplus(x)), it is t + x·(1 - t²)·sigmoid(x).
    ja: Mish の微分です。t = tanh(softplus(x)) とすると t + x·(1 - t²)·sigmoid(x) です。
    """
    e = np.exp(-np.abs(x))
    s = np.where(x >= 0, 1.0, e) / (1.0 + e)
    p = np.maximum(x, 0) + np.log1p(e)
    return np.tanh(p) + x * s * 4 * np.exp(-2 * p) / (1 + np.exp(-2 * p)) ** 2


@mish_derivative.spec
def _(x: float) -> float:
    e = math.exp(min(x, 150))
    d = e * e + 2 * e + 2
    return (e * e + 2 * e) / d + x * 4 * e * (e + 1) / d**2


@mish_derivative.mistake("first-term-only")
def _(x: Array) -> Array:
    """
    en: Half of the product rule is missing: add x times the derivative of tanh(softplus(x)).
    ja: 積の微分の半分が抜けています。x に tanh(softplus(x)) の微分を掛けた項を足しましょう。
    """
    return np.tanh(np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))


@mish_derivative.mistake("inner-missing")
def _(x: Array) -> Array:
    """
    en: The inner derivative is missing: softplus itself has the derivative sigmoid(x).
    ja: 内側の微分が抜けています。ソフトプラスの微分 sigmoid(x) を掛けましょう。
    """
    t = np.tanh(np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))
    return t + x * (1 - t**2)
