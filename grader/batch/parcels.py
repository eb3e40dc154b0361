"""Taking one student's hand-in out of an archive of many, in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from ..errors import ResponseError, UsageError
from ..submissions import HandIn, read_hand_in
from ..submissions.archive import read_archive
from ..submissions.limits import MAX_ARCHIVE_BYTES
from ..submissions.naming import shown_size
from ..submissions.sheet import message
from .identity import Entry


def open_parcel(entry: Entry) -> HandIn:
    """The files of one entry. Raises UsageError when its path cannot be opened."""
    if not entry.inside:
        return read_hand_in(entry.path)
    try:
        return read_archive(_repacked(entry), entry.inside).hand_in(entry.inside)
    except ResponseError as problem:
        return HandIn(entry.inside, problem=message(problem))


def _repacked(entry: Entry) -> bytes:
    """The student's part as a zip of its own, for the one reader of zips there is; or the zip they sent."""
    try:
        with zipfile.ZipFile(entry.path) as archive:
            members = [info for info in archive.infolist() if _is_below(info, entry.inside)]
            if sum(info.file_size for info in members) > MAX_ARCHIVE_BYTES:
                raise ResponseError("hand-in-too-large", {"limit": shown_size(MAX_ARCHIVE_BYTES)})
            if len(members) == 1 and members[0].filename.lower().endswith(".zip"):
                return archive.read(members[0])
            return _packed(archive, members)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{entry.path}: cannot be read as a zip ({error})") from None


def _is_below(info: zipfile.ZipInfo, top: str) -> bool:
    return not info.is_dir() and (info.filename == top or info.filename.startswith(f"{top}/"))


def _packed(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for info in members:
            out.writestr(zipfile.ZipInfo(info.filename), archive.read(info))
    return packed.getvalue()
