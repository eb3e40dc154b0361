"""Dates as people say them, in the language of the page, always with their zone."""

from __future__ import annotations

from ..model import Message
from ..moments import Moment
from .phrases import Phrases


def in_words(moment: Moment, phrases: Phrases, lang: str) -> str:
    """`Friday 30 October 2026, 23:59 (Asia/Tokyo, UTC+09:00)`."""
    local = moment.local
    values = {
        "weekday": phrases.say(Message(f"sets/weekday-{local.isoweekday()}"), lang),
        "day": str(local.day),
        "month": phrases.say(Message(f"sets/month-{local.month}"), lang),
        "year": str(local.year),
        "time": f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}",
        "zone": _zone(moment),
    }
    return phrases.say(Message("sets/when", values), lang)


def _zone(moment: Moment) -> str:
    """The zone's name with its offset then, which is what somebody elsewhere needs."""
    offset = f"UTC{moment.local.isoformat()[-6:]}"
    if moment.zone == "UTC":
        return "UTC"
    return f"{moment.zone}, {offset}" if moment.zone[0].isalpha() else offset
