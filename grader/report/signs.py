"""The signs and figures that every renderer shares."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..model import Response, Status

SIGNS: Mapping[str, str] = MappingProxyType(
    {Status.CORRECT: "✓", Status.PARTIAL: "◐", Status.BLANK: "○", Status.SKIPPED: "…", Status.INTERNAL: "△"}
)
"""By status; every other one is `✗`. Colour never stands alone."""

LINE_SIGNS: Mapping[str, str] = MappingProxyType(
    {"start": " ", "wrong": "✗", "unreadable": "✗", "undecided": "?", "repeats": "↻"}
)
"""By the status of a derivation's line; every other one is `✓`."""


GRADIENT = ("name", "shape", "place", "yours", "numeric", "error", "ratio")
"""Columns of a gradient check; their headings are the words `gradient-<column>`."""


def sign(status: str) -> str:
    return SIGNS.get(status, "✗")


def line_sign(status: str) -> str:
    return LINE_SIGNS.get(status, "✓")


def amount(points: float) -> str:
    """At most two decimals, as a person writes them: 2, 0.5, 0.33."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """A whole number of percent."""
    return f"{100 * share:.0f} %"


def signed(value: float) -> str:
    """Two digits and always a sign, a real minus."""
    return f"{value:+.2f}".replace("-", "−")


def short(value: float) -> str:
    """Three figures, with a real minus."""
    return f"{value:.3g}".replace("-", "−")


def response_text(response: Response | None, limit: int = 200) -> str:
    """What was handed in, in one piece of text of at most `limit` characters."""
    match response:
        case None:
            text = ""
        case str():
            text = response
        case tuple():
            text = ", ".join(response_text(part, limit) for part in response)
        case _:
            text = ", ".join(f"{key}: {response_text(part, limit)}" for key, part in response.items())
    return text if len(text) <= limit else text[: limit - 1] + "…"
