"""What a submission may name although it is not there: absent libraries, and names NumPy has removed.

Runs beside a student's code, inside the wall: standard library and NumPy only.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import numpy as np

REMOVED_FROM_NUMPY: Mapping[str, Callable[[], object]] = {
    "int": lambda: int, "float": lambda: float, "bool": lambda: bool, "complex": lambda: complex,
    "object": lambda: object, "str": lambda: str, "long": lambda: int, "unicode": lambda: str,
    "float_": lambda: np.float64, "complex_": lambda: np.complex128, "unicode_": lambda: np.str_,
    "string_": lambda: np.bytes_, "Inf": lambda: np.inf, "Infinity": lambda: np.inf, "infty": lambda: np.inf,
    "PINF": lambda: np.inf, "NINF": lambda: -np.inf, "NaN": lambda: np.nan, "NAN": lambda: np.nan,
    "product": lambda: np.prod, "cumproduct": lambda: np.cumprod, "sometrue": lambda: np.any,
    "alltrue": lambda: np.all, "round_": lambda: np.round, "row_stack": lambda: np.vstack,
    "in1d": lambda: np.isin, "trapz": lambda: np.trapezoid, "asfarray": lambda: _asfarray,
    "mat": lambda: np.asmatrix, "asscalar": lambda: _asscalar,
}  # fmt: skip
"""Old name → what it stood for (expired deprecations in the release notes of NumPy 1.24 and 2.0)."""


def _asfarray(values: object) -> object:
    return np.asarray(values, dtype=np.float64)


def _asscalar(values: np.ndarray) -> object:
    return values.item()


@contextmanager
def removed_names_restored() -> Iterator[None]:
    """Let `np.float` and its like work again, with a DeprecationWarning that names the spelling of today."""
    original = vars(np)["__getattr__"]

    def attribute(name: str) -> object:
        if name not in REMOVED_FROM_NUMPY:
            return original(name)
        value = REMOVED_FROM_NUMPY[name]()
        today = getattr(value, "__name__", repr(value))
        warnings.warn(f"np.{name} was removed from NumPy; write {today}", DeprecationWarning, stacklevel=2)
        return value

    vars(np)["__getattr__"] = attribute  # the module's own hook for names it lacks (PEP 562)
    try:
        yield
    finally:
        vars(np)["__getattr__"] = original


class Missing:
    """Stands for something that could not be imported, and says so whenever it is used."""

    def __init__(self, message: str, module: str | None) -> None:
        self.__dict__["message"] = message
        self.__dict__["module"] = module

    def _refuse(self, *_args: object, **_named: object) -> object:
        raise ModuleNotFoundError(
            f"{self.__dict__['message']} (not available where functions are graded)",
            name=self.__dict__["module"],
        )

    def __getattr__(self, name: str) -> object:
        # the interpreter asks every object for special names; only a person asks for the others
        if name.startswith("__"):
            raise AttributeError(name)
        return self._refuse()

    __call__ = __getitem__ = __iter__ = __enter__ = __mro_entries__ = _refuse
    __add__ = __radd__ = __mul__ = __rmul__ = __sub__ = __rsub__ = __truediv__ = __matmul__ = __neg__ = (
        _refuse
    )
