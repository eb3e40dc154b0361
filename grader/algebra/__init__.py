"""Formulas: what they are, how they are read and printed.

This loads no numerical library. What needs one, or much code, is imported from its own module: `decide`,
`differentiate`, `kinks`, `vectorised`, `oracle`.
"""

from .catalogue import catalogue, make_function
from .context import Argument, AtKink, Context, Definition, Domain, Function, Parameter
from .declaring import make_context, with_definition
from .evaluate import Undefined, evaluate, holds
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

__all__ = [
    "PRIMITIVES", "Add", "All", "AnyOf", "Argument", "AtKink", "Branch", "Call", "Cases", "Compare",
    "Condition", "Const", "Context", "Definition", "Delta", "Derivative", "Div", "Domain",
    "Entry", "Expr", "Function", "Iverson", "Line", "Mul", "Neg", "Node", "Num", "Parameter", "Pow",
    "Reading", "Sum", "Sym", "TooLarge", "Undefined", "Unreadable", "Vector",
    "applied", "catalogue", "children", "evaluate", "expand", "free_names", "holds",
    "latex", "latex_condition", "latex_name", "make_context", "make_function",
    "map_condition", "map_expr", "number", "plain", "plain_condition", "read",
    "read_condition", "read_line", "read_vector", "reading", "substitute", "walk",
    "with_definition",
]  # fmt: skip
