"""Objects of classes asked what a function is asked: activations, losses, layers."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .finding import ASKED_THROUGH, named, parameters, required
from .functions import signed_ones, slopes

FORWARD = (
    "forward", "__call__", "call", "predict", "activate", "activation", "apply", "calculate", "loss",
    "function", "fn", "func", "f", "calc", "compute", "output", "run", "feedforward", "feed_forward",
)  # fmt: skip
SLOPE = ("derivative", "prime", "deriv", "gradient", "grad", "der", "derivate", "d", "df", "dfn")
BACKWARD = ("backward", "backprop", "backward_pass", "gradient", "grad", "derivative", "prime", "delta")
PASSES = BACKWARD[:3]
RESULTS = ("output", "out", "outputs", "y", "a")
INPUT_GRADIENTS = ("dinputs", "dx", "grad", "gradient", "grad_input", "dinput", "delta")
WEIGHT_GRADIENTS = ("dW", "dw", "dweights", "grad_w", "grad_W", "grad_weights", "weights_grad", "w_grad")
BIAS_GRADIENTS = (
    "db", "dB", "dbiases", "dbias", "grad_b", "grad_bias", "grad_biases", "biases_grad", "b_grad",
)  # fmt: skip
GRADIENTS = ("grads", "gradients", "grad")
SIZES = re.compile(
    r"(n|num|d|dim|size|input|output|fan)_?(in|out|inputs?|outputs?|neurons|units|size|dim|features)"
    r"|(in|out)_?(features|dim|size|channels)|(input|output)s?_?(size|dim|nodes|features|shape)?|units"
)
"""Parameters of a layer that is made from its sizes and not from its weights."""
STEEPNESS = re.compile(r"alpha|beta|a|k|(neg(ative)?_?)?slope|leak(age|y|iness)?")
"""Parameters of an activation that is made with the constant of its formula."""


def forward(module: str, name: str, *args: Any) -> object:
    """What an object made without arguments answers to `args`."""
    made, args = _object_with(module, name, args)
    method = _method_of(name)
    return _answer(made, (method,) if method else FORWARD, args)


def loss(module: str, name: str, pred: Any, true: Any) -> object:
    """What a loss object makes of a prediction and its target."""
    made, method = _object(module, name), _method_of(name)
    return _answer(made, (method,) if method else ASKED_THROUGH, (pred, true))


def built(module: str, name: str, x: Any, w: Any, b: Any) -> object:
    """A layer or a neuron: an object with these weights and this bias, asked for `x`."""
    return _answer(_layer(module, name, w, b), FORWARD, (x,))


def slope(module: str, name: str, x: Any, *others: Any) -> object:
    """The derivative that an activation object knows: by a method for it, or by forward, then backward."""
    made, args = _object_with(module, name, (x, *others))
    own = _method_of(name)
    if own and own not in PASSES:
        return _answer(made, (own,), args)
    if not own and _method(made, SLOPE) is not None and _method(made, PASSES) is None:
        return _answer(made, SLOPE, args)
    _answer(made, FORWARD, args)
    above = signed_ones(x)
    return slopes(_answer(made, (own,) if own else BACKWARD, (above,), x), above, x)


def passed_back(module: str, name: str, dout: Any, x: Any) -> object:
    """What an object that has seen x makes of the gradient of its output."""
    made = _object(module, name)
    _answer(made, FORWARD, (x,))
    return _answer(made, BACKWARD, (dout,), x)


def loss_gradient(module: str, name: str, pred: Any, true: Any) -> object:
    """The gradient that a loss object knows, after it has seen what it is the loss of."""
    made = _object(module, name)
    backward = _method(made, BACKWARD)
    if backward is None:
        raise AttributeError(f"{name!r} object has no attribute 'backward'")
    if len(required(backward)) >= 2:
        return _kept(made, backward(pred, true), INPUT_GRADIENTS)
    _answer(made, ASKED_THROUGH, (pred, true))
    return _kept(made, backward(*([1.0] * len(required(backward)))), INPUT_GRADIENTS)


def layer_gradients(module: str, name: str, dout: Any, x: Any, w: Any) -> object:
    """(dx, dw, db) of a linear layer object."""
    made = _layer(module, name, w, np.zeros(w.shape[1]))
    _answer(made, FORWARD, (x,))
    dx = _answer(made, BACKWARD, (dout,), x)
    if isinstance(dx, tuple) and len(dx) == 3:
        return dx
    listed = _attribute(made, GRADIENTS)
    if isinstance(listed, list | tuple) and len(listed) in (1, 2):
        return dx, *listed
    held = listed if isinstance(listed, dict) else vars(made)
    kept = (_first(held, names) for names in ((*WEIGHT_GRADIENTS, "W"), (*BIAS_GRADIENTS, "b")))
    return dx, *(gradient for gradient in kept if gradient is not None)


# ------------------------------------------------------------------------------------- parts


def _method_of(name: str) -> str:
    return name.partition(".")[2]


def _object(module: str, name: str) -> object:
    """An object of the class, made with usual values of what its constructor requires."""
    made = named(module, name.partition(".")[0])
    if not inspect.isclass(made):
        return made
    usual = {"lr": 0.01, "learning_rate": 0.01, "alpha": 0.01, "name": "", "axis": -1}
    try:
        return made(*(usual.get(parameter, 1.0) for parameter in required(made)))
    except Exception:
        if not _method_of(name):
            raise
        return object.__new__(made)  # most methods need their object only to call one another


def _object_with(module: str, name: str, args: tuple[Any, ...]) -> tuple[object, tuple[Any, ...]]:
    """An object, and what to ask it: its constructor is given the slope of a Leaky ReLU if it takes that."""
    made = named(module, name.partition(".")[0])
    first = parameters(made)[:1] if len(args) == 2 and isinstance(made, type) else []
    if first and STEEPNESS.fullmatch(first[0]):
        return made(args[1]), args[:1]
    return _object(module, name), args


def _layer(module: str, name: str, w: Any, b: Any) -> object:
    """A layer with these weights, made from them, or from its sizes and then given them."""
    made = named(module, name.partition(".")[0])
    if not all(map(SIZES.fullmatch, parameters(made)[:2])):
        return made(w) if len(parameters(made)) == 1 else made(w, b)  # some layers have no bias
    layer = made(*w.shape)
    _fill(vars(layer), [np.asarray(w), np.asarray(b)])
    return layer


def _fill(held: Any, arrays: list[Any]) -> None:
    """Put each array where one of its size is kept: in attributes, or in a dict or list that is one."""
    for key, value in list(held.items() if isinstance(held, dict) else enumerate(held)):
        if isinstance(value, dict | list):
            _fill(value, arrays)
        elif (
            isinstance(value, np.ndarray)
            and arrays
            and np.squeeze(value).shape == np.squeeze(arrays[0]).shape
        ):
            held[key] = arrays.pop(0).reshape(value.shape)


def _method(made: object, names: Sequence[str]) -> Callable[..., object] | None:
    found = (getattr(made, name, None) for name in names if name != "__call__" or callable(made))
    return next((method for method in found if callable(method)), None)


def _answer(made: object, names: Sequence[str], args: Sequence[Any], *more: Any) -> object:
    """What the first of the methods says; `more` arguments are for who requires them (backward(dout, x))."""
    method = _method(made, names)
    if method is None:
        raise AttributeError(f"{type(made).__name__!r} object has no attribute {names[0]!r}")
    missing = len(required(method)) - len(args)
    value = method(*args, *more[: max(0, missing)])
    return _kept(made, value, INPUT_GRADIENTS if names is BACKWARD else RESULTS)


def _kept(made: object, value: object, names: Sequence[str]) -> object:
    """The value, or what the object kept of it when nothing was returned."""
    return _attribute(made, names) if value is None else value


def _attribute(made: object, names: Sequence[str]) -> object:
    return next((getattr(made, name) for name in names if hasattr(made, name)), None)


def _first(held: dict[str, Any], names: Sequence[str]) -> object:
    return next((held[name] for name in names if name in held), None)
