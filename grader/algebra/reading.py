"""What a text is read as: an expression, a condition, or a line of a derivation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Message
from .context import Context
from .cursor import RELATIONS
from .read_calls import MAX_ORDER
from .read_cases import condition, value_or_condition
from .reader import MAX_DEPTH, Reader
from .tree import All, AnyOf, Call, Compare, Condition, Derivative, Expr, Node, Num, Sum, children, free_names
from .unreadable import Unreadable
from .whole_vectors import stray_vector

MAX_TERMS = 4096  # of sums inside each other
_SHALLOW = 80  # tokens that cannot make a tree deeper than MAX_DEPTH
_LEADING = re.compile(r"^(?:\s|&|∴|⇔|⇒|→|\\(?:iff|Rightarrow|Leftrightarrow|therefore)(?![A-Za-z])|\\quad)+")
_TRAILING = re.compile(r"(?:[\s,;。、]|(?<!\.)\.(?!\.)|\\\\)+$")
_LABEL = re.compile(r"[\[［【]([^\[\]［］【】]*)[\]］】]$")
_OPEN_END = re.compile(r"(?:[-+*/^(=·×÷＝（＊＋－／−|{,]|\\cdot|\\times|\\left)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression, and the remarks on how ambiguous spellings in it were taken."""

    expr: Expr
    remarks: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a derivation: `lhs = rhs`, or only `rhs` where the line continues the one before.

    `label` is the justification at its end, as typed, without its brackets.
    """

    lhs: Expr | None
    rhs: Expr
    label: str | None = None
    remarks: tuple[Message, ...] = ()

    @property
    def is_equation(self) -> bool:
        return self.lhs is not None


def read(text: str, context: Context) -> Expr:
    """The formula that `text` writes in `context`. Raises Unreadable."""
    return reading(text, context).expr


def reading(text: str, context: Context) -> Reading:
    """The same with its remarks, for "we read this as …". Raises Unreadable."""
    reader = _reader(text, context)
    return Reading(_whole(reader, last=True), tuple(reader.remarks))


def read_vector(text: str, context: Context) -> Expr:
    """A formula that may also be worth a whole vector: `softmax(x)`, `y - t`. Raises Unreadable."""
    reader = _reader(text, context)
    return _whole(reader, last=True, vector=True)


def read_condition(text: str, context: Context) -> Condition:
    """`x > 0`, `w*x + b != 0 and x < 1`. Raises Unreadable."""
    reader = _reader(text, context)
    found = condition(reader)
    reader.finish()
    _check_size(reader, found)
    _check_indices(reader, found)
    return found


def read_line(text: str, context: Context) -> Line:
    """One line of a derivation: `= …`, `…` or `L = R`, each with an optional `[justification]` at its end.

    Raises Unreadable.
    """
    formula, label, remarks = _split_label(text, context)
    leading = _LEADING.match(formula)
    reader = _reader(formula, context, leading.end() if leading else 0)
    reader.accept("=")
    sides = [_whole(reader, last=False)]
    if reader.accept("="):
        sides.append(_whole(reader, last=False))
    if reader.peek().kind == "=":
        raise reader.fault("read-one-equation", reader.peek())
    reader.finish()
    lhs = sides[0] if len(sides) == 2 else None
    return Line(lhs, sides[-1], label, (*reader.remarks, *remarks))


def _reader(text: str, context: Context, start: int = 0) -> Reader:
    """A reader of `text` without its closing punctuation, its first `start` characters blanked out."""
    body = _TRAILING.sub("", text)
    if not body[start:].strip():
        raise Unreadable("read-empty", {}, text, 0)
    return Reader(" " * start + body[start:], context)


def _whole(reader: Reader, last: bool, vector: bool = False) -> Expr:
    """A full side of a line: not a comparison, of bearable size, every index bound."""
    found = value_or_condition(reader)
    if isinstance(found, Compare | All | AnyOf):
        raise reader.fault("read-no-inequality", reader.first_of(RELATIONS))
    if last:
        reader.finish()
    _check_size(reader, found)
    _check_indices(reader, found)
    if reader.vectors_seen and not vector:
        stray = stray_vector(found, reader.context)
        if stray is not None:
            raise reader.fault("read-whole-vector", reader.first_of(("vector",)), name=stray)
    return found


def _check_size(reader: Reader, found: Node) -> None:
    """Chains like a/b/c/… nest without brackets, and sums multiply: both are bounded before use."""
    if reader.token_count > _SHALLOW and _depth(found) > MAX_DEPTH:
        raise reader.fault("read-too-deep", 0, limit=str(MAX_DEPTH))
    if (reader.sums_seen or reader.vectors_seen) and _terms(found) > MAX_TERMS:
        raise reader.fault("read-too-many-terms", 0, limit=str(MAX_TERMS))
    if reader.derivatives_seen and _order(found) > MAX_ORDER:
        raise reader.fault("read-derivative-order-limit", 0, limit=str(MAX_ORDER))


def _check_indices(reader: Reader, found: Node) -> None:
    """An index letter that nothing binds and nothing declares is a slip, or somebody's √-1."""
    if reader.unbound:
        free = free_names(found)
        for letter, place in reader.unbound.items():
            if letter in free:
                raise reader.fault("read-unbound-index", place, name=letter)


def _depth(node: Node) -> int:
    level, deepest = [node], 0
    while level:
        deepest += 1
        level = [child for parent in level for child in children(parent)]
    return deepest


def _terms(node: Node) -> int:
    """How many terms the sums inside each other have at most, as far as their limits are numbers."""
    inner = max((_terms(child) for child in children(node)), default=1)
    if not isinstance(node, Sum):
        return inner
    lower, upper = node.lower, node.upper
    if isinstance(lower, Num) and isinstance(upper, Num):
        return inner * max(1, int(upper.value - lower.value) + 1)
    return inner


def _order(node: Node) -> int:
    """The highest derivative that would have to be taken; primes inside a derivative add to it."""
    inner = max((_order(child) for child in children(node)), default=0)
    match node:
        case Derivative(order=order):
            return order + inner
        case Call(order=order):
            return max(order, inner)
    return inner


def _split_label(text: str, context: Context) -> tuple[str, str | None, tuple[Message, ...]]:
    """(formula, justification, remarks). Brackets at the end are a justification unless nothing stands before
    them, an operator does, or they touch what stands before and read as mathematics."""
    body = text.rstrip().rstrip("。.")
    match = _LABEL.search(body)
    if match is None:
        return text, None, ()
    before = body[: match.start()]
    stem = before.rstrip()
    if not stem or _OPEN_END.search(stem):
        return text, None, ()
    inner = match[1].strip()
    mathematics = _reads(inner, context)
    if mathematics and stem == before:
        return text, None, ()
    remarks = (Message("read-bracket-as-reason", {"label": inner}),) if mathematics else ()
    return before, inner, remarks


def _reads(text: str, context: Context) -> bool:
    """Whether a bracket's content is a condition or an expression of the context."""
    try:
        reader = Reader(text, context, suggests=False)
        value_or_condition(reader)
        reader.finish()
    except Unreadable:
        return False
    return True
