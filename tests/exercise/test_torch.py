"""PyTorch, where it is installed, agrees with every reference and every gradient in float64."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.arrays import Array
from grader.exercise import Exercise, Group, Rng, load_exercises, outputs
from grader.seeds import Stream

pytestmark = pytest.mark.torch
EXERCISES = load_exercises(sorted((Path(__file__).parents[2] / "exercises").glob("*.py")))
ACTIVATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "relu": lambda nn, x: nn.relu(x),
    "leaky_relu": lambda nn, x: nn.leaky_relu(x, 0.01),
    "elu": lambda nn, x: nn.elu(x),
    "sigmoid": lambda _, x: x.sigmoid(),
    "tanh": lambda _, x: x.tanh(),
    "swish": lambda nn, x: nn.silu(x),
    "softplus": lambda nn, x: nn.softplus(x, threshold=1e9),
    "gelu": lambda nn, x: nn.gelu(x),
    "mish": lambda nn, x: nn.mish(x),
}
LOSSES: dict[str, Callable[[Any, Any, Any], Any]] = {
    "mse": lambda nn, p, t: nn.mse_loss(p, t),
    "binary_cross_entropy": lambda nn, p, t: nn.binary_cross_entropy(p, t),
    "cross_entropy": lambda _, p, t: -(t * p.log()).sum(-1).mean(),
    "softmax_cross_entropy": lambda nn, z, t: nn.cross_entropy(z, t),
}
FORWARD: dict[str, Callable[..., Any]] = {
    "linear_forward": lambda x, w, b: x @ w + b,
    "neuron": lambda x, w, b: (x @ w + b).sigmoid(),
    "perceptron": lambda x, w, b: (x @ w + b).heaviside(x.new_ones(())),
    "simple_neuron": lambda x, w, b: (w * x + b).relu(),
    "step": lambda x: x.heaviside(x.new_ones(())),
}


def assert_near(own: object, theirs: object) -> None:
    np.testing.assert_allclose(np.asarray(own), np.asarray(theirs), rtol=1e-12, atol=1e-12)


@pytest.fixture(scope="module")
def torch() -> Any:
    return pytest.importorskip("torch")


def inputs(exercise: Exercise) -> list[tuple[Array, ...]]:
    """Arrays of usual sizes, without kinks; of losses, samples in rows."""
    cases = exercise.inputs(Rng(Stream(b"torch")), 5)
    usual = [
        c for c in cases if c.group in (Group.VALUES, Group.SHAPES) and exercise.between({}, c.args) is None
    ]
    return [tuple(np.asarray(a, float) for a in c.args) for c in usual if np.all(np.asarray(c.args[0]))]


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_an_activation_and_its_derivative_agree_with_autograd(key: str, torch: Any) -> None:
    for (x,) in inputs(EXERCISES[key]):
        leaf = torch.tensor(x, dtype=torch.float64, requires_grad=True)
        y = ACTIVATIONS[key](torch.nn.functional, leaf)
        y.sum().backward()
        assert_near(outputs(EXERCISES[key].reference({})(x))[0], y.detach().numpy())
        slope = outputs(EXERCISES[f"{key}_derivative"].reference({})(x))[0]
        assert_near(slope, leaf.grad.numpy())


@pytest.mark.parametrize("key", LOSSES)
def test_a_loss_and_its_gradient_agree_with_autograd(key: str, torch: Any) -> None:
    for pred, true in inputs(EXERCISES[key]):
        leaf = torch.tensor(pred, dtype=torch.float64, requires_grad=True)
        loss = LOSSES[key](torch.nn.functional, leaf, torch.tensor(true, dtype=torch.float64))
        loss.backward()
        value = outputs(EXERCISES[key].reference({})(pred, true))[0]
        assert_near(value, loss.item())
        gradient = outputs(EXERCISES[f"{key}_gradient"].reference({})(pred, true))[0]
        assert_near(gradient, leaf.grad.numpy())


def test_softmax_its_logarithm_and_its_jacobian_agree_with_autograd(torch: Any) -> None:
    for (x,) in inputs(EXERCISES["softmax"]):
        leaf = torch.tensor(x, dtype=torch.float64)
        for key, made in (("softmax", leaf.softmax(-1)), ("log_softmax", leaf.log_softmax(-1))):
            assert_near(outputs(EXERCISES[key].reference({})(x))[0], made.numpy())
        if x.ndim == 1:
            jacobian = torch.autograd.functional.jacobian(lambda z: z.softmax(-1), leaf).numpy()
            own = outputs(EXERCISES["softmax_jacobian"].reference({})(x))[0]
            assert_near(own, jacobian)


def test_a_linear_layer_and_its_gradients_agree_with_autograd(torch: Any) -> None:
    for dout, x, w in inputs(EXERCISES["linear_backward"]):
        leaves = [torch.tensor(a, requires_grad=True) for a in (x, w, np.zeros(w.shape[1]))]
        y = leaves[0] @ leaves[1] + leaves[2]
        y.backward(torch.tensor(dout))
        own = outputs(EXERCISES["linear_backward"].reference({})(dout, x, w))
        for mine, leaf in zip(own, leaves, strict=True):
            assert_near(mine, leaf.grad.numpy())


def test_softmax_backward_agrees_with_autograd(torch: Any) -> None:
    for dout, z in inputs(EXERCISES["softmax_vjp"]):
        leaf = torch.tensor(z, requires_grad=True)
        leaf.softmax(-1).backward(torch.tensor(dout))
        assert_near(outputs(EXERCISES["softmax_vjp"].reference({})(dout, z))[0], leaf.grad.numpy())


def test_linear_layers_and_neurons_agree_with_its_functions(torch: Any) -> None:
    for key, made in FORWARD.items():
        for args in inputs(EXERCISES[key]):
            own = outputs(EXERCISES[key].reference({})(*args))[0]
            assert_near(own, made(*map(torch.tensor, args)).numpy())


def test_a_network_of_two_layers_agrees_with_autograd(torch: Any) -> None:
    for x, *weights in inputs(EXERCISES["two_layer_forward"]):
        own = outputs(EXERCISES["two_layer_forward"].reference({})(x, *weights))[0]
        w1, b1, w2, b2 = leaves = [torch.tensor(a, requires_grad=True) for a in weights]
        y = (torch.tensor(x) @ w1 + b1).sigmoid() @ w2 + b2
        assert_near(own, y.detach().numpy())
        dout = np.linspace(-1, 1, own.size).reshape(own.shape)
        y.backward(torch.tensor(dout))
        gradients = EXERCISES["two_layer_backward"].reference({})(dout, x, *weights[:3])
        for mine, leaf in zip(outputs(gradients), leaves, strict=True):
            assert_near(mine, leaf.grad.numpy())


def test_numerical_gradients_are_those_of_autograd(torch: Any) -> None:
    x = np.array([[0.3, -1.2], [2.0, 0.7]])
    leaf = torch.tensor(x, requires_grad=True)
    (leaf.sin() * leaf**2).sum().backward()
    own = EXERCISES["numerical_gradient"].reference({})(lambda v: np.sum(np.sin(v) * v**2), x)
    np.testing.assert_allclose(np.asarray(own), leaf.grad.numpy(), rtol=1e-8)  # differences are inexact


def test_steps_of_descent_agree_with_the_optimiser(torch: Any) -> None:
    for w, g, lr in inputs(EXERCISES["gradient_descent_step"]):
        leaf = torch.tensor(w, requires_grad=True)
        leaf.grad = torch.tensor(g)
        torch.optim.SGD([leaf], lr=float(lr)).step()
        own = outputs(EXERCISES["gradient_descent_step"].reference({})(w, g, float(lr)))[0]
        assert_near(own, leaf.detach().numpy())


def test_three_steps_with_momentum_agree_with_the_optimiser(torch: Any) -> None:
    lr, mu = 0.1, 0.8  # its v is mu·v + g, ours carries -lr; the weights are the same
    w, v = np.array([1.0, -2.0]), np.zeros(2)
    leaf = torch.tensor(w, requires_grad=True)
    optimiser = torch.optim.SGD([leaf], lr=lr, momentum=mu)
    for g in ([0.5, -1.0], [2.0, 0.1], [-0.3, 0.7]):
        leaf.grad = torch.tensor(g, dtype=torch.float64)
        optimiser.step()
        w, v = outputs(EXERCISES["momentum_step"].reference({})(w, np.array(g), v, lr, mu))
        assert_near(w, leaf.detach().numpy())


def test_labels_become_the_same_rows_and_the_same_share_of_them_is_right(torch: Any) -> None:
    labels = np.array([2, 0, 3, 0])
    rows = EXERCISES["one_hot"].reference({})(labels, 4)
    assert_near(rows, torch.nn.functional.one_hot(torch.tensor(labels), 4).double().numpy())
    for pred, true in inputs(EXERCISES["accuracy"]):
        same = torch.tensor(pred).argmax(1) == torch.tensor(true).argmax(1)
        own = outputs(EXERCISES["accuracy"].reference({})(pred, true))[0]
        assert_near(own, same.double().mean().item())


def test_three_steps_of_adam_agree_with_the_optimiser(torch: Any) -> None:
    rates = (0.1, 0.8, 0.95, 1e-3)
    w, m, v = np.array([1.0, -2.0]), np.zeros(2), np.zeros(2)
    leaf = torch.tensor(w, requires_grad=True)
    optimiser = torch.optim.Adam([leaf], lr=rates[0], betas=rates[1:3], eps=rates[3])
    for t, g in enumerate(([0.5, -1.0], [2.0, 0.1], [-0.3, 0.7]), start=1):
        leaf.grad = torch.tensor(g, dtype=torch.float64)
        optimiser.step()
        w, m, v = outputs(EXERCISES["adam_step"].reference({})(w, np.array(g), m, v, t, *rates))
        assert_near(w, leaf.detach().numpy())
