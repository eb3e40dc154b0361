"""A small course for tests: every kind that needs no code, in its plain and in its odd forms."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.content import Content
from grader.course import Course

ROOT = Path(__file__).parents[2]


def make_course(folder: Path, lesson: str, languages: str = "[en, ja]") -> Course:
    """A course of one lesson called `sample`, with the functions of the built-in course."""
    (folder / "course").mkdir(parents=True, exist_ok=True)
    (folder / "exercises").mkdir(exist_ok=True)
    shutil.copy(ROOT / "course" / "functions.yaml", folder / "course")
    info = f"id: sample\ntitle: {{en: Sample, ja: 見本}}\nlanguages: {languages}\nseed: tests\n"
    (folder / "course" / "course.yaml").write_text(info, encoding="utf-8")
    (folder / "course" / "01-sample.yaml").write_text(lesson, encoding="utf-8")
    return Course(Content.at(folder))


HEAD = """
id: sample
title: {en: Sample, ja: 見本}
read: {en: Text., ja: 文。}
items:
"""

LESSON = (
    HEAD
    + """
  - numeric: exact
    draw: {w: tenths -2 to 2 nonzero, x: integers 2 to 5, b: tenths -1 to 1 nonzero}
    where: ["w*x + b != 0"]
    ask: {en: "$w x + b$ for $w={{ w }}$, $x={{ x }}$, $b={{ b }}$", ja: "$w={{ w }}$ のとき"}
    answer: w*x + b
    mistakes:
      - {gives: w*x, note: bias-forgotten, says: {en: "$b = {{ b }}$ is missing", ja: "$b = {{ b }}$ がない"}}
      - {gives: w + x + b, note: added, score: 0.25, says: {en: added, ja: 足した}}
      - {gives: ln(w - 3), note: impossible, says: {en: never, ja: 起きない}}

  - numeric: rounded
    draw: {a: tenths 0.3 to 2}
    ask: {en: "$\\\\sigma({{ a }})$", ja: "$\\\\sigma({{ a }})$"}
    answer: sigmoid(a)
    tolerance: 0.0006
    mistakes:
      - {gives: sigmoid(-a), note: exponent-sign, says: {en: sign, ja: 符号}}

  - numeric: figures
    draw: {a: integers 2 to 9}
    ask: {en: "$e^{{ a }}$", ja: "$e^{{ a }}$"}
    answer: exp(a)
    figures: 4

  - numeric: relative
    draw: {a: integers 2 to 9}
    ask: {en: "$1/{{ a }}$", ja: "$1/{{ a }}$"}
    answer: 1/a
    relative: 0.01

  - choice: which
    draw: {a: integers 2 to 9}
    fixed: no
    ask: {en: Which?, ja: どれ}
    options:
      - {id: same, right: {en: "it is ${{ a }}$", ja: "${{ a }}$ です"}, value: a}
      - {id: double, wrong: {en: "it is ${{ value(2*a) }}$", ja: "${{ value(2*a) }}$ です"}, value: 2*a,
         says: {en: "not twice ${{ a }}$", ja: 二倍ではない}}
      - {id: five, wrong: {en: "it is $5$", ja: "$5$ です"}, value: 5}

  - multi: several
    ask: {en: Which?, ja: どれ}
    options:
      - {id: p, right: {en: first, ja: 一}}
      - {id: q, right: {en: second, ja: 二}}
      - {id: r, wrong: {en: third, ja: 三}, says: {en: not the third, ja: 三は違う}}
      - {id: s, wrong: {en: fourth, ja: 四}}

  - vector: three
    draw: {v: vector 3 of tenths -9 to 9 nonzero}
    where: ["v_1 > 0", "v_2 < 0", "v_3 > 0", "v_1 != v_3"]
    ask: {en: "ReLU of ${{ v }}$", ja: "${{ v }}$ の ReLU"}
    answer: [relu(v_i)]
    mistakes:
      - {gives: [abs(v_i)], note: absolute-value, says: {en: mirrored, ja: 反転}}
      - {gives: [step(v_i)], note: step, says: {en: step, ja: 階段}}

  - vector: product
    draw: {W: matrix 2 by 2 of integers 1 to 9, x: vector 2 of integers 2 to 9}
    where: ["W1_1 != W1_2", "W1_2 != W2_1", "x_1 != x_2"]
    ask: {en: "$W = {{ W }}$, $x = {{ x }}$", ja: "$W = {{ W }}$、$x = {{ x }}$"}
    answer: [[W1_i x_i], [W2_i x_i]]

  - order: steps
    ask: {en: Order, ja: 並べ替え}
    steps:
      - {id: one, text: {en: first, ja: 一}}
      - {id: two, text: {en: second, ja: 二}}
      - {id: three, text: {en: third, ja: 三}}
      - {id: four, text: {en: fourth, ja: 四}}
    mistakes:
      - {first: three, then: one, note: third-too-early, says: {en: not yet, ja: まだ早い}}
      - {first: four, then: three, note: fourth-too-early, says: {en: wait, ja: 待つ}}

  - blank: gaps
    draw: {w: tenths -2 to 2 nonzero, x: integers 2 to 6}
    ask:
      en: "{{ gap(product) }} and {{ gap(how) }} and {{ gap(who) }}"
      ja: "{{ gap(product) }} {{ gap(how) }} {{ gap(who) }}"
    gaps:
      product: {answer: w*x}
      how: {accept: [mean, average], choose: [mean, sum]}
      who: {accept: [Rosenblatt, ローゼンブラット]}
    mistakes:
      - {gives: {product: w + x}, note: added, says: {en: added, ja: 足した}}

  - blank: single
    ask: {en: "Half is {{ gap(half) }}.", ja: "半分は {{ gap(half) }}"}
    gaps: {half: {answer: 1/2}}

  - expression: slope
    draw: {k: integers 2 to 5, c: integers 1 to 4}
    symbols: {x: real}
    ask: {en: "Slope of $({{ show(k*x + c) }})^2$", ja: "$({{ show(k*x + c) }})^2$ の傾き"}
    answer: 2*k*(k*x + c)
    mistakes:
      - {gives: 2*(k*x + c), note: inner-derivative-missing, says: {en: inner, ja: 内側}}

  - expression: in-sigma
    symbols: {x: real}
    ask: {en: "Slope of $\\\\sigma$", ja: "$\\\\sigma$ の傾き"}
    answer: sigmoid(x)*(1 - sigmoid(x))
    form: {only: [sigmoid]}

  - plot: where
    draw: {h: integers -3 to 3 nonzero}
    picture:
      curves: [{formula: sigmoid(x - h)}]
      over: [h - 4, h + 4]
      describes: {en: An S-shaped curve., ja: S 字の曲線。}
    ask: {en: Where is it steepest?, ja: 最も急なのはどこ}
    answer: h
    tolerance: 0.25
    mistakes:
      - {gives: -h, note: shift-sign, says: {en: other side, ja: 反対側}}

  - plot: what
    picture:
      curves: [{formula: relu(x), label: {en: f, ja: f}}, {formula: step(x)}]
      over: [-3, 3]
      describes: {en: Two curves., ja: 二本の線。}
    ask: {en: "What is it? {{ plot(sigmoid) }}", ja: "{{ plot(sigmoid) }} 何ですか"}
    options:
      - {id: relu, right: {en: ReLU, ja: ReLU}}
      - {id: tanh, wrong: {en: tanh, ja: tanh}}

  - reflect: why
    ask: {en: Why?, ja: なぜ}
    model: {en: Because., ja: だから。}
"""
)
