"""Is every text there, in every language, saying the same with the same quantities?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from ..course import Course
from ..errors import Problem
from ..lesson import Lesson, Words, every_text
from ..lesson.origin import Where
from ..loading import origin_of
from ..placeholders import problems as prose_problems

_PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_DISPLAY = re.compile(r"\$\$.+?\$\$", re.DOTALL)


def texts(course: Course, lesson: Lesson) -> Iterator[Problem]:
    """Problems of a lesson's texts: languages, placeholders, formulas, missing hints."""
    origin = origin_of(lesson)
    for path, text, names in _all_texts(lesson):
        for message, help_ in _languages(text, course.languages):
            yield origin.problem(path, message, help_)
        for message in _parallel(text):
            yield origin.problem(path, message, "both languages say the same with the same quantities")
        for lang, sentence in text.items():
            for offset in _crowded(sentence):
                cure = "leave an empty line before and after `$$…$$`"
                yield origin.problem(
                    (*path, lang) if lang else path,
                    "a displayed formula inside a paragraph",
                    cure,
                    offset=offset,
                )
            where = (*path, lang) if lang else path
            for fault in prose_problems(sentence, names, course.functions_of(lesson.id)):
                yield origin.problem(where, fault.message, fault.help, offset=fault.offset)
    for k, item in enumerate(lesson.items):
        if not item.hints:
            yield origin.problem(
                ("items", k), f"{item.kind} {item.id!r} has no hint", "add hints: [{en: …, ja: …}]"
            )


def _languages(text: Mapping[str, str], wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if "" in text:
        if len(wanted) > 1:
            yield (
                f"this text is in one language; the course is in {', '.join(wanted)}",
                "write {en: …, ja: …}",
            )
        return
    for lang in wanted:
        if lang not in text:
            yield f"the text in {lang!r} is missing", f"the course is in {', '.join(wanted)}"
    for lang in text:
        if lang not in wanted:
            yield f"the course has no language {lang!r}", f"its languages: {', '.join(wanted)}"


def _parallel(text: Mapping[str, str]) -> Iterator[str]:
    """Placeholders and display formulas that one language has and another lacks."""
    for what, pattern in (("placeholder", _PLACEHOLDER), ("formula", _DISPLAY)):
        counts = {lang: Counter(_squeezed(m) for m in pattern.findall(s)) for lang, s in text.items()}
        for lang, other in zip(counts, list(counts)[1:], strict=False):
            for extra in (counts[lang] - counts[other]) + (counts[other] - counts[lang]):
                yield f"the {what} {extra} is not the same number of times in {lang!r} and {other!r}"


def _crowded(sentence: str) -> Iterator[int]:
    """Where a displayed formula has no paragraph of its own: some readers would print its dollars."""
    for found in _DISPLAY.finditer(sentence):
        before, after = sentence[: found.start()], sentence[found.end() :]
        if not re.search(r"(\A|\n[ \t]*\n)[ \t]*\Z", before) or not re.match(
            r"[ \t]*(\Z|\n[ \t]*(\n|\Z))", after
        ):
            yield found.start()


def _squeezed(text: str) -> str:
    """Without what a language's punctuation adds: line breaks, and a full stop inside a display."""
    return re.sub(r"[.,]\s*\$\$$", "$$", " ".join(text.split()))


def _all_texts(lesson: Lesson) -> Iterator[tuple[Where, Words, tuple[str, ...]]]:
    """Every text of a lesson: its place in the file, the text, the quantities it may mention."""
    shared = (*lesson.draw, *lesson.let)
    of_item = {k: (*shared, *item.draw, *item.let) for k, item in enumerate(lesson.items)}
    for where, text in every_text(lesson):
        inside = where[0] == "items" and isinstance(where[1], int)
        yield where, text, of_item[int(where[1])] if inside else shared
