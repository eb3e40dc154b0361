"""Reading a zip in memory: nothing is ever extracted, and every member is read under a limit."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from typing import Final

from ..errors import ResponseError
from .basket import Basket, is_read
from .limits import MAX_ENTRIES, MAX_RATIO, RATIO_FREE_BYTES
from .naming import left_by_tools, relative_name, shown, suffix

_BROKEN: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError)
_BROKEN_OR_STRANGE: Final = (*_BROKEN, NotImplementedError, RuntimeError, ValueError, OverflowError)
# zipfile reads bz2 and lzma members without a limit, so a few bytes could fill the memory.
_BOUNDED_PACKING: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY_SIGNATURE: Final = b"PK\x01\x02"
_UTF8_NAME: Final = 0x800  # general purpose flag, bit 11
_ENCRYPTED: Final = 0x1


def read_archive(data: bytes, name: str) -> Basket:
    """The readable members of the zip `data`. Raises ResponseError when it is unreadable or too much."""
    # Counted in the bytes, before zipfile makes an object of each: what the header says could be a lie.
    if data.count(_ENTRY_SIGNATURE) > MAX_ENTRIES:
        raise ResponseError("hand-in-too-many-entries", {"limit": str(MAX_ENTRIES)})
    basket = Basket()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                basket.look()
                _consider(archive, member, basket)
    except _BROKEN_OR_STRANGE as error:
        raise ResponseError("hand-in-unreadable-zip", {"file": shown(name)}) from error
    return basket


def _consider(archive: zipfile.ZipFile, member: zipfile.ZipInfo, basket: Basket) -> None:
    raw = _name(member)
    try:
        name = relative_name(raw)
    except ResponseError as problem:
        basket.refuse(shown(raw), problem.note)
        return
    if not name or raw.endswith(("/", "\\")) or any(map(left_by_tools, name.split("/"))):
        return
    if suffix(name) == ".zip":
        basket.refuse(name, "hand-in-nested-zip")
    elif is_read(name):
        _take(archive, member, name, basket)
    else:
        basket.pass_over(name)


def _take(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, basket: Basket) -> None:
    refusal = _refusal(member)
    if refusal:
        basket.refuse(name, refusal)
        return
    if not basket.reserve(name, member.file_size):
        return
    try:
        with archive.open(member) as file:
            basket.put(name, file.read(member.file_size))  # zipfile gives no more than it announced
    except _BROKEN_OR_STRANGE:
        basket.refuse(name, "hand-in-damaged")


def _refusal(member: zipfile.ZipInfo) -> str | None:
    """Why a member is not even opened."""
    mode = member.external_attr >> 16  # where the zip was made on Unix; 0 elsewhere
    if stat.S_ISLNK(mode):
        return "hand-in-link"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "hand-in-not-a-file"
    if member.flag_bits & _ENCRYPTED:
        return "hand-in-encrypted"
    if member.compress_type not in _BOUNDED_PACKING:
        return "hand-in-packing"
    if member.file_size > max(RATIO_FREE_BYTES, MAX_RATIO * member.compress_size):
        return "hand-in-bomb"
    return None


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name. Without the UTF-8 flag zipfile takes it for cp437; Windows in Japan writes cp932."""
    if member.flag_bits & _UTF8_NAME:
        return member.orig_filename
    raw = member.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.orig_filename
