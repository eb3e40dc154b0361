"""Conditions and what depends on them: `{1 if x>0; 0 otherwise}`, `1 if x>0 else 0`, `x>0 ? 1 : 0`."""

from __future__ import annotations

from .cursor import RELATIONS, Cursor
from .lexer import Token
from .tree import All, AnyOf, Branch, Cases, Compare, Condition, Expr, Iverson, Relation

_CLOSING = {"{": "}", "(": ")", "[": "]"}
_JOINING = RELATIONS | {"&&", "or"}


def value(cursor: Cursor) -> Expr:
    """What may stand between brackets: an expression, a conditional one, or a comparison, worth 1 or 0."""
    found = value_or_condition(cursor)
    return Iverson(found) if isinstance(found, Compare | All | AnyOf) else found


def value_or_condition(cursor: Cursor) -> Expr | Condition:
    """An expression or, where comparisons follow, a condition; both conditional spellings are read here."""
    first = cursor.expression()
    kind = cursor.peek().kind
    if kind == "if" and cursor.opener != "cases":
        return _python_conditional(cursor, first)
    if kind not in _JOINING and not (kind == "=" and cursor.opener in ("[", ")")):
        return first
    condition = _any_of(cursor, first)
    if cursor.accept("?"):
        return _question_mark(cursor, condition)
    return condition


def condition(cursor: Cursor) -> Condition:
    """A condition: comparisons (chains too) joined by and/or. Words like のとき around it are passed over."""
    while cursor.accept("then", "if"):
        pass
    place = cursor.peek()
    found = _any_of(cursor, cursor.expression())
    while cursor.accept("then"):
        pass
    if isinstance(found, Compare | All | AnyOf):
        return found
    raise cursor.fault("read-needs-condition", place)


def bracketed_condition(cursor: Cursor) -> Condition:
    """`{x>0}` or `(x>0)`, the brackets included."""
    opened = cursor.take()
    with cursor.inside(")"):
        found = condition(cursor)
    cursor.expect(_CLOSING[opened.kind], opened)
    return found


def _any_of(cursor: Cursor, first: Expr) -> Condition:
    parts = [_all_of(cursor, first)]
    while cursor.accept("or"):
        parts.append(_all_of(cursor, cursor.expression()))
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _all_of(cursor: Cursor, first: Expr) -> Condition:
    parts = _comparisons(cursor, first)
    while cursor.accept("&&"):
        parts += _comparisons(cursor, cursor.expression())
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _comparisons(cursor: Cursor, left: Expr) -> list[Condition]:
    """One comparison, the links of a chain `0 < x < 1`, or a condition that came in round brackets."""
    found: list[Condition] = []
    while cursor.peek().kind in RELATIONS or cursor.peek().kind == "=":
        token = cursor.take()
        relation: Relation = token.kind  # type: ignore[assignment]  # a member of RELATIONS, or "="
        right = cursor.expression()
        found.append(Compare(relation, left, right))
        left = right
    if found:
        return found
    if isinstance(left, Iverson):
        return [left.condition]
    raise cursor.fault("read-needs-condition", cursor.peek())


def _python_conditional(cursor: Cursor, first: Expr) -> Expr:
    """`a if c else b`, chains included, read without recursion on the last alternative."""
    branches: list[Branch] = []
    here = first
    while cursor.accept("if"):
        branches.append(Branch(here, condition(cursor)))
        if not cursor.accept("else", "otherwise", ","):
            return Cases(tuple(branches))
        here = cursor.expression()
    return Cases(tuple(branches), here)


def _question_mark(cursor: Cursor, condition_read: Condition) -> Expr:
    first = cursor.expression()
    cursor.expect(":")
    return Cases((Branch(first, condition_read),), value(cursor))


def where(cursor: Cursor) -> Expr:
    """`where(c, a, b)`, as in NumPy."""
    cursor.take()
    opened = cursor.expect("(")
    with cursor.inside(""):
        test = condition(cursor)
        cursor.expect(",")
        first = value(cursor)
        cursor.expect(",")
        second = value(cursor)
    cursor.expect(")", opened)
    return Cases((Branch(first, test),), second)


def braces(cursor: Cursor) -> Expr:
    """`{…}`: a LaTeX group, an indicator's condition, or cases."""
    opened = cursor.take()
    if cursor.peek().kind == "begin":  # \left\{ \begin{cases} … \end{cases} \right.
        found = latex_cases(cursor)
        cursor.accept("}")
        return found
    with cursor.inside("cases"):
        first = value_or_condition(cursor)
        if isinstance(first, Compare | All | AnyOf):
            found = _condition_first(cursor, first)
        elif cursor.peek().kind == "}":
            found = first
        else:
            found = _arms(cursor, first, "}", opened)
    cursor.expect("}", opened)
    cursor.bracketed = found
    return found


def latex_cases(cursor: Cursor) -> Expr:
    opened = cursor.expect("begin")
    with cursor.inside("cases"):
        found = _arms(cursor, cursor.expression(), "finish", opened)
    cursor.expect("finish", opened)
    return found


def _arms(cursor: Cursor, first: Expr, closing: str, opened: Token) -> Expr:
    """`value condition; …` after the first value; commas, colons, `if`, `&`, brackets or rows between."""
    branches: list[Branch] = []
    here = first
    while True:
        test = _arm_condition(cursor, closing, opened, alone=not branches)
        if test is None:
            otherwise: Expr | None = here
            break
        branches.append(Branch(here, test))
        if cursor.accept("else"):
            otherwise = cursor.expression()
            break
        _separators(cursor)
        if cursor.peek().kind == closing:
            otherwise = None
            break
        here = cursor.expression()
    _separators(cursor)
    return Cases(tuple(branches), otherwise)


def _separators(cursor: Cursor) -> None:
    while cursor.accept(";", ",", "newline"):
        pass


def _arm_condition(cursor: Cursor, closing: str, opened: Token, alone: bool) -> Condition | None:
    """The condition of one arm, or None for the arm that holds otherwise."""
    comma = cursor.peek()
    while cursor.accept(",", ":", "&", "&&", "if", "then"):
        pass
    token = cursor.peek()
    last = token.kind in (closing, ";", "newline") or _otherwise(cursor)
    if last and alone:
        raise cursor.fault("read-cases-need-condition", opened)
    if last:
        return None
    if comma.kind == "(":
        return _condition_after_value(cursor)
    if comma.kind == ",":
        return _condition_or_set(cursor, comma)
    return condition(cursor)


def _condition_after_value(cursor: Cursor) -> Condition:
    """`1 (x>0)`, and `1 (x>0) and (x<3)`."""
    before = cursor.mark()
    found = bracketed_condition(cursor)
    if cursor.peek().kind not in _JOINING:
        return found
    cursor.back_to(before)
    return condition(cursor)


def _otherwise(cursor: Cursor) -> bool:
    """Take `otherwise`, in brackets or not."""
    if cursor.accept("otherwise", "else"):
        return True
    before = cursor.mark()
    if cursor.accept("(") and cursor.accept("otherwise", "else"):
        cursor.expect(")")
        return True
    cursor.back_to(before)
    return False


def _condition_or_set(cursor: Cursor, comma: Token) -> Condition:
    """After `{a,`: a condition, else it is a list of values, which is a set."""
    first = cursor.expression()
    if cursor.peek().kind in ("}", ","):
        raise cursor.fault("read-no-set", comma)
    return _any_of(cursor, first)


def _condition_first(cursor: Cursor, first: Condition) -> Expr:
    """`{x>0}` as an indicator, or `{x>0: 1; x<=0: 0}`."""
    if cursor.peek().kind == "}":
        return Iverson(first)
    branches: list[Branch] = []
    test: Condition | None = first
    while test is not None:
        spoken = cursor.accept("then")  # x>0のとき1
        if not cursor.accept(":") and not spoken:
            raise cursor.fault("read-expected", cursor.peek(), wanted=":", found=cursor.peek().text)
        branches.append(Branch(cursor.expression(), test))
        cursor.accept(";", ",")
        if cursor.peek().kind == "}":
            return Cases(tuple(branches))
        test = None if cursor.accept("otherwise", "else") else condition(cursor)
    cursor.accept(":")
    return Cases(tuple(branches), cursor.expression())
