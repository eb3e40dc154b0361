"""Reports as the pipeline makes them: one good, one with typical mistakes, one hostile."""

from __future__ import annotations

import math
from dataclasses import replace

from grader.model import (
    CheckResult,
    Comparison,
    Curve,
    Derivation,
    DerivationLine,
    GradientRow,
    GradientTable,
    HeatMap,
    Message,
    Picture,
    Plane,
    Report,
    Shown,
    SourceLine,
    Status,
)

from .build import VALUE, item, own, passed, report
from .hostile import hostile

CHOICE = item(
    "what-it-does",
    "choice",
    {"en": "What the sigmoid does", "ja": "シグモイド関数のはたらき"},
    Status.CORRECT,
    1.0,
    passed("choice", own("The sentence that fits", "正しい説明")),
    response="c",
)

NUMERIC = item(
    "by-hand",
    "numeric",
    {"en": "One neuron by hand", "ja": "ニューロンを手で計算"},
    Status.WRONG,
    0.0,
    CheckResult(
        "value",
        VALUE,
        Status.WRONG,
        0.0,
        note="bias-forgotten",
        message=own(
            r"This is $\sigma(w x)$: the bias $b=-0.5$ was not added.",
            r"これは $\sigma(w x)$ です。バイアス $b=-0.5$ を足していません。",
        ),
        evidence=(Comparison(yours=Shown("0.9478", "0.9478")),),
    ),
    hints=(
        {"en": "First the weighted sum, then the sigmoid.", "ja": "まず重み付き和、それからシグモイドです。"},
        {"en": "$a = w x + b$ and $y = 1/(1 + e^{-a})$.", "ja": "$a = w x + b$、$y = 1/(1 + e^{-a})$ です。"},
    ),
    response="0.9478",
)

DERIVATION = item(
    "derivative",
    "derivation",
    {"en": r"Derive $\sigma'(x)$", "ja": r"$\sigma'(x)$ を導く"},
    Status.PARTIAL,
    0.4,
    CheckResult(
        "lines",
        own("Each line follows from the one above", "どの行も前の行から導ける"),
        Status.PARTIAL,
        0.4,
        note="sign",
        message=own(
            r"Line 2 lost the factor $-1$ that comes from the inner function $-x$.",
            r"2 行目で、内側の関数 $-x$ から出る $-1$ が落ちています。",
        ),
        evidence=(
            Derivation(
                (
                    DerivationLine(0, "d/dx 1/(1+e^-x)", "start", r"\frac{d}{dx} \frac{1}{1+e^{-x}}"),
                    DerivationLine(
                        1,
                        "= -(1+e^-x)^-2 * d/dx(1+e^-x)",
                        "follows",
                        r"-\left(1+e^{-x}\right)^{-2} \cdot \frac{d}{dx}\left(1+e^{-x}\right)",
                        by="proved",
                    ),
                    DerivationLine(
                        2,
                        "= -(1+e^-x)^-2 * e^-x",
                        "wrong",
                        r"-\left(1+e^{-x}\right)^{-2} e^{-x}",
                        message=own(
                            "The derivative of $e^{-x}$ is $-e^{-x}$: look at the inner function once more.",
                            "$e^{-x}$ の微分は $-e^{-x}$ です。内側の関数をもう一度見てみましょう。",
                        ),
                        note="derivation/chain-factor",
                        by="refuted",
                        witness=(("x", "1"), ("before", "0.1966"), ("after", "−0.1966")),
                    ),
                    DerivationLine(
                        3, "= -e^-x/(1+e^-x)^2", "continues", r"-\frac{e^{-x}}{(1+e^{-x})^2}", by="proved"
                    ),
                    DerivationLine(
                        4, "= -σ(x)(1-σ(x))", "continues", r"-\sigma(x)(1-\sigma(x))", by="proved"
                    ),
                )
            ),
        ),
    ),
    worth=3.0,
    hints=({"en": "Which function is inside?", "ja": "内側にあるのはどの関数でしょう。"},),
)

SOURCE = '''import numpy as np


def sigmoid(x):
    """The sigmoid of every element."""
    e = np.exp(-x)
    return 1 / (1 - e)


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s + (1 - s)
'''


def curves(gap: bool = True) -> Picture:
    xs = tuple(k / 10 for k in range(-60, 61))
    right = tuple(1 / (1 + math.exp(-x)) for x in xs)
    yours = tuple(None if x == 0 else 1 / (1 - math.exp(-x)) for x in xs)
    return Picture(
        {"en": "Your sigmoid and the reference", "ja": "あなたの sigmoid と見本"},
        {
            "en": "The reference rises from 0 to 1; yours leaves the picture near 0.",
            "ja": "見本は 0 から 1 へなめらかに上がります。あなたの関数は 0 の近くで大きく外れます。",
        },
        (Curve({"": "reference"}, xs, right, "reference"), Curve({"": "yours"}, xs, yours, "yours")),
        (-6.0, 6.0),
        (-2.0, 2.0),
        gap=(0.1, 9.98) if gap else None,
        error=error(xs, tuple(None if b is None else abs(a - b) for a, b in zip(right, yours, strict=True))),
    )


def gradients() -> GradientTable:
    """One gradient of each sort: right, half as large, of another shape."""
    half = Message("gradient/ratio", {"ratio": "0.5"})
    shape = Message("gradient/shape", {"yours": "(2,)", "expected": "(3,)"})
    return GradientTable(
        Shown("[[1, 2, 3], [0, 1, 0]]"),
        (
            GradientRow("dx", "(2, 3)", True, Message("gradient/right"), "[0, 0]", "0.25", "0.25", "3.1e-10"),
            GradientRow("dw", "(3, 2)", False, half, "[2, 1]", "0.5", "1", "0.5", "0.5"),
            GradientRow("db", "(2,)", False, shape),
        ),
        left_out=1,
    )


def plane() -> Plane:
    """A perceptron whose bias has the wrong sign."""
    line = [k / 4 for k in range(-8, 9)]
    right, yours = (tuple(tuple(float(x + y + b > 0) for x in line) for y in line) for b in (0.6, -0.6))
    says = Message("pictures/plane", {"wrong": "25", "count": "289"})
    title = Message("pictures/plane-title", {"function": "perceptron"})
    return Plane(title, says, ("x₁", "x₂"), (-2.0, 2.0), (-2.0, 2.0), yours, right)


def heat() -> HeatMap:
    """A Jacobian with the wrong signs off its diagonal, one of them no number at all."""
    says = Message("pictures/heat", {"name": "dz", "wrong": "2", "count": "4", "largest": "0.25"})
    title = Message("pictures/heat-title", {"name": "dz"})
    return HeatMap(
        title, says, ((1.0, -1.0), (-1.0, 1.0)), ((1.0, 1.0), (None, 1.0)), frozenset({(0, 1), (1, 0)})
    )


def error(xs: tuple[float, ...], apart: tuple[float | None, ...]) -> Picture:
    title, says = Message("pictures/error-title"), Message("pictures/error")
    return Picture(title, says, (Curve({}, xs, apart, "error"),), (-6.0, 6.0), (1e-3, 100.0), log=True)


CODE = item(
    "sigmoid",
    "code",
    {"en": "The sigmoid in NumPy", "ja": "NumPy でシグモイド関数"},
    Status.PARTIAL,
    0.25,
    passed("defined", own("A function called `sigmoid`", "`sigmoid` という関数がある")),
    CheckResult(
        "values",
        own("Values for arrays", "配列に対する値"),
        Status.WRONG,
        0.0,
        note="sigmoid/minus-for-plus",
        message=own(
            "Your denominator is $1 - e^{-x}$; the sigmoid has $1 + e^{-x}$.",
            "分母が $1 - e^{-x}$ になっています。シグモイドの分母は $1 + e^{-x}$ です。",
        ),
        evidence=(
            Comparison(
                Shown("[-1, 0, 2]", cells=(("-1", "0", "2"),)),
                Shown("[0.2689, 0.5, 0.8808]", cells=(("0.2689", "0.5", "0.8808"),)),
                Shown(
                    "[-0.5820, inf, 1.1565]",
                    cells=(("-0.5820", "inf", "1.1565"),),
                    marked=frozenset({(0, 0), (0, 1), (0, 2)}),
                ),
                "3 / 3",
            ),
            SourceLine("solution.py", 7, "    return 1 / (1 - e)"),
            curves(),
        ),
        remarks=(own("NumPy warned about a division by zero.", "NumPy が 0 除算を警告しました。"),),
    ),
    CheckResult(
        "matrix",
        own("A matrix with rows as samples", "行がサンプルの行列"),
        Status.WRONG,
        0.0,
        evidence=(
            Comparison(
                Shown("2×2 matrix", cells=(("1", "2"), ("3", "4"))),
                Shown("2×2 matrix", cells=(("0.7311", "0.8808"), ("0.9526", "0.9820"))),
                Shown(
                    "2×2 matrix",
                    cells=(("1.5820", "1.1565"), ("0.9526", "1.0187")),
                    marked=frozenset({(0, 0), (0, 1), (1, 1)}),
                ),
                "0.8509",
            ),
            gradients(),
            plane(),
            heat(),
        ),
        message=own("Three of four cells differ.", "4 つのうち 3 つの値が違います。"),
    ),
    CheckResult("stable", own("Large inputs", "大きな入力"), Status.SKIPPED, 0.0),
    worth=2.0,
    response="solution.py",
)

BLANK = item("limits", "vector", {"en": "A small table", "ja": "小さな表"}, Status.BLANK, 0.0)
WAITS = item(
    "sigmoid-derivative",
    "code",
    {"en": "The derivative in NumPy", "ja": "NumPy で微分"},
    Status.SKIPPED,
    0.0,
    waits_for="sigmoid",
    response="solution.py",
)
INVALID = item(
    "slope",
    "expression",
    {"en": "The slope at 0", "ja": "0 での傾き"},
    Status.INVALID,
    0.0,
    CheckResult(
        "response",
        VALUE,
        Status.INVALID,
        0.0,
        message=own(
            "There is no `)` for the `(` at place 3.", "3 文字目の `(` に対応する `)` がありません。"
        ),
    ),
    response="1/(4",
)


def good() -> Report:
    return report(
        CHOICE,
        replace(
            NUMERIC, status=Status.CORRECT, score=1.0, points=1.0, notes=(), checks=(passed("value", VALUE),)
        ),
        replace(CODE, status=Status.CORRECT, score=1.0, points=2.0, notes=(), checks=CODE.checks[:1]),
    )


def typical() -> Report:
    return report(
        CHOICE,
        NUMERIC,
        DERIVATION,
        CODE,
        WAITS,
        INVALID,
        BLANK,
        sources={"solution.py": SOURCE},
        remarks=(
            own(
                "`answers.yaml` holds tabs; they were read as blanks.",
                "`answers.yaml` のタブは空白として読みました。",
            ),
        ),
    )


ALL = {"good": good, "typical": typical, "hostile": hostile}
