"""A family: parameters choose the right answer, and turn every other setting into a convention."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.exercise import Exercise, Group, Kind, Rng, load_exercises
from grader.exercise.known import Setting
from grader.exercise.shapes import read_signature
from grader.seeds import Stream

LOSS = '''
from __future__ import annotations
import numpy as np
from grader.exercise import Array, exercise

@exercise("(n),(n)->()")
def loss(p: Array, t: Array, *, reduction: str = "mean", factor: float = 1.0) -> float:
    """en: The loss."""
    total = factor * np.sum((p - t) ** 2)
    return total / p.size if reduction == "mean" else total

@loss.spec
def _(p, t):
    return sum((a - b) ** 2 for a, b in zip(p, t)) / len(p)

loss.convention("takes-mean", "en: the mean", reduction="mean")
loss.convention("takes-sum", "en: the sum", reduction="sum")
loss.convention("whole", "en: no half", factor=1.0)
loss.convention("halved", "en: a half", factor=0.5)

@loss.mistake("no-square")
def _(p: Array, t: Array, *, reduction: str = "mean") -> float:
    """en: not squared"""
    total = np.sum(np.abs(p - t))
    return total / p.size if reduction == "mean" else total
'''

P, T = np.array([1.0, 2.0]), np.array([0.0, 4.0])


@pytest.fixture
def loss(tmp_path: Path) -> Exercise:
    path = tmp_path / "losses.py"
    path.write_text(LOSS, encoding="utf-8")
    return load_exercises([path])["loss"]


def values(exercise: Exercise, params: dict[str, float | str]) -> dict[str, object]:
    return {h.note: h.function(P, T) for h in exercise.hypotheses(params)}


def test_the_reference_follows_its_parameters(loss: Exercise) -> None:
    assert loss.reference({})(P, T) == 2.5
    assert loss.reference({"reduction": "sum"})(P, T) == 5
    assert loss.reference({"reduction": "sum", "factor": 0.5})(P, T) == 2.5


def test_every_other_combination_of_conventions_is_a_hypothesis(loss: Exercise) -> None:
    assert values(loss, {}) == {
        "takes-sum": 5.0,
        "halved": 1.25,
        "takes-sum+halved": 2.5,
        "no-square": 1.5,
    }


def test_what_is_right_moves_with_the_parameters(loss: Exercise) -> None:
    assert values(loss, {"reduction": "sum"})["takes-mean"] == 2.5
    assert "takes-sum" not in values(loss, {"reduction": "sum"})


def test_a_mistake_follows_the_parameters_it_names(loss: Exercise) -> None:
    assert values(loss, {"reduction": "sum"})["no-square"] == 3.0


def test_combined_conventions_are_told_together(loss: Exercise) -> None:
    both = next(h for h in loss.hypotheses({}) if "+" in h.note)
    assert both.kind is Kind.CONVENTION
    assert both.says == {"en": "the sum a half"}


def test_an_unknown_parameter_is_refused(loss: Exercise) -> None:
    with pytest.raises(KeyError, match="reductoin"):
        loss.reference({"reductoin": "sum"})


@pytest.mark.parametrize("text", ["(n),(n)->()", "()->()", "(N, n),(n,k) -> (N,k)", "(n)->(n),(n)"])
def test_shapes_are_read_as_numpy_reads_them(text: str) -> None:
    signature = read_signature(text)
    compact = text.replace(" ", "")
    left, right = compact.split("->")
    assert ",".join(f"({','.join(s)})" for s in signature.inputs) == left
    assert ",".join(f"({','.join(s)})" for s in signature.outputs) == right


def test_the_same_seed_gives_the_same_inputs_and_another_gives_others(loss: Exercise) -> None:
    def drawn(seed: bytes) -> list[list[object]]:
        return [[np.asarray(a).tolist() for a in c.args] for c in loss.inputs(Rng(Stream(seed)), 4)]

    assert drawn(b"a") == drawn(b"a") != drawn(b"b")


def test_the_inputs_start_small(loss: Exercise) -> None:
    sizes = [np.asarray(c.args[0]).size for c in loss.inputs(Rng(Stream(b"a")), 4) if c.group is Group.VALUES]
    assert sizes[:2] == [1, 2]


def test_an_axis_of_the_product_may_be_bound() -> None:
    mse = load_exercises([Path(__file__).parents[2] / "exercises" / "losses.py"])["mse"]
    p, t = np.array([1.0, 2.0, 3.0]), np.array([0.0, 4.0, 3.0])
    asked: dict[str, Setting] = {"reduced": "sum", "factor": 0.5}
    assert mse.reference(asked)(p, t) == 2.5
    assert "np.sum((pred - true) ** 2) / 2" in mse.written(asked)
    usual = next(h for h in mse.hypotheses(asked) if h.note == "other-setting+as-usual+as-usual")
    assert usual.kind is Kind.CONVENTION
    assert usual.function(p, t) == pytest.approx(5 / 3)
    assert mse.declared(asked) == ()
    assert mse.reference({"reduced": "mean"})(p, t) == mse.reference({})(p, t) == pytest.approx(5 / 3)
    assert {"sum", "mean", "rows"} < mse.words("reduced")


def test_drawn_numbers_are_pinned_for_good() -> None:
    rng = Rng(Stream(b"golden"))
    assert rng.tenths(4).tolist() == [-2.4, -2.7, 0.9, -1.1]
    assert rng.shares(2).tolist() == [0.43, 0.83]
    assert rng.one_hot(2, 3).tolist() == [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]


def test_drawn_numbers_keep_their_promises() -> None:
    rng = Rng(Stream(b"promises"))
    drawn = rng.tenths(500)
    assert (drawn != 0).all()
    assert ((drawn >= -3) & (drawn <= 3)).all()
    shares = rng.shares(200)
    assert ((shares > 0) & (shares < 1)).all()
    assert np.allclose(rng.distributions(5, 3).sum(axis=1), 1)
    assert (rng.one_hot(9, 4).sum(axis=1) == 1).all()
