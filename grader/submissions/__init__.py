"""Reading hand-ins: whatever a student sends, a Submission comes out.

    path ─read_hand_in─▶ HandIn (bytes by name) ─interpret─▶ Submission

`reading` opens the folder, zip or file (`folder` and `archive` fill a `basket` under the `limits`); the rest
is pure: `answers` (with `blocks`, `values`) and `notebook` (with `magics`) each read one sheet, `settle`
brings the sheets together item by item. Python files pass through as bytes, neither imported nor parsed.
"""

from .basket import HandIn
from .interpret import Declared, declared, interpret
from .notebook import cell_of
from .reading import read_hand_in, read_submission

__all__ = ["Declared", "HandIn", "cell_of", "declared", "interpret", "read_hand_in", "read_submission"]
