"""A tree as LaTeX, for the echo "we read this as …" and for worked solutions."""

from __future__ import annotations

import re
from itertools import pairwise

from .context import Context
from .plain import decimal, without_sign
from .spelling import ACCENTS, GREEK, exact_key
from .tree import (
    Add,
    All,
    AnyOf,
    Call,
    Cases,
    Compare,
    Condition,
    Const,
    Delta,
    Derivative,
    Div,
    Entry,
    Expr,
    Iverson,
    Mul,
    Num,
    Pow,
    Sum,
    Sym,
    Vector,
)

SUM, PRODUCT, POWER, ATOM = 0, 1, 2, 3
_GREEK_NAMES = frozenset(GREEK.values()) - {"omicron"}
_NATIVE = frozenset(("exp", "ln", "sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min"))
_PRINTED = {"atan": "arctan", "sign": "sgn"}
_RELATIONS = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "=": "=", "!=": r"\ne"}
_ACCENTED = re.compile(f"([A-Za-z]+?)_?({'|'.join(sorted(set(ACCENTS.values())))})$")
_NAME = re.compile(
    r"(?P<stem>[A-Za-z]+?)(?:_(?P<sub>[^'^]+)|(?P<digits>\d+))?(?:\^(?P<layer>[^']+))?(?P<primes>'*)$"
)


def latex(expr: Expr, context: Context) -> str:
    """LaTeX for mathematics mode; functions by the signs of the context's catalogue."""
    return _Printer(context).at(expr, SUM)


def latex_condition(condition: Condition, context: Context) -> str:
    return _Printer(context).condition(condition)


def latex_name(name: str) -> str:
    """A declared name: `w_1` → w_{1}, `eta` → \\eta, `yhat` → \\hat{y}, `w^(1)` → w^{(1)}."""
    match = _NAME.match(exact_key(name))
    if match is None:
        return rf"\mathrm{{{re.sub(r'[^A-Za-z0-9]', ' ', name)}}}"
    stem, sub = match["stem"], match["sub"] or match["digits"]
    accent = _ACCENTED.match(exact_key(name).rstrip("'"))
    if accent:
        text = rf"\{accent[2]}{{{_letters(accent[1])}}}"
    else:
        text = _letters(stem) + (f"_{{{_subscript(sub)}}}" if sub else "")
    if match["layer"]:
        return f"{text}^{{({match['layer']}){match['primes']}}}"
    return text + match["primes"]


def _letters(stem: str) -> str:
    if stem in _GREEK_NAMES:
        return f"\\{stem}" if stem not in ("Alpha", "Beta") else stem
    accent = _ACCENTED.match(stem)
    if accent and accent[1]:
        return rf"\{accent[2]}{{{_letters(accent[1])}}}"
    return stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"


def _subscript(text: str) -> str:
    words = re.split(r"_", text)
    return ", ".join(w if len(w) == 1 or not w.isalpha() else rf"\mathrm{{{w}}}" for w in words)


class _Printer:
    """Prints with one context at hand."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def at(self, expr: Expr, least: int) -> str:
        """LaTeX, in brackets if it holds together less tightly than its place wants."""
        text, rank = self._print(expr)
        return text if rank >= least else _brackets(text)

    def condition(self, condition: Condition) -> str:
        match condition:
            case Compare(relation, left, right):
                return f"{self.at(left, SUM)} {_RELATIONS[relation]} {self.at(right, SUM)}"
            case All(parts):
                return r" \land ".join(self._joined_condition(p) for p in parts)
            case AnyOf(parts):
                return r" \lor ".join(self._joined_condition(p) for p in parts)

    def _joined_condition(self, condition: Condition) -> str:
        text = self.condition(condition)
        return text if isinstance(condition, Compare) else _brackets(text)

    def _print(self, expr: Expr) -> tuple[str, int]:
        """(LaTeX, how tightly it holds together)."""
        positive = without_sign(expr)
        if positive is not None:
            return f"-{self._term(positive)}", SUM
        match expr:
            case Add(terms):
                return self._sum(terms), SUM
            case Mul(factors):
                return self._product(factors), PRODUCT
            case Div(numerator, denominator):
                return rf"\frac{{{self.at(numerator, SUM)}}}{{{self.at(denominator, SUM)}}}", POWER
            case Pow(base, exponent):
                return f"{self._base(base)}^{{{self.at(exponent, SUM)}}}", POWER
            case Num() | Const() | Sym() | Vector() | Entry():
                return self._leaf(expr)
            case Call():
                return self._call(expr), ATOM
            case _:
                return self._structure(expr)

    def _leaf(self, expr: Num | Const | Sym | Vector | Entry) -> tuple[str, int]:
        match expr:
            case Num():
                text = _number(expr)
                return text, PRODUCT if r"\cdot" in text else ATOM
            case Const(name):
                return r"\pi" if name == "pi" else name, ATOM
            case Sym(name) | Vector(name):
                return latex_name(name), ATOM
            case Entry(vector, index):
                return f"{latex_name(vector)}_{{{self.at(index, SUM)}}}", ATOM

    def _structure(self, expr: Expr) -> tuple[str, int]:
        match expr:
            case Sum(index, lower, upper, body, given):
                low = f"{index}={self.at(lower, SUM)}" if given else index
                high = f"^{{{self.at(upper, SUM)}}}" if given else ""
                return rf"\sum_{{{low}}}{high} {self.at(body, PRODUCT)}", SUM
            case Derivative():
                return self._derivative(expr)
            case Delta(first, second):
                comma = "" if isinstance(first, Sym) and isinstance(second, Sym) else ","
                return rf"\delta_{{{self.at(first, SUM)}{comma}{self.at(second, SUM)}}}", ATOM
            case Iverson(condition):
                return rf"\left[{self.condition(condition)}\right]", ATOM
            case Cases(branches, otherwise):
                rows = [f"{self.at(b.value, SUM)} & {self.condition(b.condition)}" for b in branches]
                if otherwise is not None:
                    rows.append(rf"{self.at(otherwise, SUM)} & \text{{otherwise}}")
                return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}", ATOM
        raise TypeError(f"not an expression: {expr!r}")

    def _sum(self, terms: tuple[Expr, ...]) -> str:
        text = self._term(terms[0]) if isinstance(terms[0], Add) else self.at(terms[0], SUM)
        for term in terms[1:]:
            positive = without_sign(term)
            text += f" + {self._term(term)}" if positive is None else f" - {self._term(positive)}"
        return text

    def _term(self, expr: Expr) -> str:
        return self.at(expr, SUM if isinstance(expr, Sum) else PRODUCT)

    def _product(self, factors: tuple[Expr, ...]) -> str:
        parts = [self.at(factors[0], POWER)]
        for before, factor in pairwise(factors):
            parts.append(_joint(before, factor))
            # A sum at the very end of a product needs no brackets: there is nothing right of it to take.
            last_sum = isinstance(factor, Sum) and factor is factors[-1]
            parts.append(self.at(factor, SUM if last_sum else POWER))
        return "".join(parts)

    def _base(self, base: Expr) -> str:
        text, rank = self._print(base)
        raised = isinstance(base, Cases) or (isinstance(base, Sym) and "^" in base.name)
        return text if rank == ATOM and not raised else _brackets(text)

    def _call(self, expr: Call) -> str:
        if expr.name == "sqrt" and not expr.order:
            return rf"\sqrt{{{self.at(expr.args[0], SUM)}}}"
        if expr.name == "abs" and not expr.order:
            return rf"\left|{self.at(expr.args[0], SUM)}\right|"
        if expr.name == "log":
            return rf"\log_{{{self.at(expr.args[1], SUM)}}}{_brackets(self.at(expr.args[0], SUM))}"
        arguments = ", ".join(self.at(a, SUM) for a in expr.args)
        index = "" if expr.index is None else f"_{{{self.at(expr.index, SUM)}}}"
        return f"{self._function(expr.name)}{chr(39) * expr.order}{_brackets(arguments)}{index}"

    def _function(self, name: str) -> str:
        function = self._context.functions.get(name)
        if function is not None and function.sign is not None:
            name = function.sign
        if name in _NATIVE:
            return f"\\{name}"
        if len(name) == 1:
            return _letters(exact_key(name))
        return rf"\operatorname{{{_PRINTED.get(name, name).replace('_', ' ')}}}"

    def _derivative(self, expr: Derivative) -> tuple[str, int]:
        sign = r"\partial " if expr.partial else "d"
        order = "" if expr.order == 1 else f"^{{{expr.order}}}"
        below = f"{sign}{self.at(expr.variable, SUM)}{order}"
        if isinstance(expr.body, Sym | Entry):
            above = sign.strip() + order if order else sign
            return rf"\frac{{{above}{self.at(expr.body, ATOM)}}}{{{below}}}", POWER
        return rf"\frac{{{sign.strip()}{order}}}{{{below}}} {_brackets(self.at(expr.body, SUM))}", PRODUCT


def _number(number: Num) -> str:
    text = decimal(number.value)
    if "/" in text:
        above, _, below = text.partition("/")
        return rf"\frac{{{above}}}{{{below}}}"
    digits, _, exponent = text.partition("e")
    return rf"{digits} \cdot 10^{{{exponent}}}" if exponent else digits


def _brackets(text: str) -> str:
    return rf"\left({text}\right)"


def _joint(before: Expr, factor: Expr) -> str:
    r"""What stands between factors: a blank, or `\cdot` where they would run together."""
    base = factor.base if isinstance(factor, Pow) else factor
    if isinstance(base, Num) or (isinstance(before, Div | Derivative) and isinstance(base, Div | Derivative)):
        return r" \cdot "
    return " "
