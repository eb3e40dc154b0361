"""Following a slip through: what things are worth once wrong left sides mean what the student wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..algebra import Add, Context, Derivative, Expr, Mul, Neg, Sym, TooLarge, free_names, map_expr
from .task import Equation


def carried(expr: Expr, written: Sequence[Equation], context: Context) -> Iterator[Expr]:
    """What `expr` consistently is, given the wrong equations `written` before.

    Once with what was written in place of each wrong left side, once with derivatives by the chain rule
    through the quantities that were wrong.
    """
    if not written:
        return
    latest = {wrong.left: wrong.right for wrong in written}
    through = _Through(latest, context)
    for value in (_replaced(expr, latest), through.everywhere(expr)):
        if value != expr:
            yield value


def _replaced(expr: Expr, latest: Mapping[Expr, Expr]) -> Expr:
    if expr in latest:
        return latest[expr]
    return map_expr(expr, lambda part: _replaced(part, latest))


@dataclass(frozen=True, slots=True)
class _Through:
    """Derivatives along the graph of definitions, some of whose steps are what the student wrote."""

    latest: Mapping[Expr, Expr]
    context: Context

    def everywhere(self, expr: Expr) -> Expr:
        if isinstance(expr, Derivative):
            return self.value(expr) if expr.order == 1 else expr
        return map_expr(expr, self.everywhere)

    def value(self, wanted: Derivative) -> Expr:
        """dC/dD, corrected by (written − dC/dB)·dB/dD for each wrong dC/dB, and inside along C's formula."""
        if wanted in self.latest:
            return self.latest[wanted]
        terms: list[Expr] = [wanted]
        for step in self._wrong_steps(wanted):
            change = Add((self.latest[step], Neg(step)))
            terms.append(Mul((change, self.value(Derivative(step.variable, wanted.variable)))))
        for slope, rest in self._direct_steps(wanted):
            value = self.value(rest)
            if value != rest:
                terms.append(Mul((slope, Add((value, Neg(rest))))))
        return wanted if len(terms) == 1 else Add(tuple(terms))

    def _wrong_steps(self, wanted: Derivative) -> Iterator[Derivative]:
        for left in self.latest:
            if isinstance(left, Derivative) and left.order == 1 and left.body == wanted.body:
                yield left

    def _direct_steps(self, wanted: Derivative) -> Iterator[tuple[Expr, Derivative]]:
        """(dC/dk with all else held, dk/dD) for each defined k that C's formula mentions."""
        from ..algebra.differentiate import differentiate

        definition = self.context.definition(wanted.body.name) if isinstance(wanted.body, Sym) else None
        if definition is None or definition.index is not None:
            return
        held = replace(self.context, definitions=())
        for name in sorted(free_names(definition.formula)):
            inner = Sym(name)
            known = self.context.definition(name)
            if known is None or known.index is not None or inner == wanted.variable:
                continue
            try:
                yield differentiate(definition.formula, inner, held), Derivative(inner, wanted.variable)
            except TooLarge:
                continue
