"""The zip a student hands in: the files that are read from a lesson's folder, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from ..atomic import write_bytes
from ..errors import UsageError
from ..submissions import read_hand_in

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: equal answers make equal bytes."""


def pack(folder: Path, lesson: str, target: Path) -> Path:
    """Write `target` with the answers, Python files and notebooks of `folder`, under `<lesson>/`.

    Raises UsageError when there is nothing to hand in or `target` cannot be written.
    """
    hand_in = read_hand_in(folder)
    if hand_in.problem is not None or not hand_in.files:
        raise UsageError(
            f"{folder}: nothing here can be handed in; it would hold answers.yaml or Python files"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(hand_in.files.items()):
            info = zipfile.ZipInfo(f"{lesson}/{name}", _EPOCH)
            info.external_attr = 0o644 << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    write_bytes(target, buffer.getvalue())
    return target
