"""Authors' prose for a line of plain text: a terminal, a page's title, a description read aloud."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_SIGNS = {
    "cdot": "·", "times": "×", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "to": "→", "mapsto": "→", "infty": "∞", "partial": "∂", "sum": "Σ", "in": "∈", "approx": "≈", "pm": "±",
    "ldots": "…", "dots": "…", "cdots": "…", "top": "ᵀ", "quad": " ", "qquad": " ", "left": "", "right": "",
    "big": "", "bigl": "", "bigr": "", "Big": "", "Bigl": "", "Bigr": "",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "eta": "η",
    "theta": "θ", "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "varphi": "φ", "omega": "ω", "Delta": "Δ", "Sigma": "Σ", "Phi": "Φ", "nabla": "∇",
}  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_MATRIX = re.compile(r"\\begin\{[bp]matrix\}(.*?)\\end\{[bp]matrix\}", re.DOTALL)
_TRANSPOSED = re.compile(r"\^\{\\mathsf T\}")
_ACCENT = re.compile(r"\\(hat|bar|tilde)\s*(?:\{(\w)\}|(\w))")
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
_GAP = re.compile(r"\\underline\{\s*([^{}]*?)\s*\}")
_SHORT_FRACTION = re.compile(r"\\[dt]?frac(\d)(\d)")
_FUNCTION = r"\\(?:cos|cosh|exp|ln|log|max|min|sin|sinh|tan|tanh)"
_FRACTION = re.compile(rf"(?:({_FUNCTION})\s*|(?<=([\w)]))\s*)?\\[dt]?frac\{{([^{{}}]*)\}}\{{([^{{}}]*)\}}")
_ATOM = re.compile(r"\w|\d+|d\w|∂ ?\w|\\[a-z]+")
_SCRIPT = re.compile(r"([_^])\{([^{}]*)\}")
_WRAPPED = re.compile(r"\\(?:text|mathrm|mathbf|operatorname|boldsymbol)\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\{([^{}]*)\}")


def spoken(latex: str) -> str:
    """A formula for a line of text: `\\frac{a}{b}` as (a)/(b), Greek letters as signs, the rest as typed.

    A gap is `__its name__`, a matrix `(a, b; c, d)`.
    """
    text = _SHORT_FRACTION.sub(r"\\frac{\1}{\2}", _MATRIX.sub(_rows, latex))
    text = _ACCENT.sub(lambda m: (m[2] or m[3]) + _ACCENTS[m[1]], _TRANSPOSED.sub("ᵀ", text))
    text, before = _COMMAND.sub(lambda m: _SIGNS.get(m[1], m[0]), text), ""
    while text != before:  # innermost braces first
        before = text
        for pattern, put in _INNERMOST:
            text = pattern.sub(put, text)
    text = re.sub(r"\\[,;!: ]", " ", _COMMAND.sub(r"\1", text))
    return " ".join(text.replace("{", "(").replace("}", ")").split())


def _rows(match: re.Match[str]) -> str:
    rows = (", ".join(cell.strip() for cell in row.split("&")) for row in match[1].split(r"\\"))
    return f"({'; '.join(rows)})"


def _script(match: re.Match[str]) -> str:
    sign, body = match.groups()
    return sign + (body if len(body) == 1 else f"({body})")


def _root(match: re.Match[str]) -> str:
    return f"√{match[1]}" if _ATOM.fullmatch(match[1]) else f"√({match[1]})"


def _slash(match: re.Match[str]) -> str:
    """A fraction: in brackets as the argument of a function, apart from a factor before it."""
    function, factor, *parts = match.groups()
    over, under = (part if _ATOM.fullmatch(part) else f"({part})" for part in parts)
    return f"{function}({over}/{under})" if function else f"{' ' * bool(factor)}{over}/{under}"


_INNERMOST: Sequence[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = (
    (_WRAPPED, r"\1"),
    (_GAP, r"__\1__"),
    (_SCRIPT, _script),
    (_ROOT, _root),
    (_FRACTION, _slash),
)


_FORMULA = re.compile(r"\$\$?(.+?)\$\$?", re.DOTALL)
_EMPHASIS = re.compile(r"(\*\*|`)(.+?)\1|(?<!\w)\*(\S.*?)\*(?!\w)")


_UNSPACED = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]"  # Japanese signs, which no blank separates
_SOFT_BREAK = re.compile(rf"(?<={_UNSPACED})[ \t]*\n[ \t]*(?={_UNSPACED})")


def joined(text: str) -> str:
    """Japanese prose that an author broke into lines, without the blanks that line ends would become."""
    return _SOFT_BREAK.sub("", text)


def spoken_prose(text: str) -> str:
    """Markdown with `$…$` as a person would type it into a message: no dollars, stars or backticks."""
    parts = _FORMULA.split(joined(text))  # prose, formula, prose, …
    return "".join(spoken(part) if k % 2 else _EMPHASIS.sub(r"\2\3", part) for k, part in enumerate(parts))
