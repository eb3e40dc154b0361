"""LaTeX → MathML. The one place that knows math-core, whose interface changes between minor versions."""

from __future__ import annotations

import re

from markupsafe import Markup
from math_core import LatexError, LatexToMathML

_converter = LatexToMathML(fancy_error=False, max_expansions=200)

# math-core aligns table cells by style attributes, which the page's policy forbids: each becomes a class.
_STYLE = re.compile(r' style="([^"]*)"')
_CLASSES = {
    "text-align:left": "ml",
    "text-align:right": "mr",
    "padding-left:0": "m0l",
    "padding-right:0": "m0r",
    "padding-left:1em": "m1l",
    "padding-right:1em": "m1r",
}
_TAG = re.compile(r"<[^>]*>|&[^;]*;")
# Brackets that may grow are cut wider, even around a single line.
_LOW = re.compile(r"\\left\(((?:(?!\\(?:left|right|[dt]?frac|sum|sqrt|begin)).)*)\\right\)", re.DOTALL)
_FITTING = 26  # signs in one row that still fit a screen of 320 px


class FormulaError(ValueError):
    """LaTeX that cannot be set; the text says why."""


def mathml(latex: str, display: bool = False, tall: bool = False) -> Markup:
    """The formula as MathML. Raises FormulaError.

    `display` sets it on a line of its own, `tall` keeps it in the line but with fractions in full size.
    """
    try:
        made = _converter.convert_with_local_state(_low_brackets(latex), displaystyle=display)
    except LatexError as error:
        raise FormulaError(str(error).strip()) from error
    made = _STYLE.sub(_as_class, made)
    if tall:
        made = made.replace("<math>", '<math displaystyle="true">', 1)
    return Markup(made)  # noqa: S704 - math-core escapes what it sets


def _low_brackets(latex: str) -> str:
    """Plain brackets for `\\left( … \\right)` around a single line, from the inside outwards."""
    found = 1
    while found:
        latex, found = _LOW.subn(r"(\1)", latex)
    return latex


def is_wide(made: Markup) -> bool:
    """Whether a formula may be too long for the narrowest screen; MathML breaks no lines."""
    return len(_TAG.sub("", made)) > _FITTING


def _as_class(style: re.Match[str]) -> str:
    declared = (d.replace(" ", "").strip() for d in style[1].split(";"))
    classes = [_CLASSES[d] for d in declared if d in _CLASSES]
    return f' class="{" ".join(classes)}"' if classes else ""
