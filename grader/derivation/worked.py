"""A worked derivation: every derivative carried out rule by rule, each line with its rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..algebra import Call, Context, Derivative, Expr, map_expr
from ..algebra.differentiate import steps
from .differential import pending, posed, replaced

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class WorkedLine:
    """`expr` follows from the line before by `rule`: sum constant-factor product quotient power exponential
    function chain cases index definition."""

    rule: str
    expr: Expr


def worked(expr: Expr, context: Context) -> Iterator[WorkedLine]:
    """The lines after `expr` itself, until no derivative is left. Raises TooLarge."""
    here = _one_at_a_time(expr)
    for _ in range(MOST_LINES):
        place = _innermost(here)
        if place is None:
            return
        body, variable, back = posed(place, context)
        whole = here
        for number, step in enumerate(steps(body, variable, context)):
            if number == 0 and step.before != Derivative(body, variable):
                yield WorkedLine("definition", replaced(whole, place, back(step.before)))
            here = replaced(whole, place, back(step.after))
            yield WorkedLine(step.rule, here)


def _one_at_a_time(expr: Expr) -> Expr:
    """Derivatives of higher order as derivatives of derivatives."""
    if isinstance(expr, Derivative) and expr.order > 1:
        inner = Derivative(expr.body, expr.variable, expr.order - 1, expr.partial)
        return Derivative(_one_at_a_time(inner), expr.variable, 1, expr.partial)
    return map_expr(expr, _one_at_a_time)


def _innermost(expr: Expr) -> Derivative | Call | None:
    """The first derivative that holds no other inside."""
    place = next(pending(expr), None)
    while isinstance(place, Derivative) and (inner := next(pending(place.body), None)) is not None:
        place = inner
    return place
