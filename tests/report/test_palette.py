"""Colours of the style sheet against WCAG 2.1: text 4.5:1, curves and marks 3:1, in both schemes."""

from __future__ import annotations

import re

import pytest

from .pages import TEMPLATES

STYLE = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("plot.css", "style.css"))
LIGHT, DARK = re.findall(r":root \{([^}]*)\}", STYLE)[:2]
SCHEMES = {
    name: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
    for name, block in {"light": LIGHT, "dark": DARK}.items()
}
TEXT = ("ink", "soft", "good", "bad", "part", "link")
GROUNDS = ("paper", "tint", "bad-tint")
SHAPES = ("reference", "yours", "good", "bad", "part", "edge")


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_both_schemes_define_the_same_colours() -> None:
    assert SCHEMES["light"].keys() == SCHEMES["dark"].keys()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT)
def test_text_can_be_read_on_every_ground(scheme: str, ground: str, text: str) -> None:
    assert contrast(SCHEMES[scheme][text], SCHEMES[scheme][ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("shape", SHAPES)
def test_curves_and_lines_can_be_seen(scheme: str, shape: str) -> None:
    assert contrast(SCHEMES[scheme][shape], SCHEMES[scheme]["paper"]) >= 3


def test_every_colour_that_is_used_is_defined() -> None:
    assert set(re.findall(r"var\(--([a-z-]+)\)", STYLE)) <= SCHEMES["light"].keys()


def test_colours_are_named_only_in_the_palette_and_for_paper() -> None:
    screen = STYLE[STYLE.index("*, ::before") : STYLE.index("@media print")]
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", screen)
