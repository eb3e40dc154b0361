"""The justification at the end of a line: what it claims, and whether the step does that.

A label is only ever worth a hint. One that is not understood is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ..algebra import (
    Call,
    Condition,
    Context,
    Derivative,
    Div,
    Entry,
    Expr,
    Mul,
    Node,
    Pow,
    Sym,
    TooLarge,
    Unreadable,
    expand,
    free_names,
    read_condition,
    read_line,
    walk,
)
from ..model import Message
from .forms import holds_derivative
from .task import Equation, Task
from .verdicts import JudgedLine, Step

_WORDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "chain": re.compile(r"chain|inner derivative|連鎖|合成関数|内側の微分|チェイン|チェーン"),
        "quotient": re.compile(r"quotient|商の"),
        "product": re.compile(r"product rule|leibniz|積の(?:微分|法則|公式)|ライプニッツ"),
        "power": re.compile(r"power rule|べき|冪|累乗の"),
        "sum": re.compile(r"sum rule|linearity|term by term|和の(?:微分|法則)|線形性|項別"),
        "definition": re.compile(r"definition|by def|substitut|insert|plug|定義|代入|置き換え"),
        "algebra": re.compile(
            r"simplif|cancel|expand|factor(?!\s*rule)|collect|common denominator|rearrang|algebra"
            r"|整理|約分|展開|因数分解|通分|まとめ"
        ),
    }
)
"""What a label may claim, and the words for it; the first that occurs counts."""
_AROUND_CONDITION = re.compile(
    r"^(?:for|if|when|where|case|as|since|because|assuming|場合[:：]?)\s+"
    r"|\s*(?:のとき|の場合|ならば|なら|とする|より|だから|case)\s*$"
)
_RELATION = re.compile(r"[<>≤≥≦≧≠＜＞]|!=")
_EQUALITY = re.compile(r"^[^=]*?(?P<equation>[^\s=:：]+\s*=[^=]+?)\s*(?:を(?:代入|使う|用いる)|より)?$")


def claims(label: str) -> str | None:
    """What the label claims: chain, quotient, product, power, sum, definition, algebra; or None."""
    words = label.casefold()
    return next((name for name, pattern in _WORDS.items() if pattern.search(words)), None)


def case_of(label: str | None, context: Context) -> Condition | None:
    """The condition a label states: `x > 0`, `for x < 0`, `x > 0 のとき`."""
    if label is None or not _RELATION.search(label):
        return None
    try:
        return read_condition(_AROUND_CONDITION.sub("", label), context)
    except Unreadable:
        return None


def label_hint(task: Task, judged: JudgedLine) -> Message | None:
    """What to say about a justification that does not belong to a right step, or None."""
    label = judged.line.label if judged.line else None
    if label is None or judged.step not in (Step.FOLLOWS, Step.CONTINUES) or judged.case is not None:
        return None
    if _false_equation(label, task.context):
        return Message("derivation/label-equation-false", {"label": label})
    claim = claims(label)
    if claim is None or _fits(claim, task, judged):
        return None
    return Message(f"derivation/label-no-{claim}", {"label": label})


def _false_equation(label: str, context: Context) -> bool:
    """Whether the label quotes an equation that does not hold: `substitute y = 1 - σ(z)`."""
    from ..algebra.decide import decide

    match = _EQUALITY.search(label)
    if match is None:
        return False
    try:
        line = read_line(match["equation"], context)
    except Unreadable:
        return False
    return line.lhs is not None and decide(line.lhs, line.rhs, context).equal is False


def _fits(claim: str, task: Task, judged: JudgedLine) -> bool:
    """Whether the step can be what the label says. When in doubt it can."""
    line, before = judged.line, judged.before
    if line is None or before is None or isinstance(before, Equation):
        return True
    if claim == "definition":
        return _changes_names(before, line.rhs, task.context)
    if claim == "algebra":
        return not holds_derivative(before) or holds_derivative(line.rhs)
    bodies = list(_differentiated(before, task.context))
    if not bodies:
        return False
    return claim in ("power", "sum") or any(claim in _rules(body, task.context) for body in bodies)


def _changes_names(before: Expr, after: Expr, context: Context) -> bool:
    """Whether a definition was put in or recognised: some name or function comes or goes."""
    return _vocabulary(before) != _vocabulary(after) or (not context.definitions and before != after)


def _vocabulary(expr: Expr) -> set[object]:
    words: set[object] = set(free_names(expr))
    for node in walk(expr):
        match node:
            case Call(name, _, order):
                words.add((name, order))
            case Derivative(body, variable, order):
                words.add((body, variable, order))
    return words


def _differentiated(before: Expr, context: Context) -> Iterator[tuple[Expr, Expr]]:
    """(body written out, variable) of each derivative still to be carried out."""
    for node in walk(before):
        match node:
            case Derivative(body, variable):
                keep = frozenset((_name(variable), *context.functions))
                try:
                    yield expand(body, context, keep), variable
                except TooLarge:
                    continue
            case Call(_, (argument, *_), order) if order:
                yield node, argument


def _name(variable: Expr) -> str:
    return (
        variable.name if isinstance(variable, Sym) else variable.vector if isinstance(variable, Entry) else ""
    )


def _rules(body: tuple[Expr, Expr], context: Context) -> set[str]:
    """Which of chain, product and quotient can play a part in this derivative, generously."""
    expr, variable = body
    name = _name(variable)
    found: set[str] = set()

    def moves(node: Node) -> bool:
        return name in free_names(node)

    written = expand_functions(expr, context)
    for node in (*walk(expr), *walk(written)):
        match node:
            case Mul(factors):
                found |= {"product"} if sum(map(moves, factors)) > 1 else set()
            case Div(above, below) if moves(below):
                found |= {"quotient", "chain"} | ({"product"} if moves(above) else set())
            case Pow(base, exponent):
                inner = [part for part in (base, exponent) if moves(part) and part != variable]
                found |= {"chain"} if inner else set()
            case Call(_, args):
                found |= {"chain"} if any(moves(a) and a != variable for a in args) else set()
    return found


def expand_functions(expr: Expr, context: Context) -> Expr:
    """The functions' formulas in place of the functions, where that stays small."""
    try:
        return expand(expr, context)
    except TooLarge:
        return expr
