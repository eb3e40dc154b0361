"""Derivatives a person can read, the steps that lead to them, and what comes out when one step is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from .context import Context
from .dependence import Variable, includes
from .rewriting import TooLarge, expand, substitute
from .rules import Rule, inner_derivatives, rule_for
from .tidy import tidied
from .tree import ONE, ZERO, Delta, Derivative, Expr, Mul, Sum, Sym, map_expr, walk

MAX_RULES = 2000
MAX_NODES = 4000
_TRIVIAL = ("variable", "constant")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a worked derivation: `rule` turns `before` into `after`.

    `rule` is one of: sum constant-factor product quotient power exponential function chain cases index
    definition.
    """

    rule: str
    before: Expr
    after: Expr


def differentiate(expr: Expr, name: str | Variable, context: Context) -> Expr:
    """d expr / d name, simplified enough to print. Definitions are written out down to `name`; what holds a
    derivative already is differentiated too. Raises TooLarge beyond the counted bounds."""
    variable = _variable(name)
    return _Work(context, variable).resolve(Derivative(_written_out(expr, variable, context), variable))


def steps(expr: Expr, name: str | Variable, context: Context) -> tuple[Step, ...]:
    """A worked derivation from d/dname expr to the derivative, one rule a step.

    Derivatives of constants and of the variable itself are taken along with the step before.
    """
    variable = _variable(name)
    work = _Work(context, variable)
    here: Expr = Derivative(_written_out(expr, variable, context), variable)
    found: list[Step] = []
    while (pending := next(inner_derivatives(here), None)) is not None:
        rule = work.rule(pending)
        after = work.settled(work.replaced(here, pending, rule.after))
        found.append(Step(rule.name, here, after))
        here = after
    return tuple(found)


def slips(expr: Expr, name: str | Variable, context: Context) -> Iterator[tuple[str, Expr]]:
    """(note, result) of differentiating with exactly one rule broken once, no two results the same tree.

    Two may still be worth the same, and one may be worth what is right: compare values before naming it.
    """
    variable = _variable(name)
    work = _Work(context, variable)
    start = Derivative(_written_out(expr, variable, context), variable)
    right = work.resolve(start)
    seen = {right}
    for note, result in work.variants(start):
        if result not in seen:
            seen.add(result)
            yield note, result


def _variable(name: str | Variable) -> Variable:
    return Sym(name) if isinstance(name, str) else name


def _written_out(expr: Expr, variable: Variable, context: Context) -> Expr:
    """Derivatives inside carried out, definitions replaced by their formulas down to the variable."""
    name = variable.name if isinstance(variable, Sym) else variable.vector
    keep = frozenset((name, *context.functions))

    def carried_out(part: Expr) -> Expr:
        if isinstance(part, Derivative):
            result = part.body
            for _ in range(part.order):
                result = differentiate(result, part.variable, context)
            return result
        return map_expr(part, carried_out)

    return expand(carried_out(expr), context, keep)


@dataclass(slots=True)
class _Work:
    """Carries derivatives by one variable out, each body once, counting the rules."""

    context: Context
    variable: Variable
    left: int = MAX_RULES
    _rules: dict[Derivative, Rule] = field(default_factory=dict)
    _known: dict[Derivative, Expr] = field(default_factory=dict)

    def rule(self, pending: Derivative) -> Rule:
        """The rule for a derivative of first order."""
        if pending not in self._rules:
            self.left -= 1
            if self.left < 0:
                raise TooLarge(f"more than {MAX_RULES} rules of differentiation")
            self._rules[pending] = rule_for(pending.body, pending.variable, self.context)
        return self._rules[pending]

    def resolve(self, pending: Derivative) -> Expr:
        """The derivative with everything inside carried out."""
        if pending not in self._known:
            result = self.finished(self.rule(pending).after)
            if len(list(islice(walk(result), MAX_NODES))) == MAX_NODES:
                raise TooLarge(f"a derivative of more than {MAX_NODES} nodes")
            self._known[pending] = result
        return self._known[pending]

    def finished(self, expr: Expr) -> Expr:
        """The expression with its pending derivatives carried out."""
        return self.mapped(expr, self.resolve)

    def settled(self, expr: Expr) -> Expr:
        """The expression with those derivatives carried out that take no thought: of constants and of the
        variable."""

        def trivial(pending: Derivative) -> Expr:
            rule = self.rule(pending)
            return rule.after if rule.name in _TRIVIAL else pending

        return self.mapped(expr, trivial)

    def collapsed(self, expr: Expr) -> Expr:
        """Σ_k δ_kj f(k) is f(j), where the sum has that term."""
        if not isinstance(expr, Sum):
            return expr
        if expr.body == ZERO:
            return ZERO
        factors = expr.body.factors if isinstance(expr.body, Mul) else (expr.body,)
        for i, factor in enumerate(factors):
            other = _compared_with(factor, Sym(expr.index))
            if other is not None and includes(expr, other, self.variable, self.context):
                rest = (*factors[:i], *factors[i + 1 :])
                body = rest[0] if len(rest) == 1 else Mul(rest) if rest else ONE
                return substitute(body, {expr.index: other})
        return expr

    def mapped(self, expr: Expr, change: Callable[[Derivative], Expr]) -> Expr:
        """The expression with its outermost derivatives changed and what lies above them tidied."""
        if isinstance(expr, Derivative):
            return change(expr)
        new = map_expr(expr, lambda part: self.mapped(part, change))
        return expr if new is expr else self.collapsed(tidied(new))

    def replaced(self, expr: Expr, old: Derivative, new: Expr) -> Expr:
        """The expression with one pending derivative replaced wherever it stands."""
        return self.mapped(expr, lambda pending: new if pending == old else pending)

    def variants(self, pending: Derivative) -> Iterator[tuple[str, Expr]]:
        """Every result with one rule broken once: this one, or one further inside."""
        rule = self.rule(pending)
        for note, wrong in rule.broken:
            yield note, self.finished(wrong)
        inner = list(dict.fromkeys(inner_derivatives(rule.after)))
        for place in inner:
            for note, wrong in self.variants(place):
                yield note, self.finished(self.replaced(rule.after, place, wrong))


def _compared_with(factor: Expr, index: Sym) -> Expr | None:
    """What δ compares the index with."""
    if not isinstance(factor, Delta) or index not in (factor.first, factor.second):
        return None
    return factor.second if factor.first == index else factor.first
