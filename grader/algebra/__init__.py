"""Formulas: read, printed, evaluated, differentiated, decided.

Importing this loads no numerical library: what decides and evaluates is imported when first asked for.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from .catalogue import catalogue, make_function
from .context import Argument, AtKink, Context, Definition, Domain, Function, Parameter
from .declaring import make_context, with_definition
from .latex import latex, latex_condition, latex_name
from .plain import plain, plain_condition
from .primitives import PRIMITIVES
from .reading import Line, Reading, read, read_condition, read_line, read_vector, reading
from .rewriting import TooLarge, applied, expand, substitute
from .tree import (
    Add,
    All,
    AnyOf,
    Branch,
    Call,
    Cases,
    Compare,
    Condition,
    Const,
    Delta,
    Derivative,
    Div,
    Entry,
    Expr,
    Iverson,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Sum,
    Sym,
    Vector,
    children,
    free_names,
    map_condition,
    map_expr,
    number,
    walk,
)
from .unreadable import Unreadable

if TYPE_CHECKING:
    from .decide import Decision, Verdict, Witness, decide
    from .differentiate import differentiate
    from .evaluate import Undefined, evaluate, holds
    from .kinks import kinks
    from .oracle import mp_value
    from .vectorised import vectorised

__all__ = [
    "PRIMITIVES", "Add", "All", "AnyOf", "Argument", "AtKink", "Branch", "Call", "Cases", "Compare",
    "Condition", "Const", "Context", "Decision", "Definition", "Delta", "Derivative", "Div", "Domain",
    "Entry", "Expr", "Function", "Iverson", "Line", "Mul", "Neg", "Node", "Num", "Parameter", "Pow",
    "Reading", "Sum", "Sym", "TooLarge", "Undefined", "Unreadable", "Vector", "Verdict", "Witness",
    "applied", "catalogue", "children", "decide", "differentiate", "evaluate", "expand", "free_names",
    "holds", "kinks", "latex", "latex_condition", "latex_name", "make_context", "make_function",
    "map_condition", "map_expr", "mp_value", "number", "plain", "plain_condition", "read",
    "read_condition", "read_line", "read_vector", "reading", "substitute", "vectorised", "walk",
    "with_definition",
]  # fmt: skip

_LATER = MappingProxyType(
    {
        "Decision": "decide",
        "Verdict": "decide",
        "Witness": "decide",
        "decide": "decide",
        "differentiate": "differentiate",
        "Undefined": "evaluate",
        "evaluate": "evaluate",
        "holds": "evaluate",
        "kinks": "kinks",
        "mp_value": "oracle",
        "vectorised": "vectorised",
    }
)
"""Name → the module that has it."""


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_LATER[name]}", __name__), name)
