"""Reading the exercise files of a course: trusted Python, each its own private module."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import traceback
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property, partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from ..errors import ContentError, Problem
from .declare import Declared
from .family import Exercise
from .known import Mistake

if TYPE_CHECKING:
    from ..algebra import Function  # slow to load, and code that is right needs none of it


def load_exercises(
    paths: Iterable[Path], functions: Mapping[str, Function] | None = None
) -> Mapping[str, Exercise]:
    """Every exercise of these files by key; those that follow from a formula alone are made when asked for.

    Raises ContentError with every file that does not load, and every key that is declared twice.
    """
    made = Exercises(paths, lambda: functions or {})
    made.read()
    return made


class Exercises(Mapping[str, Exercise]):
    """As `load_exercises`, but read when asked for: a key that one file alone declares costs that file.

    Anything else reads all of them, and then raises ContentError as `load_exercises` does.
    """

    def __init__(self, paths: Iterable[Path], functions: Callable[[], Mapping[str, Function]]) -> None:
        self._paths = tuple(paths)
        self._functions = functions
        self._of = cache(exercises_of)
        self._finished = cache(self._finish)
        self._declaring = cache(self._paths_declaring)
        self._everything: Mapping[str, Exercise] | None = None

    def read(self) -> Mapping[str, Exercise]:
        """All of them, as their files declare them. Raises ContentError."""
        if self._everything is None:
            found: dict[str, Exercise] = {}
            problems: list[Problem] = []
            for path in self._paths:
                try:
                    _merge(found, self._of(path), problems)
                except ContentError as broken:
                    problems += broken.problems
            problems += _unknown_forwards(found, self._functions())
            if problems:
                raise ContentError(problems)
            self._everything = ChainMap(found, self._formulas)  # type: ignore[arg-type]  # it is only read
        return self._everything

    def __getitem__(self, key: str) -> Exercise:
        declaring = self._declaring(key) if self._everything is None else []
        known = self._of(declaring[0]) if len(declaring) == 1 else ()
        made = next((exercise for exercise in known if exercise.key == key), None)
        return self._finished(made or self.read()[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self.read())

    def __len__(self) -> int:
        return len(self.read())

    @cached_property
    def _texts(self) -> Mapping[Path, str]:
        return {path: path.read_text(encoding="utf-8", errors="replace") for path in self._paths}

    @cached_property
    def _formulas(self) -> Mapping[str, Exercise]:
        functions = self._functions()
        if not functions:
            return {}
        from .formula import FromFormulas  # only a course with formulas needs the algebra

        return FromFormulas(functions)

    def _paths_declaring(self, key: str) -> list[Path]:
        return [path for path, text in self._texts.items() if f"\ndef {key}(" in text]

    def _finish(self, made: Exercise) -> Exercise:
        """With the slips of its formula, and the function it is the gradient of."""
        if not made.path:
            return made
        if made.formula is not None:
            made = replace(made, generated=cache(partial(self._slips, made.formula, made.derivative)))
        if made.gradient is not None and self._has(made.gradient.of):
            made = replace(made, forward=partial(self.__getitem__, made.gradient.of))
        return made

    def _has(self, key: str) -> bool:
        return bool(self._declaring(key)) or key in self._formulas

    def _slips(self, formula: str, derivative: bool) -> tuple[Mistake, ...]:
        functions = self._functions()
        if formula not in functions:
            return ()
        from .formula import slips_of

        return slips_of(functions[formula], functions, derivative)


def _unknown_forwards(found: Mapping[str, Exercise], functions: Mapping[str, Function]) -> Iterator[Problem]:
    """Gradients of a function that is not there, or by an argument it does not have."""
    for key, made in found.items():
        if made.gradient is None or made.derivative:
            continue
        of = made.gradient.of
        forward = found[of].arguments if of in found else made.gradient.by if of in functions else None
        flaw = made.gradient.flaw(made.arguments, forward)
        if flaw is not None:
            yield _problem(Path(made.path), made.function.__code__.co_firstlineno, f"{key}: {flaw}")


def exercises_of(path: Path) -> tuple[Exercise, ...]:
    """The exercises one file declares, in order. Raises ContentError."""
    module = _run(path)
    made = []
    problems = []
    for declared in vars(module).values():
        if isinstance(declared, Declared):
            try:
                made.append(declared.finished(str(path)))
            except ValueError as fault:
                line = declared.function.__code__.co_firstlineno
                problems.append(_problem(path, line, str(fault)))
    if problems:
        raise ContentError(problems)
    return tuple(made)


def _run(path: Path) -> ModuleType:
    # A private name by path: two courses may each have an activations.py. It must be in sys.modules while
    # the file runs, or dataclasses and annotations inside it do not find their module.
    name = f"_chainrule_exercises_{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ContentError([_problem(path, 0, "this is not a Python file")])
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as fault:
        raise ContentError([_problem(path, fault.lineno or 0, f"{fault.msg}")]) from fault
    except Exception as fault:
        raise ContentError([_problem(path, _line_in(path, fault), _told(fault))]) from fault
    return module


def _line_in(path: Path, fault: BaseException) -> int:
    """The innermost line of this file on the way to the fault."""
    frames = traceback.extract_tb(fault.__traceback__)
    return next((f.lineno or 0 for f in reversed(frames) if Path(f.filename) == path), 0)


def _told(fault: Exception) -> str:
    return str(fault) if isinstance(fault, ValueError) else f"{type(fault).__name__}: {fault}"


def _problem(path: Path, line: int, message: str) -> Problem:
    return Problem(str(path), line, 1 if line else 0, message)


def _merge(found: dict[str, Exercise], new: Iterable[Exercise], problems: list[Problem]) -> None:
    for made in new:
        if made.key in found:
            line = made.function.__code__.co_firstlineno
            where = Path(found[made.key].path).name
            problems.append(_problem(Path(made.path), line, f"{made.key} is already declared in {where}"))
        found.setdefault(made.key, made)
