"""Functions called otherwise than the exercise calls them: backward passes, flags, dicts of weights."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from .finding import named, parameters, required
from .holders import HOLDERS, given_back

_UPSTREAM = re.compile(
    r"d[a-z_]*(out|a|y|h|l|z|values?|next|loss|al)\d?|.*(grad|delta|upstream|err).*", re.IGNORECASE
)
"""Names of the gradient from above."""
_BACKWARD = re.compile(
    r"^(d_?(?=.)|grad_|backward_)"
    r"|_?(backwards?|backprop|bwd|back|grad|gradient|prime|deriv|derivative)$",
    re.IGNORECASE,
)
"""What distinguishes the name of a backward pass from its forward pass."""


def called(module: str, name: str, *args: Any) -> object:
    """A function as it is."""
    return named(module, name)(*args)


def with_self(module: str, name: str, *args: Any) -> object:
    """A free function that takes a `self` it never needs."""
    return named(module, name)(None, *args)


def flagged(module: str, name: str, x: Any) -> object:
    """The derivative, from a function that gives it when its second argument is True."""
    return named(module, name)(x, True)


def backward(module: str, name: str, x: Any) -> object:
    """The slopes at x that a backward pass f(dout, x) or f(dout, cache) multiplies the gradient by."""
    function = named(module, name)
    above, cache = signed_ones(x), _cache(module, name, (x,), x)
    first, second = parameters(function)[:2]
    turned = not _UPSTREAM.fullmatch(first) and _UPSTREAM.fullmatch(second)
    return slopes(function(cache, above) if turned else function(above, cache), above, x)


def layer_backward(module: str, name: str, dout: Any, x: Any, w: Any) -> object:
    """(dx, dw, db) of a linear layer's backward pass f(dout, cache), or of one that wants the bias, too."""
    function, b = named(module, name), np.zeros(w.shape[1])
    if len(required(function)) > 2:
        return function(dout, x, w, b)
    return function(dout, _cache(module, name, (x, w, b), (x, w, b)))


def stepped(module: str, name: str, w: Any, g: Any, *rates: Any) -> object:
    """The weights after a function that updates a dict or a list of them."""
    function, faults = named(module, name), []
    for holder in HOLDERS:
        weights, slopes_held = holder.weights(w), holder.gradients(g)
        try:
            return given_back(holder, weights, function(weights, slopes_held, *rates))
        except (TypeError, ValueError, AttributeError, IndexError, KeyError) as fault:
            faults.append(fault)
    raise faults[0]


def signed_ones(x: Any) -> Any:
    """A gradient from above of both signs, powers of 2: a mask on it shows, dividing by it is exact."""
    return np.resize([1.0, -1.0, 2.0, -0.5, -2.0], np.shape(x))


def slopes(value: object, above: Any, x: Any) -> object:
    """What `above` was multiplied by. Who wrote into the gradient has written into an argument: `x` tells."""
    if value is None:
        return None
    found = np.array(value, float)
    if not np.array_equal(above, signed_ones(x)):
        x.fill(np.nan)
    return found / signed_ones(x) if found.shape == above.shape else found


def _cache(module: str, name: str, args: tuple[Any, ...], otherwise: Any) -> Any:
    """What the forward pass of the same file keeps for its backward pass, if it returns that."""
    stem = _BACKWARD.sub("", name)
    for candidate in (f"{stem}_forward", f"{stem}_fwd", stem):
        try:
            value = named(module, candidate)(*args) if candidate != name else None
        except (AttributeError, TypeError):
            continue
        if isinstance(value, tuple) and len(value) == 2:
            return value[1]
    return otherwise
