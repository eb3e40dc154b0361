"""In what optimisers are given weights and their gradients: dicts, lists, arrays, layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Holder:
    """`weights` puts an array into it, `taken` takes it out again; `gradients` holds those, if separately."""

    weights: Callable[[Any], Any]
    gradients: Callable[[Any], Any]
    taken: Callable[[Any], Any]


HOLDERS = (
    Holder(
        lambda w: {"W1": w, "b1": np.zeros(1)},
        lambda g: {"dW1": g, "db1": np.zeros(1), "W1": g, "b1": np.zeros(1)},
        lambda held: held["W1"],
    ),
    Holder(lambda w: {"w": w}, lambda g: {"w": g}, lambda held: held["w"]),
    Holder(lambda w: [w], lambda g: [g], lambda held: held[0]),
    Holder(lambda w: w, lambda g: g, lambda held: held),
)


def layer(w: Any, g: Any) -> SimpleNamespace:
    """A layer with its weights and their gradient, without a bias."""
    nothing = np.zeros((1, w.shape[-1]))
    return SimpleNamespace(
        weights=w, dweights=g, biases=nothing, dbiases=np.zeros_like(nothing),
        W=w, dW=g, b=nothing, db=np.zeros_like(nothing),
    )  # fmt: skip


def given_back(holder: Holder, held: Any, value: Any) -> Any:
    """The weights after an update: in what it returned, or where they were held."""
    if value is None:
        return holder.taken(held)
    if isinstance(value, Mapping) or (isinstance(value, list | tuple) and isinstance(held, list)):
        return holder.taken(value)
    return value
