"""The grader's end of a child's pipe: a stream of bytes, cut into the frames that `wire.frame` made."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_U32 = struct.Struct(">I")


class Frames:
    """Cuts a stream of bytes into frames; refuses more than `limit` bytes in all."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._buffer = bytearray()

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The frames that `chunk` completes. Raises OverflowError beyond the limit."""
        self._left -= len(chunk)
        self._buffer += chunk
        if self._left < 0:
            raise OverflowError("more bytes than the limit")
        while len(self._buffer) >= 4:
            end = 4 + _U32.unpack_from(self._buffer)[0]
            if end - len(self._buffer) > self._left:
                raise OverflowError("a frame longer than the limit")
            if end > len(self._buffer):
                return
            payload = bytes(self._buffer[4:end])
            del self._buffer[:end]
            yield payload
