"""The sentences people read: `templates/notes/<area>.<lang>.yaml`, merged, spoken by id."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..errors import ContentError, Problem
from ..model import Message, Text

FALLBACK = "en"
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class Phrases:
    """All sentences of a course in each of its languages, with English where a language lacks one.

    `area` limits them to one file of each language, for commands that must be quick and say little.
    Raises ContentError when a file is not a flat mapping of text, or two files claim one id.
    """

    def __init__(self, templates: Path, languages: Sequence[str], area: str = "*") -> None:
        self.languages = tuple(languages)
        self.sentences: Mapping[str, Mapping[str, str]] = {
            lang: _merge(sorted((templates / "notes").glob(f"{area}.{lang}.yaml")))
            for lang in dict.fromkeys((*self.languages, FALLBACK))
        }

    def say(self, message: Message, lang: str) -> str:
        """The message as one line of plain text. An unknown id is said as it is, so that it gets noticed."""
        if message.text is not None:
            return pick(message.text, lang)
        return fill(self.wording(message.id, lang), message.values)

    def say_all(self, message: Message) -> dict[str, str]:
        """The message in every language of the course."""
        return {lang: self.say(message, lang) for lang in self.languages}

    def wording(self, note: str, lang: str) -> str:
        """The sentence of an id with its {placeholders} open; the id itself when nobody wrote one."""
        own = self.sentences.get(lang, {}).get(note)
        return own if own is not None else self.sentences[FALLBACK].get(note, note)


def fill(wording: str, values: Mapping[str, str], make: Callable[[str], str] = str) -> str:
    """Put `make(value)` in place of each known {placeholder}; unknown ones (and LaTeX's braces) stay."""
    return PLACEHOLDER.sub(lambda m: make(values[m[1]]) if m[1] in values else m[0], wording)


def pick(text: Text, lang: str) -> str:
    """The text in this language, or the one language it has."""
    if lang in text:
        return text[lang]
    return text.get("") or next(iter(text.values()), "")


def _merge(paths: Sequence[Path]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for path in paths:
        area = _read(path)
        twice = sorted(merged.keys() & area.keys())
        if twice:
            raise ContentError(
                [Problem(str(path), 0, 0, f"sentences of other files again: {', '.join(twice)}")]
            )
        merged |= area
    return merged


def _read(path: Path) -> dict[str, str]:
    import yaml  # only who speaks needs it

    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise ContentError([Problem(str(path), line, column, error.problem or "not YAML")]) from error
    if not isinstance(loaded, dict) or not all(isinstance(v, str) for v in loaded.values()):
        raise ContentError([Problem(str(path), 0, 0, "expected `note-id: sentence` on each line")])
    return {str(key): sentence for key, sentence in loaded.items()}
