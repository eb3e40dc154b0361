"""The one way in which reading fails."""

from __future__ import annotations

from ..errors import ResponseError


class Unreadable(ResponseError):  # noqa: N818 - what it says about the text is its name
    """A text that is not a formula of this language.

    `note` names a sentence in templates/notes/reading.*.yaml, `values` fill it, `source` is the text as typed
    and `position` counts its characters from 0, for the caret.
    """
