"""A tree as plain text that reads back to the same tree."""

from __future__ import annotations

from fractions import Fraction

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
    Neg,
    Num,
    Pow,
    Sum,
    Sym,
    Vector,
)

# How tightly a printed form holds together.
SUM, PRODUCT, POWER, ATOM = 0, 1, 2, 3
_MAX_PLAIN_DIGITS = 20


def plain(expr: Expr) -> str:
    """The formula as one would type it; `read(plain(e))` is `e` for every tree that was read."""
    return _print(expr)[0]


def plain_condition(condition: Condition) -> str:
    match condition:
        case Compare(relation, left, right):
            return f"{_at(left, SUM)} {relation} {_at(right, SUM)}"
        case All(parts):
            return " and ".join(_part(p, All | AnyOf) for p in parts)
        case AnyOf(parts):
            return " or ".join(_part(p, AnyOf) for p in parts)


def _part(condition: Condition, bracketed: object) -> str:
    text = plain_condition(condition)
    return f"({text})" if isinstance(condition, bracketed) else text  # type: ignore[arg-type]


def decimal(value: Fraction) -> str:
    """A fraction as it would be written: `3`, `0.25`, `1e-40`, or `1/3` where no decimal is exact."""
    if value.denominator == 1:
        return _scientific(str(value.numerator))
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator)
    sign = "-" if value < 0 else ""
    if places > _MAX_PLAIN_DIGITS:
        return f"{sign}{digits}e-{places}"
    padded = digits.rjust(places + 1, "0")
    return f"{sign}{padded[:-places]}.{padded[-places:]}"


def _scientific(digits: str) -> str:
    """Whole numbers beyond what one reads at a glance: 1e30 instead of thirty zeros."""
    stem = digits.rstrip("0")
    zeros = len(digits) - len(stem)
    return f"{stem}e{zeros}" if len(digits) > _MAX_PLAIN_DIGITS and zeros else digits


def _at(expr: Expr, least: int) -> str:
    """The text, in brackets if it holds together less tightly than its place wants."""
    text, rank = _print(expr)
    return text if rank >= least else f"({text})"


def _print(expr: Expr) -> tuple[str, int]:
    """(text, how tightly it holds together)."""
    positive = without_sign(expr)
    if positive is not None:
        return f"-{_term(positive)}", SUM
    match expr:
        case Num(value):
            text = decimal(value)
            return text, PRODUCT if "/" in text else ATOM
        case Const(name) | Sym(name) | Vector(name):
            return name, ATOM
        case Entry(vector, index):
            return vector + _subscript(index), ATOM
        case Add(terms):
            return _sum(terms), SUM
        case Mul(factors):
            return _product(factors), PRODUCT
        case Div(numerator, denominator):
            least = ATOM if isinstance(denominator, Derivative) else POWER
            return f"{_first_factor(numerator, Mul)}/{_at(denominator, least)}", PRODUCT
        case Pow(base, exponent):
            return f"{_at(base, ATOM)}^{_at(exponent, ATOM)}", POWER
        case Call():
            return _call(expr), ATOM
        case _:
            return _structure(expr)


def _structure(expr: Expr) -> tuple[str, int]:
    match expr:
        case Sum(index, lower, upper, body, given):
            limits = f"_{{{index}={plain(lower)}}}^{{{plain(upper)}}}" if given else f"_{index}"
            return f"sum{limits} {_at(body, PRODUCT)}", SUM
        case Derivative():
            return _derivative(expr)
        case Delta(first, second):
            return f"δ_{{{plain(first)},{plain(second)}}}", ATOM
        case Iverson(condition):
            return f"[{plain_condition(condition)}]", ATOM
        case Cases(branches, otherwise):
            arms = [f"{plain(b.value)} if {plain_condition(b.condition)}" for b in branches]
            if otherwise is not None:
                arms.append(f"{plain(otherwise)} otherwise")
            return "{" + "; ".join(arms) + "}", ATOM
    raise TypeError(f"not an expression: {expr!r}")


def without_sign(expr: Expr) -> Expr | None:
    """What follows the minus sign of a term that has one in front (`-x`, -3, -2x, -1/x); else None."""
    match expr:
        case Neg(inner):
            return inner
        case Num(value) if value < 0:
            return Num(-value)
        case Mul((Num() as first, *rest)) if first.value < 0:
            return Mul((Num(-first.value), *rest))
        case Div(Num() as above, below) if above.value < 0:
            return Div(Num(-above.value), below)
    return None


def _sum(terms: tuple[Expr, ...]) -> str:
    text = _at(terms[0], PRODUCT) if isinstance(terms[0], Add) else plain(terms[0])
    for term in terms[1:]:
        positive = without_sign(term)
        text += f" + {_term(term)}" if positive is None else f" - {_term(positive)}"
    return text


def _term(expr: Expr) -> str:
    return plain(expr) if isinstance(expr, Sum) else _at(expr, PRODUCT)


def _product(factors: tuple[Expr, ...]) -> str:
    first, *rest = factors
    text = _first_factor(first, Div)
    before = first
    for factor in rest:
        joint = "" if isinstance(before, Num) and _reads_after_number(factor) else "*"
        text += joint + _at(factor, POWER)
        before = factor
    return text


def _first_factor(expr: Expr, chained: type[Mul] | type[Div]) -> str:
    """The left end of a product or quotient: a quotient, or what is `chained`, needs no brackets there."""
    if isinstance(expr, Div | chained):
        return plain(expr)
    return _at(expr, POWER)


def _reads_after_number(expr: Expr) -> bool:
    """Whether `2` before it, without a sign, is still that product (and not `2e3` or `20`)."""
    base = expr.base if isinstance(expr, Pow) else expr
    return isinstance(base, Sym | Entry) and plain(base)[0] not in "eE"


def _call(expr: Call) -> str:
    index = "" if expr.index is None else _subscript(expr.index)
    if expr.name == "log":
        return f"log_{{{plain(expr.args[1])}}}({plain(expr.args[0])})"
    args = ", ".join(map(plain, expr.args))
    return f"{expr.name}{chr(39) * expr.order}({args}){index}"


def _subscript(index: Expr) -> str:
    text = plain(index)
    return f"_{text}" if text.isdigit() or len(text) == 1 else f"_{{{text}}}"


def _derivative(expr: Derivative) -> tuple[str, int]:
    sign = "∂" if expr.partial else "d"
    order = "" if expr.order == 1 else f"^{expr.order}"
    below = f"{sign}{plain(expr.variable)}{order}"
    if isinstance(expr.body, Sym | Entry) and plain(expr.body) != "d":
        return f"{sign}{order}{' ' if order else ''}{plain(expr.body)}/{below}", POWER
    return f"{sign}{order}/{below} ({plain(expr.body)})", PRODUCT
