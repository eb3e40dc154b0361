"""Python text of an exercise's functions: what a student starts from, repairs, or could have written.

The text is cut from our own exercise files; their annotations, decorators and docstrings are left out.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Mapping
from typing import TypeAlias

from ..arrays import show_number
from ..remembering import remembered
from .family import Exercise
from .known import Setting, definition_in

_IMPORT = "import numpy as np\n\n\n"
_IMPORT_MATH = "import math\n\n"

_Texts: TypeAlias = tuple[tuple[str, str], ...]
"""Bound parameters by name, as they are written in Python."""


def starter(exercise: Exercise, params: Mapping[str, Setting]) -> str:
    """The file a student begins with: the signature, what to write, and a body that says it is unwritten."""
    return _starter(exercise, _texts(params))


@remembered(512)  # it tells a blank hand-in, so it is asked for with each one
def _starter(exercise: Exercise, texts: _Texts) -> str:
    definition = _renamed(exercise.source, exercise.key, texts)
    definition.body = ast.parse(f"raise NotImplementedError({f'{exercise.key} is not written yet'!r})").body
    return _IMPORT + _with_docstring(definition, exercise) + "\n"


def faulty(exercise: Exercise, source: str, params: Mapping[str, Setting]) -> str:
    """A mistake's function under the exercise's own name and docstring, to be repaired."""
    body = _with_docstring(_renamed(source, exercise.key, _texts(params)), exercise)
    return (_IMPORT_MATH if "math." in source else "") + _IMPORT + body + "\n"


def right(exercise: Exercise, params: Mapping[str, Setting]) -> str:
    """The reference as a student could have written it."""
    return faulty(exercise, exercise.written(params), params)


def _texts(params: Mapping[str, Setting]) -> _Texts:
    return tuple((name, _text(setting)) for name, setting in params.items())


def _text(setting: Setting) -> str:
    """A parameter as it is written in Python."""
    if setting is None or isinstance(setting, str):
        return repr(setting)
    return show_number(setting, 17) if isinstance(setting, int | float) else f"np.array({setting.tolist()!r})"


def _renamed(source: str, name: str, texts: _Texts) -> ast.FunctionDef:
    """The definition under another name, without annotations, with bound parameters as its own constants."""
    definition, params = definition_in(source), dict(texts)
    definition.name, definition.returns = name, None
    arguments = definition.args
    for argument in (*arguments.args, *arguments.kwonlyargs):
        argument.annotation = None
    first = len(arguments.args) - len(arguments.defaults)
    arguments.defaults = [
        _constant(params[a.arg]) if a.arg in params else default
        for a, default in zip(arguments.args[first:], arguments.defaults, strict=True)
    ]
    settings = {
        a.arg: _constant(params[a.arg]) if a.arg in params else default
        for a, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is not None
    }
    arguments.kwonlyargs, arguments.kw_defaults = [], []
    without = definition.body[1:] if ast.get_docstring(definition) is not None else definition.body
    definition.body = [_Written(settings).visit(statement) for statement in without]
    return ast.fix_missing_locations(definition)


class _Written(ast.NodeTransformer):
    """Parameters written as the constants they stand for."""

    def __init__(self, settings: Mapping[str, ast.expr]) -> None:
        self._settings = settings

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._settings.get(node.id, node)


def _constant(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _with_docstring(definition: ast.FunctionDef, exercise: Exercise) -> str:
    lines = ast.unparse(definition).split("\n")
    statement = "\n\n".join(_wrapped(text) for text in dict.fromkeys(exercise.statement.values()))
    docstring = f'"""{statement}\n\n{shapes_line(exercise)}\n"""'
    return "\n".join([lines[0], textwrap.indent(docstring, "    "), *lines[1:]])


def shapes_line(exercise: Exercise) -> str:
    """`x: (n)  w: (n)  b: ()  ->  (m)`: what goes in and what comes out, in no language."""
    signature = exercise.signature
    if signature.elementwise:
        names = ", ".join(exercise.arguments[:1])
        return f"{names}: (...)  ->  (...)"
    inputs = "  ".join(
        f"{name}: {_shape(shape)}" for name, shape in zip(exercise.arguments, signature.inputs, strict=False)
    )
    return f"{inputs}  ->  {', '.join(map(_shape, signature.outputs))}"


def _shape(lengths: tuple[str, ...]) -> str:
    return f"({', '.join(lengths)}{',' if len(lengths) == 1 else ''})"


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 92, break_long_words=False))
