"""How much of a hand-in is read. Every reader stops here, so that no hand-in costs more than a known amount.

Honest work is far below: a course folder holds some 20 files, a notebook with pictures 1 to 5 MB.
"""

from __future__ import annotations

from typing import Final

KIB: Final = 1024  # bytes
MIB: Final = 1024 * KIB  # bytes

MAX_SOURCE_BYTES: Final = 256 * KIB  # one Python file, also the Python of one notebook
MAX_ANSWERS_BYTES: Final = 256 * KIB  # one answers.yaml
MAX_NOTEBOOK_BYTES: Final = 8 * MIB  # one notebook; as Python objects it may take twenty times that
MAX_TOTAL_BYTES: Final = 16 * MIB  # all files read, together
MAX_ARCHIVE_BYTES: Final = 32 * MIB  # a zip as it lies on the disk
MAX_FILES: Final = 500  # files read or refused
MAX_ENTRIES: Final = 10_000  # directory or archive entries looked at, read or not
MAX_DEPTH: Final = 16  # folders inside folders
MAX_RATIO: Final = 200  # unpacked bytes for one packed byte; source text stays below 30
RATIO_FREE_BYTES: Final = 64 * KIB  # files this small may have any ratio

MAX_BLOCKS: Final = 500  # keys in one answers.yaml
MAX_CELLS: Final = 5_000  # cells in one notebook
MAX_RESPONSE_CHARS: Final = 20_000  # characters of one response
MAX_RESPONSE_PARTS: Final = 1_000  # texts inside one response
MAX_RESPONSE_DEPTH: Final = 4  # lists inside lists
MAX_REMARKS: Final = 40  # remarks on one submission; the rest is counted in one more
MAX_SHOWN_CHARS: Final = 80  # of a name or a line that is quoted in a message
