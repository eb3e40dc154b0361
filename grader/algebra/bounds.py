"""Values with error bounds: a pair (value, error) says that the truth is at most `error` away from `value`.

The formulas are the same for many points at once in doubles (`doubles.py`) and for one point in as many
digits as wanted (`decimals.py`). A value of NaN says: undefined here, for certain. An error that is
infinite or NaN says: nothing is known here. Comparisons with either are false, so that neither is ever
taken for evidence.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from .casework import arms_of, otherwise_of
from .nodes import Atom, Every, Node, Op, Test
from .ranges import is_whole_number

Value: TypeAlias = Any  # an array of doubles or one Decimal: only the operators both have are used on it
Mask: TypeAlias = Any  # an array of truth values or one bool, likewise (hence `^ True` for "not")


class Ball(NamedTuple):
    value: Value
    error: Value


class Signs(NamedTuple):
    """Where a node is certainly positive, zero, negative, undefined; nowhere known otherwise."""

    positive: Mask
    zero: Mask
    negative: Mask
    undefined: Mask


class Arithmetic(ABC):
    """Evaluates nodes to balls. `unit` bounds the relative error of one operation, `tiny` the absolute
    one."""

    unit: Value
    tiny: Value
    none: Value  # the value that says undefined
    everything: Value  # the error that says unknown

    def __init__(self) -> None:
        self.balls: dict[int, Ball] = {}

    def evaluate(self, parts: Iterable[Node]) -> None:
        """Fill in the balls of nodes given parts before wholes."""
        balls = self.balls
        for node in parts:
            if node.id not in balls:
                balls[node.id] = self._ball(node)

    # ------------------------------------------------------------------ what the two kinds of numbers
    # differ in

    @abstractmethod
    def number(self, value: Fraction) -> Ball:
        """A constant, everywhere."""

    @abstractmethod
    def symbol(self, node: Node) -> Ball:
        """A symbol's value at the point or points."""

    @abstractmethod
    def pi(self) -> Ball: ...

    @abstractmethod
    def choose(self, mask: Mask, yes: Value, no: Value) -> Value: ...

    @abstractmethod
    def function(self, op: Op, ball: Ball) -> Ball:
        """exp, ln, sin, … of a ball."""

    @abstractmethod
    def real_power(self, base: Value, exponent: Fraction) -> Value:
        """base^exponent for base ≥ 0, correct to a few units."""

    @abstractmethod
    def nearest_whole(self, value: Value) -> tuple[Value, Mask]:
        """The nearest whole number, and whether it is odd."""

    @abstractmethod
    def decide_signs(self, node: Node, signs: Signs) -> Signs:
        """Settle by exact arithmetic, where it applies, the signs the bounds leave open."""

    # ------------------------------------------------------------------ what they share

    def _ball(self, node: Node) -> Ball:
        match node.op:
            case Op.NUMBER:
                return self.number(node.value)
            case Op.SYMBOL:
                return self.symbol(node)
            case Op.ADD:
                return self._sum(node)
            case Op.MUL:
                return self._product(node)
            case Op.ROOT:
                return self._root(self.balls[node.args[0].id], node.value)
            case Op.POWER:
                return self._power(node)
            case Op.CASES:
                return self._cases(node)
            case Op.PI:
                return self.pi()
            case Op.UNDEFINED:
                zero = self.number(Fraction(0))
                return Ball(zero.value + self.none, zero.error)
        return self.function(node.op, self.balls[node.args[0].id])

    def _sum(self, node: Node) -> Ball:
        value, error = self.number(node.value)
        size = abs(value)
        for part, weight in zip(node.args, node.weights, strict=True):
            inner_value, inner_error = self.balls[part.id]
            if weight == 1:
                term = inner_value
            elif weight == -1:
                term = -inner_value
            else:
                factor = self.number(Fraction(weight)).value
                term, inner_error = inner_value * factor, inner_error * abs(factor)
            value = value + term
            size = size + abs(term)
            error = error + inner_error
        return Ball(value, error + size * (self.unit * (len(node.args) + 2)))

    def _product(self, node: Node) -> Ball:
        ball: Ball | None = None if node.value == 1 else self.number(node.value)
        for part, exponent in zip(node.args, node.weights, strict=True):
            factor = self._whole_power(self.balls[part.id], int(exponent))
            ball = factor if ball is None else self.times(ball, factor)
        return self.number(Fraction(1)) if ball is None else ball

    def times(self, a: Ball, b: Ball) -> Ball:
        value = a.value * b.value
        error = abs(a.value) * b.error + (abs(b.value) + b.error) * a.error
        return Ball(value, error + abs(value) * self.unit + self.tiny)

    def _whole_power(self, base: Ball, exponent: int) -> Ball:
        if exponent < 0:
            base, exponent = self.reciprocal(base), -exponent
        if exponent == 1:
            return base
        if exponent == 2:
            return self.times(base, base)
        if exponent == 0:
            return Ball(base.value * 0 + 1, base.error * 0)
        size = abs(base.value)
        value = self.real_power(size, Fraction(exponent))
        top = self.real_power(size + base.error, Fraction(exponent))
        signed = self.choose(base.value < 0, -value, value) if exponent % 2 else value
        return Ball(signed, top - value + top * (self.unit * 8) + self.tiny)

    def reciprocal(self, a: Ball) -> Ball:
        size = abs(a.value)
        zero = (size == 0) & (a.error == 0)
        apart = size > a.error
        safe = self.choose(apart, a.value, 1 + 0 * size)
        value = 1 / safe
        error = a.error / (abs(safe) * (abs(safe) - a.error)) + abs(value) * self.unit + self.tiny
        error = self.choose(apart, error, self.everything)
        return Ball(self.choose(zero | (a.value != a.value), self.none, value), error)

    def _root(self, base: Ball, exponent: Fraction) -> Ball:
        size = abs(base.value)
        negative, positive = base.value < -base.error, base.value > base.error
        low = self.choose(positive, size - base.error, 0 * size)
        if exponent.denominator % 2:
            low = self.choose(negative, size - base.error, low)
        top = self.real_power(size + base.error, abs(exponent))
        bottom = self.real_power(low, abs(exponent))
        value = self.real_power(size, abs(exponent))
        ball = Ball(value, top - bottom + top * (self.unit * 8) + self.tiny)
        if exponent.denominator % 2 == 0:
            unclear = (negative | positive | (size + base.error == 0)) ^ True
            error = self.choose(unclear, self.everything, ball.error)
            ball = Ball(self.choose(negative | (base.value != base.value), self.none, value), error)
        elif exponent.numerator % 2:
            unclear = (negative | positive) ^ True
            error = self.choose(unclear, 2 * ball.error, ball.error)
            ball = Ball(self.choose(base.value < 0, -value, value), error)
        return ball if exponent > 0 else self.reciprocal(ball)

    def _power(self, node: Node) -> Ball:
        """base^exponent: by logarithms for a positive base, by parity for a whole exponent."""
        base, exponent = self.balls[node.args[0].id], self.balls[node.args[1].id]
        size = Ball(abs(base.value), base.error)
        apart = size.value > base.error
        log = self.function(Op.LN, Ball(self.choose(apart, size.value, 1 + 0 * size.value), base.error))
        value, error = self.function(Op.EXP, self.times(exponent, log))
        whole, odd = self.nearest_whole(exponent.value)
        near = abs(exponent.value - whole) <= exponent.error
        negative = base.value < 0
        value = self.choose(negative & odd, -value, value)
        value = self.choose(negative & apart & (near ^ True), self.none, value)
        doubtful = apart ^ True
        if not is_whole_number(node.args[1]):
            doubtful = doubtful | (negative & near)
        return Ball(value, self.choose(doubtful, self.everything, error))

    # ------------------------------------------------------------------ cases

    def signs(self, node: Node) -> Signs:
        ball = self.balls[node.id]
        signs = Signs(
            ball.value > ball.error,
            (ball.value == 0) & (ball.error == 0),
            ball.value < -ball.error,
            ball.value != ball.value,
        )
        return self.decide_signs(node, signs)

    def _cases(self, node: Node) -> Ball:
        signs = {a: self.signs(a) for a in node.args[len(node.tests) + 1 :]}
        result = self.balls[otherwise_of(node).id]
        for test, arm in reversed(arms_of(node)):
            yes, no = self._truth(test, signs, node.kink)
            result = self._merge(yes, no, self.balls[arm.id], result)
        for sign in signs.values():
            result = Ball(self.choose(sign.undefined, self.none, result.value), result.error)
        return result

    def _truth(self, test: Test, signs: dict[Node, Signs], kink: bool) -> tuple[Mask, Mask]:
        """(certainly true, certainly false)."""
        if isinstance(test, Atom):
            return _atom_truth(test, signs[test.node], kink)
        pairs = [self._truth(part, signs, kink) for part in test.parts]
        yes, no = pairs[0]
        for more_yes, more_no in pairs[1:]:
            if isinstance(test, Every):
                yes, no = yes & more_yes, no | more_no
            else:
                yes, no = yes | more_yes, no & more_no
        return yes, no

    def _merge(self, yes: Mask, no: Mask, arm: Ball, rest: Ball) -> Ball:
        """The arm where its condition holds, the rest where it does not, a ball around both where that is
        open."""
        middle = (arm.value + rest.value) / 2
        spread = abs(arm.value - rest.value) / 2 + arm.error + rest.error
        half_defined = middle != middle
        nowhere = (arm.value != arm.value) & (rest.value != rest.value)
        middle = self.choose(half_defined, self.choose(nowhere, self.none, 0 * spread), middle)
        middle = self.choose(half_defined & (nowhere ^ True), self.number(Fraction(0)).value, middle)
        spread = self.choose(half_defined, self.everything, spread)
        value = self.choose(yes, arm.value, self.choose(no, rest.value, middle))
        return Ball(value, self.choose(yes, arm.error, self.choose(no, rest.error, spread)))


def _atom_truth(atom: Atom, signs: Signs, kink: bool) -> tuple[Mask, Mask]:
    """(certainly true, certainly false). In a derivative's cases an atom that is 0 leaves open which arm
    is meant."""
    positive, zero, negative, _ = signs
    if kink:
        zero = zero & False
    match atom.relation:
        case ">":
            return positive, zero | negative
        case ">=":
            return positive | zero, negative
        case "<":
            return negative, zero | positive
        case "<=":
            return negative | zero, positive
        case "=":
            return zero, positive | negative
    return positive | negative, zero
