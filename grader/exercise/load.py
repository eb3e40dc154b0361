"""Reading the exercise files of a course: trusted Python, each its own private module."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import traceback
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from types import ModuleType

from ..algebra import Function
from ..errors import ContentError, Problem
from .declare import Declared
from .family import Exercise


def load_exercises(
    paths: Iterable[Path], functions: Mapping[str, Function] | None = None
) -> Mapping[str, Exercise]:
    """Every exercise of these files by key; those that follow from a formula alone are made when asked for.

    Raises ContentError with every file that does not load, and every key that is declared twice.
    """
    found: dict[str, Exercise] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            _merge(found, exercises_of(path), problems)
        except ContentError as broken:
            problems += broken.problems
    problems += _unknown_forwards(found, functions or {})
    if problems:
        raise ContentError(problems)
    everything = ChainMap(found, _from_formulas(found, functions) if functions else {})
    for key, made in found.items():
        if made.gradient is not None and made.gradient.of in everything:
            found[key] = replace(made, forward=partial(everything.__getitem__, made.gradient.of))
    return everything


def _from_formulas(found: dict[str, Exercise], functions: Mapping[str, Function]) -> dict[str, Exercise]:
    """The exercises of formulas alone; those of files get the slips of theirs."""
    from .formula import FromFormulas, slips_of  # only a course with formulas needs the algebra

    for key, made in found.items():
        if made.formula is not None and made.formula in functions:
            slipped = cache(partial(slips_of, functions[made.formula], functions, made.derivative))
            found[key] = replace(made, generated=slipped)
    return FromFormulas(functions)  # type: ignore[return-value]  # as part of a ChainMap it is only read


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
