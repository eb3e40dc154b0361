"""Who is alike, as entries of what waits for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ..batch.waiting import Waiting
from ..model import Message
from ..report.class_page import Alike
from ..report.phrases import Phrases
from .likeness import Sources, likeness
from .tally import tally


def alike(sources: Sources, results: Sequence[Path], phrases: Phrases, lang: str) -> Iterator[Waiting]:
    """An entry a pair, with the one's page; none where nothing was issued to compare with."""
    if not sources.manifests:
        return
    for place, folder in enumerate(results):
        found = tally(folder, folder / "page")
        # What was handed in is the same for every folder, and is compared once.
        like = likeness(sources if place == 0 else replace(sources, hand_ins=()), found.wrong, found.href)
        for reason, pairs in (("like-code", like.code), ("like-answers", like.answers)):
            for pair in pairs or ():
                detail = phrases.say(_told(pair, phrases, lang), lang)
                page = found.student(pair.one.student).page
                yield Waiting(reason, pair.one.student, "", "", detail, Path(page) if page else None)


def _told(pair: Alike, phrases: Phrases, lang: str) -> Message:
    values = {"other": pair.other.student, "why": phrases.say(pair.why, lang)}
    return Message(f"{pair.why.id}-with", values)
