"""The reference with one slip of the pen in its Python: another operation, a lost square, moved brackets.

Asked only about functions that nothing declared explains, so their number costs nobody else anything.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TypeAlias

from ..exercise import Case, Exercise, Function, Hypothesis, Kind, bound_at, defined, definition_in
from .behaviour import Behaviour, alike, performed

_SIGNS: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_EXCHANGED: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip
_LOOSE = (ast.Add, ast.Sub)
_TURNED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Slip:
    """What stands in place of a part of the reference, and the note of it."""

    note: str
    instead: ast.expr
    values: Mapping[str, str]


_Alike: TypeAlias = Mapping[str, Sequence[str]]
"""For each argument, the others of its shape."""


def slips(exercise: Exercise, case: Case) -> Iterator[Hypothesis]:
    """Each slip that gives other values than the reference in this case."""
    right, definition = performed(exercise.reference({}), case), definition_in(exercise.source)
    others = _of_one_shape(exercise)
    for place, node in enumerate(ast.walk(definition)):
        for slip in _slips(node, others) if isinstance(node, ast.expr) else ():
            for turned in (False, True):
                function = _with(exercise, definition, place, slip.instead, turned=turned)
                if function is not None and _differs(exercise, performed(function, case), right):
                    yield Hypothesis(slip.note, {}, function, Kind.MISTAKE, slip.values)


def _differs(exercise: Exercise, one: Behaviour, right: Behaviour) -> bool:
    return one.raised is None and not alike(one, right, exercise.tolerance)


def _of_one_shape(exercise: Exercise) -> _Alike:
    shapes = dict(zip(exercise.arguments, exercise.signature.inputs, strict=False))
    return {a: [b for b in shapes if b != a and shapes[a] == shapes[b]] for a in shapes}


# ------------------------------------------------------------------------------------- one part


def _slips(node: ast.expr, others: _Alike) -> Iterator[_Slip]:
    match node:
        case ast.BinOp(op=ast.Pow(), left=base):
            yield _Slip("power-lost", base, {})
        case ast.BinOp(op=operation) if type(operation) in _SIGNS:
            yield from _of_operation(node)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=name), args=[inside, *_]):
            yield _Slip("call-lost", inside, {"name": f"np.{name}"})
            yield from _of_axis(node)
        case ast.Attribute(attr="T", value=inside):
            yield _Slip("transpose-lost", inside, {})
        case ast.Name(id=name, ctx=ast.Load()):
            for other in others.get(name, ()):
                instead = ast.Name(other, ast.Load())
                yield _Slip("argument-exchanged", instead, {"given": other, "asked": name})


def _of_operation(node: ast.BinOp) -> Iterator[_Slip]:
    kind = type(node.op)
    for kept, lost in ((node.left, node.right), (_alone(node), node.left)):
        yield _Slip(_lost(kind, lost), kept, {})
    given = _EXCHANGED[kind]
    exchanged = ast.BinOp(node.left, given(), node.right)
    values = {"given": _SIGNS[given], "asked": _SIGNS[kind]}
    yield _Slip("operation-exchanged", exchanged, values)
    if kind is ast.Mult:
        yield _Slip("operation-exchanged", ast.BinOp(node.right, given(), node.left), values)
    for moved in _rebracketed(node):
        yield _Slip("brackets-moved", moved, {})


def _alone(node: ast.BinOp) -> ast.expr:
    """The right side without the left: a difference keeps its minus, a quotient its denominator."""
    match node.op:
        case ast.Sub():
            return ast.UnaryOp(ast.USub(), node.right)
        case ast.Div():
            return ast.BinOp(ast.Constant(1.0), ast.Div(), node.right)
        case _:
            return node.right


def _lost(kind: type[ast.operator], lost: ast.expr) -> str:
    if kind not in _LOOSE:
        return "factor-lost"
    return "constant-lost" if isinstance(lost, ast.Constant) else "term-lost"


def _rebracketed(node: ast.BinOp) -> Iterator[ast.expr]:
    """The same signs and operands in the same order, read as if brackets were lost, or set where none are."""
    left, right = node.left, node.right
    tight = isinstance(node.op, ast.Mult | ast.Div)
    if tight and isinstance(right, ast.BinOp) and isinstance(right.op, ast.Add | ast.Sub | ast.Mult):
        yield ast.BinOp(ast.BinOp(left, node.op, right.left), right.op, right.right)
    if tight and isinstance(left, ast.BinOp) and isinstance(left.op, _LOOSE):
        yield ast.BinOp(left.left, left.op, ast.BinOp(left.right, node.op, right))
    if not tight and isinstance(right, ast.BinOp) and isinstance(right.op, ast.Mult | ast.Div | ast.Pow):
        yield ast.BinOp(ast.BinOp(left, node.op, right.left), right.op, right.right)
    if not tight and isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult):
        yield ast.BinOp(left.left, left.op, ast.BinOp(left.right, node.op, right))


def _of_axis(node: ast.Call) -> Iterator[_Slip]:
    if not any(keyword.arg == "axis" for keyword in node.keywords):
        return
    others = [keyword for keyword in node.keywords if keyword.arg != "axis"]
    yield _Slip("axis-lost", ast.Call(node.func, node.args, others), {})
    for axis in (0, 1):
        keywords = [ast.keyword("axis", ast.Constant(axis)), *others]
        yield _Slip("axis-exchanged", ast.Call(node.func, node.args, keywords), {"given": str(axis)})


# ------------------------------------------------------------------------------------- the whole


class _Replaced(ast.NodeTransformer):
    def __init__(self, node: ast.AST, instead: ast.expr) -> None:
        self._node, self._instead = node, instead

    def visit(self, node: ast.AST) -> ast.AST:
        return self._instead if node is self._node else super().generic_visit(node)


class _Turned(ast.NodeTransformer):
    """Comparisons that put the boundary itself on the other side."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        node.ops = [_TURNED.get(type(op), type(op))() for op in node.ops]
        return node


def _with(
    exercise: Exercise, definition: ast.FunctionDef, place: int, instead: ast.expr, *, turned: bool
) -> Function | None:
    """The reference with another part in this place; None if there is no boundary to be turned."""
    changed = deepcopy(definition)
    node = next(n for k, n in enumerate(ast.walk(changed)) if k == place)
    _Replaced(node, deepcopy(instead)).visit(changed)
    if turned:
        if not any(isinstance(n, ast.Compare) for n in ast.walk(changed)):
            return None
        _Turned().visit(changed)
    return bound_at(defined(changed, exercise.function), {})
