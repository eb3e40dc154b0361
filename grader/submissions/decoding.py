"""Bytes of a student's file to text, whatever editor wrote them, with a remark where that was not UTF-8."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from ..model import Message
from .naming import shown

_MARKS: Final = (  # the longer mark first: UTF-32 begins like UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COOKIE: Final = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+")  # PEP 263


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with `\\n` line ends. Bytes that no known encoding explains became U+FFFD."""

    text: str
    remarks: tuple[Message, ...] = ()


def decode(data: bytes, file: str) -> Decoded:
    """The text of `data`: by its byte order mark, else UTF-8, else cp932. Never fails."""
    text, note, encoding = _decoded(data)
    values = {"file": shown(file), "encoding": encoding}
    remarks = (Message(note, values),) if note else ()
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), remarks)


def python_source(data: bytes, file: str) -> tuple[bytes, tuple[Message, ...]]:
    """A Python file as Python can read it: re-encoded if it is neither UTF-8 nor says its encoding."""
    if _python_reads(data):
        return data, ()
    decoded = decode(data, file)
    return decoded.text.encode("utf-8", "replace"), decoded.remarks


def _decoded(data: bytes) -> tuple[str, str | None, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return text, "hand-in-byte-order-mark", encoding.upper()
    for encoding, note in (("utf-8", None), ("cp932", "hand-in-encoding")):
        try:
            return data.decode(encoding), note, encoding
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace"), "hand-in-broken-bytes", "utf-8"


def _python_reads(data: bytes) -> bool:
    if any(data.startswith(mark) for mark, _ in _MARKS[1:]):
        return False
    if any(_COOKIE.match(line) for line in data.split(b"\n", 2)[:2]):
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
