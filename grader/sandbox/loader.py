"""A submission's modules, made from memory: definitions are executed, the script around them is not.

Runs beside a student's code, inside the wall, so standard library only; nothing here is trusted by the
grader.

Kept are imports, functions, classes and assignments, and `if`/`try` reduced to these. Each statement runs
on its own: one that fails leaves its names unbound and is remembered, for the case that a wanted function
needs them.
"""

from __future__ import annotations
import __future__

import ast
import importlib.machinery
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, cast

from .stubs import Missing

if TYPE_CHECKING:
    import importlib.abc

_KEPT = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
    ast.Assign, ast.AnnAssign, ast.AugAssign, ast.If, ast.Try, ast.Pass,
)  # fmt: skip
# Annotations are never evaluated: one that names an absent library must not cost the function.
_TRANSPARENT = frozenset(("jit", "njit", "autojit", "no_grad", "typechecked", "beartype"))
"""Decorators of libraries that are not here, without which a function computes the same."""
_FLAGS = __future__.annotations.compiler_flag


@dataclass
class Loaded:
    """A module and what happened to its statements. `failures`: bound name → what went wrong."""

    module: ModuleType
    defined: list[str] = field(default_factory=list)
    failures: dict[str, BaseException] = field(default_factory=dict)
    broken: BaseException | None = None


class Loader:
    """Loads the files of one submission, and lets them import one another while it is in `sys.meta_path`."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._loaded: dict[str, Loaded] = {}
        self._roots = [""]
        self._names: list[str] = []

    def load(self, path: str) -> Loaded:
        """The module of the file at `path`; never raises for what is wrong inside it."""
        if path not in self._loaded:
            folder, slash, file = path.rpartition("/")
            if slash and f"{folder}/" not in self._roots:
                self._roots.insert(0, f"{folder}/")
            name = file.removesuffix(".py")
            module = ModuleType(f"submission_{name}" if name in sys.modules else name)
            self._names.append(module.__name__)
            sys.modules[module.__name__] = module
            self._run(module, path)
        return self._loaded[path]

    def forget(self) -> None:
        """Take this submission's modules out of the interpreter again."""
        for name in self._names:
            sys.modules.pop(name, None)

    def has(self, path: str) -> bool:
        return path in self._files

    def failure(self, name: str) -> BaseException | None:
        """What went wrong when a statement that would have bound `name` was executed, in any file."""
        found = (loaded.failures.get(name) for loaded in self._loaded.values())
        return next((error for error in found if error is not None), None)

    # -- the import system's side

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        place = name.replace(".", "/")
        for root in self._roots:
            for file in (f"{root}{place}/__init__.py", f"{root}{place}.py"):
                if file in self._files:
                    return self._spec(name, file, is_package=file.endswith("__init__.py"))
            if any(file.startswith(f"{root}{place}/") for file in self._files):
                return self._spec(name, None, is_package=True)
        return None

    def _spec(self, name: str, file: str | None, *, is_package: bool) -> importlib.machinery.ModuleSpec:
        self._names.append(name)
        return importlib.machinery.ModuleSpec(
            name, cast("importlib.abc.Loader", self), origin=file, is_package=is_package
        )

    def create_module(self, _spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        file = module.__spec__.origin if module.__spec__ else None
        if file is not None:
            broken = self._run(module, file).broken
            if broken is not None:
                raise broken

    # -- executing a file

    def _run(self, module: ModuleType, path: str) -> Loaded:
        loaded = self._loaded[path] = Loaded(module)
        module.__file__ = path
        try:
            tree = parse(self._files[path], path)
        except KeyError:
            loaded.broken = FileNotFoundError(f"there is no file {path}")
            return loaded
        except (SyntaxError, RecursionError, MemoryError) as error:
            loaded.broken = error
            return loaded
        for statement in _definitions(tree.body):
            self._execute(statement, loaded, path)
        return loaded

    def _execute(self, statement: ast.stmt, loaded: Loaded, path: str) -> None:
        namespace = vars(loaded.module)
        try:
            code = compile(ast.Module([statement], []), path, "exec", flags=_FLAGS, dont_inherit=True)
            exec(code, namespace)  # noqa: S102 - the jail is around us
        except ImportError as error:
            plain = _uncompiled(statement)
            if plain is not None:
                self._execute(plain, loaded, path)
                return
            _bind_stubs(statement, namespace, error)
            _remember(loaded, statement, error)
        except BaseException as error:  # noqa: BLE001 - a submission may raise anything, SystemExit too
            _remember(loaded, statement, error)
        loaded.defined += (name for name in _callables(statement) if name in namespace)


def parse(source: bytes, path: str) -> ast.Module:
    """The file's syntax tree: UTF-8 with or without BOM, a declared encoding, UTF-16 with BOM, or else cp932.

    Raises SyntaxError with the line, or what the compiler itself dies of (RecursionError, MemoryError).
    """
    try:
        return ast.parse(_text(source, path), path)
    except (ValueError, LookupError) as error:
        raise SyntaxError(str(error), (path, 1, None, None)) from None


def _text(source: bytes, path: str) -> str | bytes:
    if source[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return source.decode("utf-16")
    if b"\0" in source:
        raise SyntaxError(
            "a NUL byte: this is not text", (path, _line_of(source, source.index(b"\0")), None, None)
        )
    if b"coding" in b"\n".join(source.split(b"\n", 2)[:2]):
        return source  # the compiler follows the cookie
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            return source.decode("cp932")
        except UnicodeDecodeError:
            line = _line_of(source, error.start)
            raise SyntaxError("the text is neither UTF-8 nor Shift_JIS", (path, line, None, None)) from None


def _line_of(source: bytes, position: int) -> int:
    return source[:position].count(b"\n") + 1


def _definitions(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The statements of `body` that define something, `if` and `try` reduced to such statements."""
    kept: list[ast.stmt] = []
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            kept += _one_name_each(statement)
        elif isinstance(statement, _KEPT) and not _is_main_guard(statement):
            kept.append(statement)
            if isinstance(statement, ast.If | ast.Try):
                _reduce(statement)
    return kept


def _one_name_each(statement: ast.Import | ast.ImportFrom) -> Iterator[ast.stmt]:
    """`import a, b` as two statements, so that an absent `a` does not cost `b`."""
    for alias in statement.names:
        single = (
            ast.Import([alias])
            if isinstance(statement, ast.Import)
            else ast.ImportFrom(statement.module, [alias], statement.level)
        )
        yield ast.copy_location(single, statement)


def _reduce(statement: ast.If | ast.Try) -> None:
    statement.body = _definitions(statement.body) or [ast.copy_location(ast.Pass(), statement)]
    statement.orelse = _definitions(statement.orelse)
    if isinstance(statement, ast.Try):
        statement.finalbody = _definitions(statement.finalbody)
        for handler in statement.handlers:
            handler.body = _definitions(handler.body) or [ast.copy_location(ast.Pass(), handler)]


def _is_main_guard(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and any(
        isinstance(node, ast.Name) and node.id == "__name__" for node in ast.walk(statement.test)
    )


def _uncompiled(statement: ast.stmt) -> ast.stmt | None:
    """A function without decorators that change only its speed or its checks; None where it has none."""
    if not isinstance(statement, ast.FunctionDef):
        return None
    kept = [d for d in statement.decorator_list if _last_name(d) not in _TRANSPARENT]
    if len(kept) == len(statement.decorator_list):
        return None
    statement.decorator_list = kept
    return statement


def _last_name(decorator: ast.expr) -> str:
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _bind_stubs(statement: ast.stmt, namespace: dict[str, object], error: ImportError) -> None:
    """Let the rest of a file run without a module that is not here: its names complain once they are used."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        for alias in statement.names:
            name = alias.asname or alias.name.split(".")[0]
            if name not in namespace:
                namespace[name] = Missing(str(error), error.name)


def _remember(loaded: Loaded, statement: ast.stmt, error: BaseException) -> None:
    for name in _bound(statement):
        loaded.failures.setdefault(name, error)


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds in its module."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.split(".")[0] for alias in statement.names)
    elif isinstance(statement, ast.If | ast.Try):
        handlers = [inner for h in getattr(statement, "handlers", []) for inner in h.body]
        for inner in [*statement.body, *handlers, *statement.orelse, *getattr(statement, "finalbody", [])]:
            yield from _bound(inner)
    else:
        yield from (
            n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        )


def _callables(statement: ast.stmt) -> Iterator[str]:
    """The functions and classes that a statement defines, `f = lambda …` among them."""
    for name in _bound(statement):
        if isinstance(statement, ast.Import | ast.ImportFrom):
            return
        if not isinstance(statement, ast.Assign) or isinstance(statement.value, ast.Lambda):
            yield name
