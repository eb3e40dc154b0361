"""The one way in which reading fails, and the remarks that reading leaves behind."""

from __future__ import annotations

from ..errors import ResponseError


class Unreadable(ResponseError):
    """A text that is not a formula of this language.

    `note` names a sentence in templates/notes/reading.*.yaml, `values` fill it, `source` is the text as it was
    typed and `position` counts its characters from 0, for the caret.
    """
