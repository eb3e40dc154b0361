"""How each kind of item asks, judges and tests itself: one file a kind, one table of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from .kind import Kind

_NAMES = (
    "choice",
    "multi",
    "numeric",
    "vector",
    "order",
    "blank",
    "expression",
    "derivation",
    "code",
    "debug",
    "plot",
    "reflect",
)


class _Kinds(Mapping[str, Kind]):
    """Kinds by name. Each is `NAME` in the module `name`, loaded when first asked for: reading a quiz needs
    neither NumPy nor the prover."""

    def __getitem__(self, name: str) -> Kind:
        if name not in _NAMES:
            raise KeyError(name)
        kind: Kind = getattr(import_module(f".{name}", __name__), name.upper())
        return kind

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


KINDS: Mapping[str, Kind] = _Kinds()
