"""The rules of differentiation, one step each, and the ways in which each is commonly broken.

A rule turns d/dx of something into an expression whose parts still hold derivatives. Next to it stand the
same step done wrong in exactly one way, named by a note. So one table writes worked derivations, checks
the names of rules and predicts slips.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .context import AtKink, Context
from .dependence import Variable, depends, includes, only_entry, renamed
from .outer_slopes import SHAPES, SLOPES, shape_of
from .rewriting import applied
from .tidy import negative, power, product, quotient, signed, total
from .tree import (
    ONE,
    ZERO,
    Add,
    Branch,
    Call,
    Cases,
    Compare,
    Const,
    Delta,
    Derivative,
    Div,
    Entry,
    Expr,
    Mul,
    Neg,
    Num,
    Pow,
    Relation,
    Sum,
    Sym,
    children,
    free_names,
    map_expr,
    number,
)

TWO = number(2)


@dataclass(frozen=True, slots=True)
class Rule:
    """One step. `name`: constant variable sum constant-factor product quotient power exponential chain
    cases index
    definition; `broken`: (note, the step done wrong in one way)."""

    name: str
    after: Expr
    broken: tuple[tuple[str, Expr], ...] = ()


def rule_for(body: Expr, variable: Variable, context: Context) -> Rule:  # noqa: C901
    """The rule that differentiates `body`, applied once."""
    if body == variable:
        return Rule("variable", ONE)
    if not depends(body, variable):
        return Rule("constant", ZERO)
    d = _Slope(variable, context)
    match body:
        case Add(terms):
            return d.sum(terms)
        case Neg(inner):
            return Rule("constant-factor", negative(d(inner)), (("slip-sign", d(inner)),))
        case Mul(factors):
            return d.product(factors)
        case Div(a, b):
            return d.quotient(a, b)
        case Pow(a, b):
            return d.power(a, b)
        case Call():
            return d.call(body)
        case Entry(_, index):
            assert isinstance(variable, Entry)  # noqa: S101  a Sym would be no part of an Entry that depends on it
            return Rule("index", Delta(index, variable.index), (("slip-delta-missing", ONE),))
        case Sum():
            return d.over_index(body)
        case Cases(branches, otherwise):
            return d.cases(branches, otherwise)
        case _:
            return Rule("constant", ZERO)  # brackets and δ are constant where they are defined


@dataclass(frozen=True, slots=True)
class _Slope:
    """d/dvariable, waiting to be carried out."""

    variable: Variable
    context: Context

    def __call__(self, body: Expr) -> Expr:
        return Derivative(body, self.variable)

    def moves(self, expr: Expr) -> bool:
        return depends(expr, self.variable)

    # ------------------------------------------------------------------ sums and products

    def sum(self, terms: tuple[Expr, ...]) -> Rule:
        moving = [i for i, t in enumerate(terms) if self.moves(t)]
        after = total(self(t) for t in terms if self.moves(t))
        broken: list[tuple[str, Expr]] = []
        for i in moving:
            others = [self(terms[j]) for j in moving if j != i]
            broken.append(("slip-term-sign", total([*others, negative(self(terms[i]))])))
            if others:
                broken.append(("slip-term-missing", total(others)))
        broken += [("slip-constant-kept", total([after, t])) for i, t in enumerate(terms) if i not in moving]
        return Rule("sum", after, tuple(broken))

    def product(self, factors: tuple[Expr, ...]) -> Rule:
        fixed = [f for f in factors if not self.moves(f)]
        moving = [f for f in factors if self.moves(f)]
        if fixed:
            inner = moving[0] if len(moving) == 1 else Mul(tuple(moving))
            after = product([*fixed, self(inner)])
            return Rule("constant-factor", after, (("slip-constant-lost", self(inner)),))
        terms = [product([*factors[:i], self(f), *factors[i + 1 :]]) for i, f in enumerate(factors)]
        broken = [("slip-product-of-derivatives", product(self(f) for f in factors))]
        for i in range(len(terms)):
            broken.append(("slip-product-term", total([*terms[:i], *terms[i + 1 :]])))
            broken.append(("slip-product-sign", total([*terms[:i], negative(terms[i]), *terms[i + 1 :]])))
        return Rule("product", total(terms), tuple(broken))

    def quotient(self, a: Expr, b: Expr) -> Rule:
        if not self.moves(b):
            return Rule("constant-factor", quotient(self(a), b), (("slip-constant-lost", self(a)),))
        first, second = product((self(a), b)), product((a, self(b)))
        if not self.moves(a):
            return self._reciprocal(a, b, second)
        square = power(b, TWO)
        broken = (
            ("slip-quotient-sign", quotient(total((first, second)), square)),
            ("slip-quotient-swapped", quotient(total((second, negative(first))), square)),
            ("slip-quotient-square", quotient(total((first, negative(second))), b)),
            ("slip-quotient-of-derivatives", quotient(self(a), self(b))),
            ("slip-quotient-term", quotient(first, square)),
            ("slip-quotient-term", negative(quotient(second, square))),
        )
        return Rule("quotient", quotient(total((first, negative(second))), square), broken)

    def _reciprocal(self, a: Expr, b: Expr, second: Expr) -> Rule:
        square = power(b, TWO)
        broken = (
            ("slip-quotient-sign", quotient(second, square)),
            ("slip-quotient-square", negative(quotient(second, b))),
            ("slip-quotient-of-derivatives", quotient(a, self(b))),
            ("slip-inner-missing", negative(quotient(a, square))),
        )
        return Rule("quotient", negative(quotient(second, square)), broken)

    # ------------------------------------------------------------------ powers

    def power(self, base: Expr, exponent: Expr) -> Rule:
        if not self.moves(exponent):
            return self._power_rule(base, exponent)
        if not self.moves(base):
            return self._exponential_rule(base, exponent)
        whole = Pow(base, exponent)
        log = Call("ln", (base,))
        by_exponent = product((self(exponent), log))
        by_base = product((exponent, quotient(self(base), base)))
        broken = (
            ("slip-exponential-as-power", product((exponent, power(base, _less_one(exponent)), self(base)))),
        )
        return Rule("exponential", product((whole, total((by_exponent, by_base)))), broken)

    def _power_rule(self, base: Expr, exponent: Expr) -> Rule:
        lowered = power(base, _less_one(exponent))
        inner = self(base)
        broken = [
            ("slip-power-coefficient", product((lowered, inner))),
            ("slip-power-kept", product((exponent, Pow(base, exponent), inner))),
        ]
        if base != self.variable:
            broken.append(("slip-inner-missing", product((exponent, lowered))))
            broken.append(("slip-inner-inside", product((exponent, power(inner, _less_one(exponent))))))
        return Rule("power", product((exponent, lowered, inner)), tuple(broken))

    def _exponential_rule(self, base: Expr, exponent: Expr) -> Rule:
        whole, inner = Pow(base, exponent), self(exponent)
        as_power = product((exponent, Pow(base, _less_one(exponent))))
        broken = [("slip-exponential-as-power", as_power)]
        if exponent != self.variable:
            broken += [("slip-inner-missing", whole), ("slip-inner-inside", Pow(base, inner))]
        if base == Const("e"):
            return Rule("exponential", product((whole, inner)), tuple(broken))
        log = Call("ln", (base,))
        broken.append(("slip-logarithm-missing", product((whole, inner))))
        return Rule("exponential", product((whole, log, inner)), tuple(broken))

    # ------------------------------------------------------------------ functions

    def call(self, call: Call) -> Rule:
        function = self.context.functions.get(call.name)
        if call.name in ("max", "min"):
            return self._extreme(call)
        if call.order:
            return self.chain(call, replace(call, order=call.order + 1), ())
        slope = SLOPES.get(call.name)
        if slope is not None:
            return self.chain(call, *slope(call))
        if call.name == "log":
            log = Div(Call("ln", (call.args[0],)), Call("ln", (call.args[1],)))
            return Rule("definition", self(log))
        if function is None:
            return Rule("constant", ZERO)
        shape = shape_of(function.formula, function.arguments[0].name) if len(call.args) == 1 else None
        if shape is not None:
            return self.chain(call, *SHAPES[shape](call))
        return Rule("definition", self(applied(function, call, self.context)))

    def chain(self, call: Call, outer: Expr, broken: tuple[tuple[str, Expr], ...]) -> Rule:
        """f(u)' = f'(u)·u'."""
        inner = self(call.args[0])
        slips = [(note, product((wrong, inner))) for note, wrong in broken]
        if call.args[0] == self.variable:
            return Rule("function", outer, tuple(slips))
        slips.append(("slip-inner-missing", outer))
        slips.append(("slip-outer-missing", product((call, inner))))
        slips.append(("slip-inner-inside", _taken_at(outer, call.args[0], inner)))
        return Rule("chain", product((outer, inner)), tuple(slips))

    def _extreme(self, call: Call) -> Rule:
        """max(a, b) is a where a > b, else b."""
        first, *rest = sorted(call.args, key=lambda a: not self.moves(a))
        relation: Relation = ">" if call.name == "max" else "<"
        if self.context.at_kink is AtKink.ONE:
            relation = ">=" if call.name == "max" else "<="
        other = rest[0] if len(rest) == 1 else replace(call, args=tuple(rest))
        return self.cases((Branch(first, Compare(relation, first, other)),), other)

    def cases(self, branches: tuple[Branch, ...], otherwise: Expr | None) -> Rule:
        values = [b.value for b in branches] + ([] if otherwise is None else [otherwise])
        slopes = [self(v) for v in values]

        def assembled(parts: list[Expr]) -> Expr:
            arms = tuple(replace(b, value=v) for b, v in zip(branches, parts, strict=False))
            return Cases(arms, None if otherwise is None else parts[-1])

        broken: list[tuple[str, Expr]] = []
        for i, value in enumerate(values):
            kept = [*slopes[:i], value, *slopes[i + 1 :]]
            zeroed = [*slopes[:i], ZERO, *slopes[i + 1 :]]
            broken += [("slip-branch-kept", assembled(kept)), ("slip-branch-zeroed", assembled(zeroed))]
        for i in range(len(slopes) - 1):
            swapped = [*slopes[:i], slopes[i + 1], slopes[i], *slopes[i + 2 :]]
            broken.append(("slip-branches-swapped", assembled(swapped)))
        return Rule("cases", assembled(slopes), tuple(broken))

    def over_index(self, body: Sum) -> Rule:
        """d/dx Σ = Σ d/dx; by one entry x_j of the vector summed over, only that term remains."""
        variable = self.variable
        if body.index in free_names(variable):
            body = renamed(body, variable)
        inner = Rule("sum", replace(body, body=self(body.body)))
        if not isinstance(variable, Entry) or not includes(body, variable.index, variable, self.context):
            return inner
        single = only_entry(body, variable)
        if single is None:
            return inner
        kept = replace(body, body=Derivative(body.body, Entry(variable.vector, Sym(body.index))))
        return Rule("index", self(single), (("slip-sum-kept", kept),))


def _less_one(exponent: Expr) -> Expr:
    if isinstance(exponent, Num):
        return signed(exponent.value - 1)
    if isinstance(exponent, Neg) and isinstance(exponent.argument, Num):
        return signed(-exponent.argument.value - 1)
    return total((exponent, number(-1)))


def inner_derivatives(expr: Expr) -> Iterator[Derivative]:
    """The derivatives still to be carried out, outermost first, in reading order."""
    if isinstance(expr, Derivative):
        yield expr
        return
    for part in children(expr):
        if not isinstance(part, Compare):
            yield from inner_derivatives(part)  # type: ignore[arg-type]


def _taken_at(outer: Expr, argument: Expr, other: Expr) -> Expr:
    """f'(u) with something else in place of u."""
    return other if outer == argument else map_expr(outer, lambda part: _taken_at(part, argument, other))
