"""The pages around the feedback: a student's sheet with every element of prose, an index, an answer book."""

from __future__ import annotations

import math

from grader.checks.kind import Question, ShownOption
from grader.model import Curve, Picture, Text
from grader.report.sheet import CourseRow, IndexRow, Sheet, SheetItem, SolvedItem, SolvedSheet

from .build import own
from .samples import ALL, CHOICE, CODE, NUMERIC

READING: Text = {
    "en": """# A soft switch

The **sigmoid** answers neither *yes* nor *no*:

$$\\sigma(x) = \\frac{1}{1 + e^{-x}}$$

{{plot 0}}

### In code

`1 / (1 + np.exp(-x))` is right, and for $x = -1000$ it warns. A table:

| $x$ | $\\sigma(x)$ |
|---|---|
| 0 | 0.5 |
| 2 | 0.8808 |

1. First the sum.
2. Then the switch: $f(x)=\\begin{cases}x & x>0\\\\ \\alpha x & \\text{otherwise}\\end{cases}$
""",
    "ja": """# やわらかいスイッチ

**シグモイド関数**の答えは「はい」でも「いいえ」でもありません。

$$\\sigma(x) = \\frac{1}{1 + e^{-x}}$$

{{plot 0}}

### コードでは

`1 / (1 + np.exp(-x))` は正しい式ですが、$x = -1000$ で警告が出ます。

| $x$ | $\\sigma(x)$ |
|---|---|
| 0 | 0.5 |
| 2 | 0.8808 |

1. まず和。
2. それからスイッチです。$f(x)=\\begin{cases}x & x>0\\\\ \\alpha x & \\text{otherwise}\\end{cases}$
""",
}


def plain_picture() -> Picture:
    xs = tuple(k / 5 for k in range(-25, 26))
    return Picture(
        {"en": "The sigmoid and tanh", "ja": "シグモイド関数と tanh"},
        {
            "en": "Both rise; the sigmoid from 0 to 1, tanh from -1 to 1.",
            "ja": "どちらも増加します。シグモイド関数は 0 から 1、tanh は -1 から 1 です。",
        },
        (
            Curve({"": "$\\sigma(x)$"}, xs, tuple(1 / (1 + math.exp(-x)) for x in xs)),
            Curve({"": "$\\tanh x$"}, xs, tuple(math.tanh(x) for x in xs)),
        ),
        (-5.0, 5.0),
        (-1.1, 1.1),
    )


def course_rows() -> tuple[CourseRow, ...]:
    first: Text = {"en": "A neuron", "ja": "ニューロン"}
    second: Text = {"en": "The switch $\\sigma(x)$", "ja": "スイッチ $\\sigma(x)$"}
    return (
        CourseRow(first, "neuron.html", (), None, {"choice": 1}),
        CourseRow(second, "sigmoid.html", ((first, "neuron.html"),), 20, {"numeric": 2, "code": 1}),
    )


def sheet() -> Sheet:
    choice = Question(
        {
            "en": "Which sentence describes the sigmoid?",
            "ja": "シグモイド関数を正しく説明している文はどれですか。",
        },
        "",
        own("The letter of your answer, for example `b`.", "答えの記号を 1 つ書きます。例：`b`"),
        (
            ShownOption("a", "jumps", {"en": "It jumps from 0 to 1.", "ja": "0 から 1 へ跳ぶ。"}),
            ShownOption(
                "b",
                "squashes",
                {"en": "It maps every $x$ between 0 and 1.", "ja": "すべての $x$ を 0 と 1 の間に写す。"},
            ),
        ),
    )
    numeric = Question(
        {
            "en": "Compute $y = \\sigma(w x + b)$ for $w=1.5$, $x=2$, $b=-0.5$ to three decimals.",
            "ja": "$w=1.5$、$x=2$、$b=-0.5$ のとき $y = \\sigma(w x + b)$ を小数第 3 位まで求めましょう。",
        },
        "",
        own("A number such as `0.731` or `3/4`.", "`0.731` や `3/4` のような数を書きます。"),
    )
    code = Question(
        {
            "en": "Write `sigmoid(x)` for arrays.\n\n{{plot 0}}",
            "ja": "配列で動く `sigmoid(x)` を書きましょう。\n\n{{plot 0}}",
        },
        "sigmoid.py",
        own("Complete `sigmoid.py`.", "`sigmoid.py` を完成させます。"),
        pictures=(plain_picture(),),
        starter={"sigmoid.py": "def sigmoid(x): ..."},
    )
    return Sheet(
        "sigmoid",
        {"en": "The sigmoid and its derivative", "ja": "シグモイド関数とその微分"},
        "s042",
        READING,
        (
            SheetItem("what-it-does", "choice", CHOICE.title, 1.0, choice),
            SheetItem("by-hand", "numeric", NUMERIC.title, 1.0, numeric, NUMERIC.hints),
            SheetItem("sigmoid", "code", CODE.title, 2.0, code),
        ),
        (plain_picture(),),
        minutes=30,
        variant="k7q2-9fd1",
    )


def solved() -> tuple[SolvedSheet, ...]:
    worked: Text = {
        "en": "$a = 2.5$, so $y \\approx 0.924$.",
        "ja": "$a = 2.5$ なので $y \\approx 0.924$ です。",
    }
    items = tuple(SolvedItem(entry, {"w": "1.5", "x": "2"}, worked) for entry in sheet().items)
    return (SolvedSheet("s042", "9f" * 16, items), SolvedSheet("s043", "a0" * 16, items))


def rows() -> tuple[IndexRow, ...]:
    return tuple(IndexRow(make(), f"{name}/index.html") for name, make in ALL.items())
