"""Exact proof: a formula without cases as a fraction of polynomials in kernels, zero exactly if its
numerator is.

Kernels are symbols, e^m, logarithms, roots with their relation r^q = base, and √−1 (sine and cosine become
exponentials). e^(a + 2b) is split into e^a·(e^b)², so that identities between exponentials become
identities between polynomials. A numerator that vanishes proves the identity wherever both sides are
defined; one that does not proves nothing.
"""

from __future__ import annotations

from fractions import Fraction

from . import forms
from .context import Domain
from .folding import prime_powers
from .forms import Budget, Factor, Form
from .kernels import Again, Kernel, Kernels
from .nodes import Node, Op, order

MAX_RESTARTS = 8
HALF = Fraction(1, 2)
_POSITIVE = (Domain.POSITIVE, Domain.UNIT, Domain.NATURAL)


class Prover:
    """Turns nodes into forms; `is_zero` tells whether a node is identically 0 (True: proved)."""

    def __init__(self, budget: Budget) -> None:
        self._restart(budget, {})

    def _restart(self, budget: Budget, units: dict[object, int]) -> None:
        self.kernels = Kernels(budget, units)
        self._forms: dict[int, Form] = {}

    def is_zero(self, node: Node) -> bool:
        """Whether the node was proved to be 0. Raises TooMuchWork where the bounds were reached first."""
        for _ in range(MAX_RESTARTS):
            try:
                for part in order([node]):
                    if part.id not in self._forms:
                        self._forms[part.id] = self._form(part)
                return not self._reduced(self._forms[node.id]).numerator
            except Again:
                self._restart(self.kernels.budget, self.kernels.units)
            except ZeroDivisionError:
                return False
        return False

    # ------------------------------------------------------------------ nodes

    def _form(self, node: Node) -> Form:
        match node.op:
            case Op.NUMBER:
                return forms.constant(node.value)
            case Op.SYMBOL:
                return self.kernels.generator(
                    self.kernels.named(node.name, Kernel(positive=node.domain in _POSITIVE))
                )
            case Op.PI:
                return self.kernels.generator(self.kernels.named("π", Kernel(positive=True)))
            case Op.ADD:
                total = forms.constant(node.value)
                for part, weight in zip(node.args, node.weights, strict=True):
                    total = self.kernels.plus(total, forms.scaled(self._forms[part.id], Fraction(weight)))
                return total
            case Op.MUL:
                total = forms.constant(node.value)
                for part, exponent in zip(node.args, node.weights, strict=True):
                    total = self.kernels.times(total, self.kernels.power(self._forms[part.id], int(exponent)))
                return total
            case Op.POWER:
                return self._symbolic_power(self._forms[node.args[0].id], node.args[1])
            case Op.CASES | Op.UNDEFINED:
                return self.kernels.generator(self.kernels.named(("node", node.id), Kernel()))
        return self._function(node, self._forms[node.args[0].id])

    def _function(self, node: Node, inner: Form) -> Form:
        match node.op:
            case Op.EXP:
                return self._exponential(inner)
            case Op.LN:
                return self._logarithm(inner)
            case Op.ROOT:
                return self._root(inner, node.value)
            case Op.SIN | Op.COS:
                return self._circular(node.op, inner)
            case Op.SINH | Op.COSH | Op.TANH:
                return self._hyperbolic(node.op, inner)
        return self._odd_function(node.op, inner)

    def _odd_function(self, op: Op, inner: Form) -> Form:
        """atan and erf: f(−u) = −f(u)."""
        mirrored = forms.scaled(inner, Fraction(-1))
        for kind, other, index in self.kernels.met:
            if kind == op and self.kernels.same(mirrored, other[0]):
                return forms.scaled(self.kernels.generator(index), Fraction(-1))
        return self.kernels.generator(self.kernels.matched(op, (inner,), Kernel))

    def _circular(self, op: Op, inner: Form) -> Form:
        unit = self.kernels.generator(self.kernels.imaginary())
        turning = self._exponential(self.kernels.times(unit, inner))
        back = self.kernels.power(turning, -1)
        if op is Op.COS:
            return forms.scaled(self.kernels.plus(turning, back), HALF)
        difference = forms.minus(turning, back, self.kernels.budget)
        return forms.scaled(self.kernels.times(difference, unit), -HALF)

    def _hyperbolic(self, op: Op, inner: Form) -> Form:
        rising = self._exponential(inner)
        falling = self.kernels.power(rising, -1)
        odd, even = forms.minus(rising, falling, self.kernels.budget), self.kernels.plus(rising, falling)
        if op is Op.TANH:
            return self.kernels.times(odd, self.kernels.power(even, -1))
        return forms.scaled(odd if op is Op.SINH else even, HALF)

    def _symbolic_power(self, base: Form, exponent: Node) -> Form:
        """base^(2n − 1) = (base^n)²/base."""
        terms = (
            zip(exponent.args, exponent.weights, strict=True) if exponent.op is Op.ADD else [(exponent, 1)]
        )
        shift = exponent.value if exponent.op is Op.ADD else Fraction(0)
        if shift.denominator != 1 or any(Fraction(w).denominator != 1 for _, w in terms):
            parts = (base, self._forms[exponent.id])
            return self.kernels.generator(self.kernels.matched(Op.POWER, parts, Kernel))
        terms = (
            zip(exponent.args, exponent.weights, strict=True) if exponent.op is Op.ADD else [(exponent, 1)]
        )
        total = self.kernels.power(base, int(shift))
        for part, weight in terms:
            times = int(weight)
            if part.op is Op.MUL and part.value.denominator == 1:
                times *= int(part.value)
                inner = forms.scaled(self._forms[part.id], 1 / part.value)
            else:
                inner = self._forms[part.id]
            index = self.kernels.matched(Op.POWER, (base, inner), Kernel)
            total = self.kernels.times(total, self.kernels.generator(index, times))
        return total

    # ------------------------------------------------------------------ exponentials, logarithms, roots

    def _exponential(self, inner: Form) -> Form:
        """e^(Σ c·m) = Π (e^m)^c."""
        total = forms.ONE
        key = frozenset(inner.denominator.items())
        for packed, whole in inner.numerator.items():
            weight = inner.content * whole
            total = self.kernels.times(total, self._exponential_term(packed, key, weight))
        return total

    def _exponential_term(self, packed: int, key: frozenset[tuple[Factor, int]], weight: Fraction) -> Form:
        argument = self._logarithm_argument(packed) if not key else None
        if argument is not None:
            return self._root(argument, weight)
        unit = self.kernels.unit(("exp", packed, key), weight.denominator)
        shown = exponents_of_imaginary(packed, self.kernels.index.get("i"))
        inner = Form(Fraction(1, unit), {packed: 1}, dict(key))
        kernel = Kernel(positive=not shown, logarithm=None if shown else inner)
        index = self.kernels.named(("exp", packed, key), kernel)
        return self.kernels.generator(index, int(weight * unit))

    def _logarithm_argument(self, packed: int) -> Form | None:
        """u, if the monomial is exactly ln u."""
        powers = forms.exponents(packed)
        if len(powers) != 1 or powers[0][1] != 1:
            return None
        return next(
            (parts[0] for kind, parts, index in self.kernels.met if kind == Op.LN and index == powers[0][0]),
            None,
        )

    def _pieces(self, form: Form) -> list[tuple[Form, int, Form | None]] | None:
        """(factor, exponent, its logarithm if it is e^…): all positive but at most one; None if that is
        not known."""
        if not form.numerator:
            raise ZeroDivisionError
        whole, packed, rest = forms.primitive(form.numerator)
        content = form.content * whole
        pieces = [(abs(p), k) for p, k in prime_powers(abs(content))]
        found: list[tuple[Form, int, Form | None]] = [
            (forms.constant(Fraction(p)), k, None) for p, k in pieces
        ]
        unknown = 0
        for index, exponent in forms.exponents(packed):
            kernel = self.kernels.all[index]
            unknown += not kernel.positive
            found.append((self.kernels.generator(index), exponent, kernel.logarithm))
        factors = [(tuple(sorted(rest.items())), 1)] if len(rest) > 1 else []
        for factor, exponent in [*factors, *((f, -k) for f, k in form.denominator.items())]:
            unknown += not self._positive(factor)
            found.append((Form(Fraction(1), dict(factor)), exponent, None))
        return found if content > 0 and (unknown == 0 or (unknown == 1 and self._single(found))) else None

    def _single(self, pieces: list[tuple[Form, int, Form | None]]) -> bool:
        """Whether the one factor of unknown sign stands there once, so that it must be positive itself."""
        return all(abs(k) == 1 for f, k, _ in pieces if not self._known_positive(f))

    def _known_positive(self, form: Form) -> bool:
        return self._positive(tuple(form.numerator.items())) and form.content > 0

    def _positive(self, factor: Factor) -> bool:
        return all(
            c > 0 and all(self.kernels.all[g].positive for g, _ in forms.exponents(m)) for m, c in factor
        )

    def _logarithm(self, inner: Form) -> Form:
        pieces = self._pieces(inner)
        if pieces is None:
            return self._logarithm_kernel(inner)
        total = forms.ZERO
        for factor, exponent, logarithm in pieces:
            term = self._logarithm_kernel(factor) if logarithm is None else logarithm
            total = self.kernels.plus(total, forms.scaled(term, Fraction(exponent)))
        return total

    def _logarithm_kernel(self, inner: Form) -> Form:
        return self.kernels.generator(self.kernels.matched(Op.LN, (inner,), Kernel))

    def _root(self, inner: Form, exponent: Fraction) -> Form:
        """inner^exponent."""
        if exponent.denominator == 1:
            return self.kernels.power(inner, int(exponent))
        pieces = self._pieces(inner)
        if pieces is None:
            return self._root_kernel(inner, exponent)
        total = forms.ONE
        for factor, times, logarithm in pieces:
            if logarithm is not None:
                part = self._exponential(forms.scaled(logarithm, exponent * times))
            else:
                part = self._root_kernel(factor, exponent * times)
            total = self.kernels.times(total, part)
        return total

    def _root_kernel(self, base: Form, exponent: Fraction) -> Form:
        index = self.kernels.matched("root", (base,), Kernel)
        unit = self.kernels.unit(("root", index), exponent.denominator)
        self.kernels.all[index] = Kernel(positive=True, relation=unit, base=base)
        return self.kernels.generator(index, int(exponent * unit))

    # ------------------------------------------------------------------ relations

    def _reduced(self, form: Form) -> Form:
        """The form with r^q replaced by what it equals, for every root, the last made first."""
        for index in reversed(range(len(self.kernels.all))):
            if self.kernels.all[index].relation > 0:
                form = self._reduce_by(form, index, self.kernels.all[index])
        return form

    def _reduce_by(self, form: Form, index: int, kernel: Kernel) -> Form:
        groups: dict[int, dict[int, int]] = {}
        for packed, coefficient in form.numerator.items():
            exponent = dict(forms.exponents(packed)).get(index, 0)
            times = exponent // kernel.relation
            rest = packed - forms.monomial(index, times * kernel.relation)
            groups.setdefault(times, {})[rest] = coefficient
        if set(groups) <= {0}:
            return form
        total = forms.ZERO
        for times, numerator in groups.items():
            part = Form(form.content, numerator)
            total = self.kernels.plus(total, self.kernels.times(part, self.kernels.power(kernel.base, times)))
        return total


def exponents_of_imaginary(packed: int, imaginary: int | None) -> int:
    """The exponent of √−1 in a monomial."""
    return 0 if imaginary is None else dict(forms.exponents(packed)).get(imaginary, 0)
