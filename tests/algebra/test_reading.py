"""What people type is read as they mean it, and ambiguous spellings as the written rules say."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import sympy

from grader.algebra import (
    Context,
    Sym,
    Unreadable,
    catalogue,
    evaluate,
    latex,
    make_context,
    plain,
    read,
    reading,
)

FUNCTIONS = Path(__file__).parents[2] / "course" / "functions.yaml"


@pytest.fixture(scope="module")
def context() -> Context:
    return make_context(
        {"x": "real", "w": "real", "b": "real", "t": "real", "eta": "positive", "N": "natural", "w_1": "real",
         "x_1": "real", "w'": "real", "yhat": "real", "a": "real", "β": "real", "lr": "real"},
        {"p": 3, "q": 3, "v": "N"},
        ("i", "j"),
        [("z", "w x + b"), ("y", "σ(z)"), ("E", "(y-t)^2"), ("s_i", "e^{p_i}/Σ_k e^{p_k}"), ("f(u)", "u^2")],
        catalogue(FUNCTIONS.read_text(encoding="utf-8"), str(FUNCTIONS)),
    )  # fmt: skip


# Left: as people type it. Right: the same, spelled out with every product and bracket.
SPELLINGS = [
    # products without a sign
    ("2x", "2*x"), ("2x(1-x)", "2*x*(1 - x)"), ("wx", "w*x"), ("w x + b", "(w*x) + b"), ("ax^2", "a*(x^2)"),
    ("xe^-x", "x*(e^(-x))"), ("w_1x_1", "w_1*x_1"), ("w1 x1", "w_1*x_1"), ("w₁x₁", "w_1*x_1"),
    ("p_iq_i", "p_i*q_i"), ("σ(x)(1-σ(x))", "sigmoid(x)*(1 - sigmoid(x))"), ("2|x|", "2*abs(x)"),
    # the ranks the contract names
    ("1/2x", "(1/2)*x"), ("x/2 (1+w)", "(x/2)*(1 + w)"), ("-x^2", "-(x^2)"), ("e^-x", "e^(-x)"),
    ("x^w^b", "x^(w^b)"), ("a/b/x", "(a/b)/x"), ("a-b-x", "a - b - x"), ("x^-1/2", "(x^(-1))/2"),
    ("2e3", "2000"), ("2e-3", "0.002"), ("2e+3", "2*e + 3"), ("2e", "2*e"), ("e^-2x", "(e^(-2))*x"),
    ("d/dx (x)^2 · w", "(d/dx (x^2))*w"), ("d/dx 2x", "(d/dx (2))*x"), ("d/dx e^-x", "d/dx (e^(-x))"),
    ("Σ_k p_k q_k + x", "(sum_k (p_k*q_k)) + x"), ("Σ_k p_k x (w+1) - 1", "(sum_k (p_k*x*(w+1))) - 1"),
    # functions
    ("sin x cos x", "sin(x)*cos(x)"), ("sin 2x", "sin(2*x)"), ("ln wx + 1", "ln(w*x) + 1"),
    ("exp -x", "exp(-x)"), ("ln x e^x", "ln(x)*(e^x)"), ("ln e^x", "ln(e^x)"),
    ("sin 2x e^-x", "sin(2*x)*(e^(-x))"), ("(d/dx)(x^2)", "d/dx (x^2)"),
    ("(d/dx) x^2 w", "(d/dx (x^2))*w"), ("(∂²/∂x²) x^3", "d^2/dx^2 (x^3)"), ("(d/dx 2x)", "(d/dx (2))*x"),
    (r"\max\{0, x\}", "max(0, x)"), (r"\(x+1\)", "x + 1"), (r"\[ 2x \].", "2*x"),
    ("σ²(x)", "(sigmoid(x))^2"), ("sin^2 x", "(sin(x))^2"), ("sinx", "sin(x)"), ("log x", "ln(x)"),
    ("log_2 x", "log(x, 2)"), ("np.log(x)", "ln(x)"), ("np.exp(-x)", "exp(-x)"), ("sigma(x)", "sigmoid(x)"),
    ("SiLU(x)", "swish(x)"), ("LeakyReLU(x)", "leaky_relu(x)"), ("H(x)", "step(x)"), ("√x", "sqrt(x)"),
    ("arctan x", "atan(x)"), ("np.maximum(0, x)", "max(0, x)"), ("||x|-1|", "abs(abs(x) - 1)"),
    ("softmax_i(p)", "softmax(p)_i"), ("softmax(p_i)", "softmax(p)_i"), ("softmax(p, 1)", "softmax(p)_1"),
    # names
    ("η x", "eta*x"), (r"\eta x", "eta*x"), ("βx", "beta*x"), ("ŷ", "yhat"), (r"\hat{y}", "yhat"),
    (r"\hat y", "yhat"), ("y_hat", "yhat"), ("w′", "w'"), ("π", "pi"),
    ("p1", "p_1"), ("p_{i}", "p_i"), ("δ_{i,j}", "δ_ij"), ("δ_{ij}", "δ_ij"),
    # full width and typographic signs
    ("２ｘ＋１", "2*x + 1"), ("（１＋ｅ＾（－ｘ））＾（－１）", "(1 + e^(-x))^(-1)"), ("x − 1", "x - 1"),
    ("x×w÷b", "x*w/b"), ("x²", "x^2"), ("e⁻ˣ", "e^(-x)"), ("½x", "(1/2)*x"),
    ("ｍａｘ（０、ｘ）", "max(0, x)"),
    ("ｘ＋１。", "x + 1"),
    # LaTeX
    (r"\frac{1}{1+e^{-x}}", "1/(1 + e^(-x))"), (r"\frac12 x", "(1/2)*x"),
    (r"\left(x+1\right)^{2}", "(x + 1)^2"),
    (r"w \cdot x", "w*x"), (r"\sqrt{x^2+1}", "sqrt(x^2 + 1)"), (r"\sqrt[3]{x}", "x^(1/3)"),
    (r"\sigma(x)\,(1-\sigma(x))", "sigmoid(x)*(1 - sigmoid(x))"), (r"$\operatorname{ReLU}(x)$", "relu(x)"),
    (r"\sum_{k=1}^{3} p_k", "sum(p_k, k, 1, 3)"), (r"\tanh x", "tanh(x)"), (r"\left|x\right|", "abs(x)"),
    # derivatives
    ("∂E/∂w", "dE/dw"), (r"\sigma^{\prime}(x)", "sigmoid'(x)"), ("∂s_i/∂p_j", "d/dp_j (s_i)"),
    (r"\frac{\partial E}{\partial w}", "dE/dw"), (r"\frac{dE}{dw}", "dE/dw"),
    (r"\frac{\mathrm{d}}{\mathrm{d}x}\left(x^2\right)", "d/dx (x^2)"), ("d(x^2)/dx", "d/dx (x^2)"),
    ("d²E/dw²", "d^2 E/dw^2"), ("∂²E/∂w∂b", "d/dw (dE/db)"), ("diff(x^2, x)", "d/dx (x^2)"),
    ("dE/dy dy/dz dz/dw", "(dE/dy)*(dy/dz)*(dz/dw)"), ("2(y-t)dy/dz", "2*(y - t)*(dy/dz)"),
    ("dσ(z)/dz", "d/dz (sigmoid(z))"), ("dσ/dz", "d/dz (sigmoid(z))"), ("(x^2+1)'", "d/dx (x^2 + 1)"),
    ('σ"(x)', "sigmoid''(x)"), ("dE/dp_i", "d/dp_i (E)"),
    # sums and vectors
    ("Σ_{k=1}^N v_k", "sum_{k=1}^{N} v_k"), ("Σ_k=1^3 p_k", "sum(p_k, k, 1, 3)"), ("sum(p)", "Σ_k p_k"),
    ("p·q", "Σ_k p_k q_k"), ("p^T q", "Σ_k p_k q_k"), (r"\mathbf{p}^{\top}\mathbf{q}", "Σ_k p_k q_k"),
    ("Σ_k≠i p_k", "Σ_k [k != i] p_k"),
    ("exp(p_i)/sum(exp(p_j))", "exp(p_i)/(Σ_j exp(p_j))"),
    ("leaky_relu(x, alpha=0.1)", "leaky_relu(x, 0.1)"), ("np.dot(p, q)", "Σ_k p_k q_k"),
    ("sum(p_i q_i)", "Σ_i p_i q_i"),
    ("Σ_{k≠i} p_k", "Σ_k [k != i] p_k"), ("Σ_{k, k≠i} p_k", "Σ_k [k != i] p_k"), ("mean(p)", "(Σ_k p_k)/3"),
    ("‖p‖^2", "sqrt(Σ_k p_k^2)^2"), ("max(p)", "max(p_1, p_2, p_3)"), ("(p - q)_i", "p_i - q_i"),
    # cases and indicators
    ("{1 if x>0; 0 otherwise}", "where(x > 0, 1, 0)"), ("1 if x>0 else 0", "where(x > 0, 1, 0)"),
    ("x>0 ? 1 : 0", "where(x > 0, 1, 0)"), ("np.where(x>0, 1, 0)", "where(x > 0, 1, 0)"),
    ("{x>0のとき1、それ以外0}", "where(x > 0, 1, 0)"), ("if(x>0, 1, 0)", "where(x > 0, 1, 0)"),
    ("{1 (x>0), 0 (otherwise)}", "where(x > 0, 1, 0)"), ("{1, x>0; 0, otherwise}", "where(x > 0, 1, 0)"),
    ("{x>0: 1; otherwise: 0}", "where(x > 0, 1, 0)"),
    ("｛１（ｘ＞０のとき）、０（それ以外）｝", "where(x > 0, 1, 0)"),
    (r"\begin{cases} 1 & x>0 \\ 0 & \text{otherwise} \end{cases}", "where(x > 0, 1, 0)"),
    (r"\left\{\begin{cases}1&\text{if }x>0\\0&\text{otherwise.}\end{cases}\right.", "where(x > 0, 1, 0)"),
    ("(x > 0)*w", "[x > 0]*w"), (r"\mathbb{1}_{x>0}", "[x > 0]"), ("[0<x<1]", "[0 < x and x < 1]"),
    ("[x≦0 または x≧1]", "[x <= 0 or x >= 1]"), ("2[x + 1]", "2*(x + 1)"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), SPELLINGS)
def test_each_spelling_is_read_as_the_same_formula_written_out(
    typed: str, meant: str, context: Context
) -> None:
    assert read(typed, context) == read(meant, context)


PRECEDENCE = [
    "a+b*x^2-w/x", "a-b-x+w", "a/b*x/w", "-x^2+a", "(-x)^2", "2^3^2", "-2^2*3", "a*-b", "a/-b^2", "a-(b-x)",
    "1/(2*x)", "1/2*x", "2*x^-1", "-(a+b)*x", "a-b*x-w", "a*b^2/x^2*w", "((a))", "-(-x)",
]  # fmt: skip


@pytest.mark.parametrize("typed", PRECEDENCE)
def test_arithmetic_has_the_value_that_sympy_gives_it(typed: str, context: Context) -> None:
    values = {"a": Fraction(3), "b": Fraction(-5, 2), "x": Fraction(7, 3), "w": Fraction(1, 4)}
    expected = sympy.parse_expr(typed.replace("^", "**")).subs(
        {name: sympy.Rational(v.numerator, v.denominator) for name, v in values.items()}
    )
    assert evaluate(read(typed, context), values, context) == Fraction(int(expected.p), int(expected.q))


REFUSED = [
    ("", "read-empty", 0), ("   ", "read-empty", 0), ("foo", "read-unknown-name", 0),
    ("x + sigmod(x)", "read-unknown-name-near", 4), ("(x + 1", "read-not-closed", 0),
    ("x)", "read-not-opened", 1),
    ("x +", "read-ends-early", 3), ("2 3", "read-two-numbers", 2), ("0,5", "read-decimal-comma", 1),
    ("softmax(p_i q_i)", "read-vectors-side-by-side", 15), ("∫ x dx", "read-no-integral", 0),
    ("lim x", "read-no-limit", 0), ("x ± 1", "read-no-plus-minus", 2), ("x + ∞", "read-no-infinity", 4),
    ("x > 3", "read-no-inequality", 2), ("{1, 2}", "read-no-set", 2), ("x ∈ N", "read-no-set", 2),
    ("∏_i p_i", "read-no-product", 0), ("x!", "read-no-factorial", 1), ("50%", "read-no-percent", 2),
    ("y = 2x", "read-no-equation", 2), ("(1, 2)", "read-no-vector-answer", 0),
    ("p", "read-whole-vector", 0),
    (r"\begin{pmatrix} 1 \end{pmatrix}", "read-no-matrix", 0),
    ("sin^{-1} x", "read-no-inverse-function", 0),
    ("x\u200b+1", "read-invisible", 1), ("x\u202e", "read-invisible", 1), ("x@1", "read-unknown-sign", 1),
    (r"\foo x", "read-unknown-command", 0), ("1e999999999", "read-number-too-long", 0),
    ("1" * 41, "read-number-too-long", 0), ("σ", "read-needs-argument", 0),
    ("max(x)", "read-argument-count", 0),
    ("sin(x, w)", "read-argument-count", 0), ("p_4", "read-index-out-of-range", 0),
    ("p_{1.5}", "read-index-out-of-range", 0),
    ("softmax(p)_4", "read-index-out-of-range", 0), ("v_{-1}", "read-index-out-of-range", 0),
    ("p_k + sum(p_k, k, 1, 3)", "read-unbound-index", 2),
    ("d^3/dx^3 d^2/dx^2 x", "read-derivative-order-limit", 0),
    ("x_i", "read-not-a-vector", 0),
    ("p_k", "read-unbound-index", 2), ("Σ p_k q_j + Σ x", "read-sum-needs-index", 12),
    ("Σ_k k", "read-sum-which-range", 0),
    ("dE", "read-differential-alone", 0), ("d/dx", "read-derivative-of-nothing", 0),
    ("d^5E/dw^5", "read-derivative-order-limit", 2), ("d^2E/dw", "read-derivative-orders-differ", 0),
    ("∂²E/∂w^3", "read-derivative-orders-differ", 0),
    ("x'", "read-prime-of-name", 1), ("(x w)'", "read-prime-needs-variable", 5),
    ("p q", "read-vectors-side-by-side", 2), ("p·v", "read-lengths-differ", 2),
    ("tanh(p x)_i + mse(p, v)", "read-lengths-differ", 22),
    ("{1; 0}", "read-cases-need-condition", 0), ("x はすごい", "read-words-in-formula", 2),
    ("__import__('os')", "read-unexpected", 0), ("Σ_{i=1}^{5000} i", "read-too-many-terms", 0),
    ("(" * 100 + "x" + ")" * 100, "read-too-deep", 80), ("x/" * 90 + "x", "read-too-deep", 0),
    ("x+" * 500 + "x", "read-too-long", 0),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "note", "position"), REFUSED)
def test_what_cannot_be_read_is_refused_by_name_at_its_place(
    typed: str, note: str, position: int, context: Context
) -> None:
    with pytest.raises(Unreadable) as caught:
        read(typed, context)
    assert (caught.value.note, caught.value.position) == (note, position)


def test_the_caret_points_into_the_text_as_it_was_typed(context: Context) -> None:
    typed = "１＋ｘ² ＋ ｆｏｏ"
    with pytest.raises(Unreadable) as caught:
        read(typed, context)
    assert caught.value.position == typed.index("ｆ")


def test_a_misspelled_function_is_answered_with_the_nearest_one(context: Context) -> None:
    with pytest.raises(Unreadable) as caught:
        read("sofmax(p)_1", context)
    assert caught.value.values == {"name": "sofmax", "suggestion": "softmax"}


REMARKS = [
    ("1/2x", "read-left-to-right"), ("d/dx 2x", "read-derivative-stops"), ("e^-2x", "read-exponent-stops"),
    ("Σ_k p_k (x+1)", "read-sum-takes-product"), ("sin 2x", "read-bare-argument"),
    ("Σ p_i", "read-sum-index-guessed"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "note"), REMARKS)
def test_an_ambiguous_spelling_leaves_a_remark(typed: str, note: str, context: Context) -> None:
    assert [remark.id for remark in reading(typed, context).remarks] == [note]


@pytest.mark.parametrize("typed", ["2x", "x(1-x)", r"\frac{1}{2} x", "Σ_k p_k q_k", "d/dx (x^2)", "e^(-2x)"])
def test_a_clear_spelling_leaves_none(typed: str, context: Context) -> None:
    assert reading(typed, context).remarks == ()


def test_declared_names_win_over_functions_and_constants() -> None:
    declared = make_context({"e": "real", "H": "real", "x": "real", "sigma": "positive"})
    assert read("e", declared) == Sym("e")
    assert plain(read("H x", declared)) == "H*x"
    assert plain(read("σ x", declared)) == "sigma*x"


def test_x1_and_x_1_stay_apart_where_both_are_declared() -> None:
    both = make_context({"x1": "real", "x_1": "real"})
    assert [read("x1", both), read("x_1", both)] == [Sym("x1"), Sym("x_1")]


def test_x_1_is_found_where_x1_is_declared_and_y_hat_where_yhat_is() -> None:
    context = make_context({"w1": "real", "w2": "real", "yhat": "real"}, definitions=[("E", "w1^2 w2")])
    assert read("w_1 + w₂ + w_{1}", context) == read("w1 + w2 + w1", context)
    assert read(r"\frac{\partial E}{\partial w_2}", context) == read("∂E/∂w2", context)
    assert read("y_hat", context) == Sym("yhat")


LAYERS = make_context(
    {"w": "real", "w^(1)": "real", "w_12^(2)": "real", "b1": "real", "x": "real", "v": "real"},
    {"h^(1)": 2},
    definitions=[("z^(1)", "w^(1) x + b1"), ("y^{(2)}", "tanh(z^{(1)})")],
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("w^{(1)}x", "w^(1)*x"), ("xw⁽¹⁾", "x*w^(1)"), ("w^[1]", "w^(1)"), ("w^{[1]}", "w^(1)"),
        ("(w^{(1)})^2", "w^(1)^2"), ("w_{12}^{(2)}", "w_12^(2)"), ("w^{(2)}_{12}", "w_12^(2)"),
        (r"\frac{\partial y^{(2)}}{\partial z^{(1)}}", "∂y^(2)/∂z^(1)"), ("h^(1)_2", "h_2^{(1)}"),
        ("b^{(1)}", "b1"), ("w^{1}", "w^1"), ("w^(2)", "w^2"), ("v^(1)", "v^1"), ("w^(x)", "w^x"),
    ],
)  # fmt: skip
def test_a_superscript_in_brackets_is_a_layer_where_one_is_declared_and_else_a_power(
    typed: str, meant: str
) -> None:
    assert read(typed, LAYERS) == read(meant, LAYERS)
    assert read("w^(1)", LAYERS) == Sym("w^(1)")
    assert read("w^1", LAYERS) != Sym("w^(1)")


def test_a_layer_prints_as_it_is_written_and_its_power_outside_of_brackets() -> None:
    assert latex(read("w^(1)^2 w_12^(2)", LAYERS), LAYERS) == r"\left(w^{(1)}\right)^{2} w_{12}^{(2)}"
    assert read(plain(read("w^(1)^2 h_2^(1)", LAYERS)), LAYERS) == read("w^(1)^2 h_2^(1)", LAYERS)


def test_a_power_cannot_be_declared_as_a_name() -> None:
    with pytest.raises(Unreadable, match="read-bad-name"):
        make_context({"w^1": "real"})


def test_a_symbol_called_d_does_not_stand_in_the_way_of_derivatives() -> None:
    line = make_context(
        {"a": "real", "b": "real", "c": "real", "d": "real", "x": "real"}, definitions=[("E", "a x")]
    )
    assert plain(read("(ca)x + (cb+d)", line)) == "(c*a)*x + (c*b + d)"
    assert plain(read("dE/dx + d", line)) == "dE/dx + d"
    assert plain(read("d/dx (a x)", line)) == "d/dx (a*x)"
    assert plain(read("d²E/dx² + d^2/dx^2 (a x)", line)) == "d^2 E/dx^2 + d^2/dx^2 (a*x)"
    assert plain(read("d/b + d^2/b", line)) == "d/b + d^2/b"


def test_a_gradient_called_dw_is_the_name_that_was_declared() -> None:
    step = make_context({"w": "real", "dw": "real", "lr": "real"})
    assert plain(read("w - lr dw", step)) == "w - lr*dw"


def test_numbers_are_exact(context: Context) -> None:
    assert evaluate(read("0.1 + 0.2", context), {}, context) == Fraction(3, 10)
