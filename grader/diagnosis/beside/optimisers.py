"""Optimiser objects: brought into the state that a case starts from, asked for one update, read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from .finding import named, parameters, required
from .holders import HOLDERS, Holder, given_back, layer

_UPDATE = ("update", "step", "update_params", "apply", "apply_gradients", "optimize", "__call__")
_RATES = {
    "lr": ("lr", "learning_rate", "eta", "step_size", "rate", "alpha", "learningrate"),
    "mu": ("momentum", "mu", "beta", "gamma", "rho", "beta1"),
    "beta1": ("beta1", "beta_1", "b1", "rho1", "decay1"),
    "beta2": ("beta2", "beta_2", "b2", "rho2", "decay2"),
    "eps": ("eps", "epsilon", "e", "delta"),
}
"""Usual names of what an optimiser is made with."""
_WEIGHTS = ("params", "parameters", "weights", "w")
_FAULTS = (TypeError, ValueError, AttributeError, IndexError, KeyError)

Place = tuple[dict[str, Any], Any, Any]
"""Where an array is kept: in an attribute, or in the dict or list that is one."""


def descended(module: str, name: str, w: Any, g: Any, lr: float) -> object:
    """The weights after one step of plain descent."""
    return _updated(module, name, w, g, (), 1, {"lr": lr})[0]


def momentum(module: str, name: str, w: Any, g: Any, v: Any, lr: float, mu: float) -> object:
    """(w, v) after one step with momentum, from speed v."""
    return _updated(module, name, w, g, (v,), 1, {"lr": lr, "mu": mu})


def adam(module: str, name: str, w: Any, g: Any, m: Any, v: Any, t: int, *rates: float) -> object:
    """(w, m, v) after step t of Adam; the rates are lr, beta1, beta2, eps."""
    named_rates = dict(zip(("lr", "beta1", "beta2", "eps"), rates, strict=True))
    return _updated(module, name, w, g, (m, v), t, named_rates)


def _updated(
    module: str, name: str, w: Any, g: Any, state: Sequence[Any], t: int, rates: Mapping[str, float]
) -> tuple[Any, ...]:
    """Weights and state after step t, the weights held in the first way that the optimiser understands."""
    kind, faults = named(module, name.partition(".")[0]), []
    ways: list[_Held | _Layer] = [*(_Held(holder, w, g) for holder in HOLDERS), _Layer(w, g)]
    for held in ways:
        try:
            return _stepped(_made(kind, rates, held.held), held, state, t)
        except _FAULTS as fault:
            faults.append(fault)
    raise faults[0]


class _Held:
    """Weights and gradients as two arguments; an optimiser made with its weights takes the gradients only."""

    def __init__(self, holder: Holder, w: Any, g: Any) -> None:
        self.holder, self.held, self.g = holder, holder.weights(w), g

    def updated(self, made: Any, share: float) -> Any:
        update, slopes = _method(made), self.holder.gradients(share * self.g)
        alone = len(required(update)) == 1
        value = update(slopes) if alone else update(self.held, slopes)
        return given_back(self.holder, self.held, value)


class _Layer:
    """A layer with its weights and gradients as attributes, beside which an optimiser keeps its own."""

    def __init__(self, w: Any, g: Any) -> None:
        self.held, self.g = layer(w, g), g
        self.own = frozenset(vars(self.held))

    def updated(self, made: Any, share: float) -> Any:
        self.held.dweights = self.held.dW = share * self.g
        for method in ("pre_update_params", "update_params", "post_update_params"):
            if method == "update_params":
                _method(made)(self.held)
            elif hasattr(made, method):
                getattr(made, method)()
        return self.held.weights


def _made(kind: Any, rates: Mapping[str, float], weights: Any) -> Any:
    """An optimiser with these rates, whether its constructor takes them or only writes them down."""
    wanted = parameters(kind)
    given: dict[str, Any] = {name: rates[rate] for name in wanted if (rate := _rate(name, rates))}
    given |= {name: weights for name in wanted if name.lower() in _WEIGHTS}
    if "betas" in wanted and "beta1" in rates:
        given["betas"] = (rates["beta1"], rates["beta2"])
    made = kind(**given)
    for name, value in list(vars(made).items()):
        rate = _rate(name, rates)
        if rate and name not in wanted and isinstance(value, float):
            setattr(made, name, rates[rate])
    return made


def _rate(name: str, rates: Mapping[str, float]) -> str | None:
    plain = name.lower().strip("_")
    return next((rate for rate in rates if plain in _RATES[rate]), None)


def _method(made: Any) -> Any:
    found = (getattr(made, name, None) for name in _UPDATE)
    method = next((method for method in found if callable(method)), None)
    if method is None:
        raise AttributeError(f"{type(made).__name__!r} object has no attribute 'update'")
    return method


# ------------------------------------------------------------------------------------- the state


def _stepped(made: Any, held: _Held | _Layer, state: Sequence[Any], t: int) -> tuple[Any, ...]:
    """One update; before it, where there is a state, one of gradient 0 that makes room for it."""
    if not state:
        return (held.updated(made, 1.0),)
    before = _counts(made)
    held.updated(made, 0.0)
    for name, count in _counts(made).items():
        if count == before.get(name, count) + 1:
            setattr(made, name, before[name] + t - 1)
    roots = (vars(made), vars(held.held)) if isinstance(held, _Layer) else (vars(made),)
    places = [place for root in roots for place in _places(root, held, np.shape(state[0]))]
    if len(places) < len(state):
        raise AttributeError(f"{type(made).__name__!r} object has no attribute for its moving averages")
    for place, value in zip(places, state, strict=False):
        _put(place, np.array(value, float))
    return (held.updated(made, 1.0), *(_at(place) for place in places[: len(state)]))


def _counts(made: Any) -> dict[str, int]:
    return {name: value for name, value in vars(made).items() if type(value) is int}


def _places(root: dict[str, Any], held: _Held | _Layer, shape: tuple[int, ...]) -> Iterator[Place]:
    """Where arrays of this shape are kept, one for each attribute; the weights themselves aside."""
    aside = held.own if isinstance(held, _Layer) else frozenset(_WEIGHTS)
    for name, value in root.items():
        if name in aside or value is held.held:
            continue
        if np.shape(value) == shape and isinstance(value, np.ndarray):
            yield root, name, None
        elif isinstance(value, dict | list):
            inside = value.items() if isinstance(value, dict) else enumerate(value)
            yield from [(root, name, key) for key, part in inside if np.shape(part) == shape][:1]


def _put(place: Place, value: Any) -> None:
    root, name, key = place
    if key is None:
        root[name] = value
    else:
        root[name][key] = value


def _at(place: Place) -> Any:
    root, name, key = place
    return root[name] if key is None else root[name][key]
