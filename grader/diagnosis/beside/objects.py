"""Sent along with a file that holds classes: makes an object of one and asks it what a function is asked.

Runs beside a student's code, inside the wall, as a file of the submission: standard library and NumPy only,
definitions only. Every public function here takes the module's name and the class's (or `Class.method`).
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

FORWARD = (
    "forward", "__call__", "call", "predict", "activate", "activation", "apply", "calculate", "loss",
    "function", "fn", "func", "f", "calc", "compute", "output", "run",
)  # fmt: skip
SLOPE = ("derivative", "prime", "deriv", "gradient", "grad", "der", "derivate", "d", "df", "dfn")
BACKWARD = ("backward", "backprop", "backward_pass", "gradient", "grad", "derivative", "prime", "delta")
RESULTS = ("output", "out", "outputs", "y", "a")
INPUT_GRADIENTS = ("dinputs", "dx", "grad", "gradient", "grad_input", "dinput", "delta")
LOSS = ("calculate", "loss", "compute", "cost", "__call__", "forward", "call", "function", "fn", "func", "f")
WEIGHT_GRADIENTS = ("dW", "dw", "dweights", "grad_w", "grad_W", "grad_weights", "weights_grad", "w_grad")
BIAS_GRADIENTS = (
    "db",
    "dB",
    "dbiases",
    "dbias",
    "grad_b",
    "grad_bias",
    "grad_biases",
    "biases_grad",
    "b_grad",
)


def describe(module: str, names: Sequence[str]) -> tuple[str, str, list[str]]:
    """The first of the names that can be called: which, as what (`class`, `method` or `function`), and the
    names of its positional parameters."""
    for name in names:
        try:
            found = _found(module, name)
        except (AttributeError, ImportError):
            continue
        if callable(found):
            kind = "class" if inspect.isclass(found) else "method" if "." in name else "function"
            return name, kind, _asked_for(found) if kind == "class" else _parameters(found)
    return "", "", []


def _asked_for(found: Any) -> list[str]:
    """The parameters of the method that a class is asked through, without its object."""
    return next((_parameters(getattr(found, name))[1:] for name in LOSS if name in dir(found)), [])


def forward(module: str, name: str, *args: Any) -> object:
    """What an object made without arguments answers to `args`."""
    made, method = _object(module, name, ()), _method_of(name)
    return _answer(made, (method,) if method else FORWARD, args)


def loss(module: str, name: str, pred: Any, true: Any) -> object:
    """What a loss object makes of a prediction and its target."""
    made, method = _object(module, name, ()), _method_of(name)
    return _answer(made, (method,) if method else LOSS, (pred, true))


def built(module: str, name: str, x: Any, *built_from: Any) -> object:
    """A layer or a neuron: an object made from its weights and bias, asked for `x`."""
    return _answer(_object(module, name, built_from), FORWARD, (x,))


def slope(module: str, name: str, x: Any) -> object:
    """The derivative that an activation object knows: by a method for it, or by forward, then backward."""
    made = _object(module, name, ())
    own = _method_of(name)
    if own:
        return _answer(made, (own,), (x,))
    if _method(made, SLOPE) is not None and _method(made, BACKWARD[:3]) is None:
        return _answer(made, SLOPE, (x,))
    _answer(made, FORWARD, (x,))
    return _answer(made, BACKWARD, (np.ones_like(x, dtype=float),))


def loss_gradient(module: str, name: str, pred: Any, true: Any) -> object:
    """The gradient that a loss object knows, after it has seen what it is the loss of."""
    made = _object(module, name, ())
    backward = _method(made, BACKWARD)
    if backward is None:
        raise AttributeError(f"{name!r} object has no attribute 'backward'")
    if len(_required(backward)) >= 2:
        return _kept(made, backward(*_fitting(backward, (pred, true))), INPUT_GRADIENTS)
    _answer(made, LOSS, (pred, true))
    return _kept(made, backward(*([1.0] * len(_required(backward)))), INPUT_GRADIENTS)


def layer_gradients(module: str, name: str, dout: Any, x: Any, w: Any) -> object:
    """(dx, dw, db) of a linear layer object."""
    made = _object(module, name, (w, np.zeros(w.shape[1])))
    _answer(made, FORWARD, (x,))
    dx = _answer(made, BACKWARD, (dout,))
    if isinstance(dx, tuple) and len(dx) == 3:
        return dx
    return dx, _attribute(made, WEIGHT_GRADIENTS), _attribute(made, BIAS_GRADIENTS)


def step(module: str, name: str, w: Any, g: Any, lr: float) -> object:
    """The weights after an optimiser object made with `lr` has updated them, in a dict or by themselves."""
    made = _object(module, name, (lr,))
    update = _method(made, ("update", "step", "update_params", "apply", "__call__"))
    if update is None:
        raise AttributeError(f"{name!r} object has no attribute 'update'")
    held, slopes = {"w": w}, {"w": g}
    try:
        value = update(held, slopes)
    except (TypeError, ValueError, AttributeError, IndexError):
        value = update(w, g)
        return w if value is None else value
    if isinstance(value, Mapping):
        return value["w"]
    return held["w"]


def called(module: str, name: str, *args: Any) -> object:
    """A function as it is."""
    return _found(module, name)(*args)


def with_self(module: str, name: str, *args: Any) -> object:
    """A free function that takes a `self` it never needs."""
    return _found(module, name)(None, *args)


# ------------------------------------------------------------------------------------- parts


def _found(module: str, name: str) -> Any:
    found: Any = sys.modules.get(f"submission_{module}") or importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _method_of(name: str) -> str:
    return name.partition(".")[2]


def _object(module: str, name: str, given: Sequence[Any]) -> object:
    """An object of the class, made from what is given if its constructor wants that much."""
    made = _found(module, name.partition(".")[0])
    if not inspect.isclass(made):
        return made
    wanted = _required(made)
    usual = {"lr": 0.01, "learning_rate": 0.01, "alpha": 0.01, "name": "", "axis": -1}
    if given:
        return made(*given)
    return made(*(usual.get(parameter, 1.0) for parameter in wanted))


def _method(made: object, names: Sequence[str]) -> Callable[..., object] | None:
    found = (getattr(made, name, None) for name in names if name != "__call__" or callable(made))
    return next((method for method in found if callable(method)), None)


def _answer(made: object, names: Sequence[str], args: Sequence[Any]) -> object:
    method = _method(made, names)
    if method is None:
        raise AttributeError(f"{type(made).__name__!r} object has no attribute {names[0]!r}")
    value = method(*_fitting(method, args))
    return _kept(made, value, INPUT_GRADIENTS if names is BACKWARD else RESULTS)


def _fitting(method: Callable[..., object], args: Sequence[Any]) -> Sequence[Any]:
    """`args`, completed by the first of them where the method wants one more (backward(dout, x))."""
    missing = len(_required(method)) - len(args)
    return args if missing <= 0 else (*args, *([args[0]] * missing))


def _kept(made: object, value: object, names: Sequence[str]) -> object:
    """The value, or what the object kept of it when nothing was returned."""
    return _attribute(made, names) if value is None else value


def _attribute(made: object, names: Sequence[str]) -> object:
    return next((getattr(made, name) for name in names if hasattr(made, name)), None)


def _parameters(function: Callable[..., object]) -> list[str]:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]


def _required(function: Callable[..., object]) -> list[str]:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [p.name for p in parameters if p.kind in positional and p.default is p.empty]
