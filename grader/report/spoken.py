"""Authors' prose for a line of plain text: a terminal, a page's title, a description read aloud."""

from __future__ import annotations

import re

_SIGNS = {
    "cdot": "·", "times": "×", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "to": "→", "infty": "∞", "partial": "∂", "sum": "Σ", "in": "∈", "approx": "≈", "pm": "±", "ldots": "…",
    "dots": "…", "cdots": "…", "top": "ᵀ", "quad": " ", "left": "", "right": "", "bigl": "", "bigr": "",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "eta": "η",
    "theta": "θ", "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "varphi": "φ", "omega": "ω", "Delta": "Δ", "Sigma": "Σ", "nabla": "∇",
}  # fmt: skip
_SHORT_FRACTION = re.compile(r"\\[dt]?frac(\d)(\d)")
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_ATOM = re.compile(r"\w|\d+|d\w|\\partial \w|\\[a-z]+")
_SCRIPT = re.compile(r"([_^])\{([^{}]*)\}")
_WRAPPED = re.compile(r"\\(?:text|mathrm|mathbf|operatorname|boldsymbol)\{([^{}]*)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)")


def spoken(latex: str) -> str:
    """A formula for a line of text: `\\frac{a}{b}` as (a)/(b), Greek letters as signs, the rest as typed."""
    text, before = _SHORT_FRACTION.sub(r"\1/\2", latex), ""
    while text != before:  # innermost braces first
        before = text
        for pattern, put in ((_WRAPPED, r"\1"), (_SCRIPT, _script), (_FRACTION, _slash)):
            text = pattern.sub(put, text)
    text = _COMMAND.sub(lambda m: _SIGNS.get(m[1], m[1]), text)
    text = re.sub(r"\\[,;!: ]", " ", text)
    return " ".join(text.replace("{", "(").replace("}", ")").split())


def _script(match: re.Match[str]) -> str:
    sign, body = match.groups()
    return sign + (body if len(body) == 1 else f"({body})")


def _slash(match: re.Match[str]) -> str:
    over, under = (part if _ATOM.fullmatch(part) else f"({part})" for part in match.groups())
    return f"{over}/{under}"


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
