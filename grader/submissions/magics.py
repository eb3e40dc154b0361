"""IPython's own lines in a code cell, commented out so that the rest is Python with the same line numbers."""

from __future__ import annotations

import re
from typing import Final

_CELL_MAGIC: Final = re.compile(r"\s*%%(\w+)")
_PYTHON_CELLS: Final = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "memit", "mprun"})
"""Cell magics whose further lines are Python of this notebook."""

_LINE_MAGIC: Final = re.compile(r"(?P<indent>\s*)(?P<target>[\w., ]+=\s*)?(?:%[A-Za-z]|!|\?|%%)")
_HELP: Final = re.compile(r"\s*[\w.]+\?{1,2}\s*$")
_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\n]*)|(?P<triple>'{3}|"{3})|(?P<quote>['"])|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<end>\\?\n)|\\.""",
    re.DOTALL | re.VERBOSE,
)


def without_magics(source: str) -> str:
    """`source` with magics, shell lines and help requests commented out; as many lines as before."""
    lines = source.split("\n")
    cell = _CELL_MAGIC.match(source)
    if cell and cell[1] not in _PYTHON_CELLS:
        return "\n".join("# " + line for line in lines)
    for index in _statement_starts(source):
        lines[index] = _quieted(lines[index])
    return "\n".join(lines)


def _quieted(line: str) -> str:
    """A magic becomes `pass`, so that a block made only of it stays a block; an assigned one becomes None."""
    magic = _LINE_MAGIC.match(line)
    if magic is None:
        return "# " + line if _HELP.match(line) else line
    instead = f"{magic['target']}None" if magic["target"] else "pass"
    return f"{magic['indent']}{instead}  # {line.strip()}"


def _statement_starts(source: str) -> list[int]:
    """The lines, from 0, that begin outside every bracket and string: elsewhere a `%` is Python's own."""
    starts, line, depth, at = [0], 0, 0, 0
    while token := _TOKEN.search(source, at):
        at = token.end()
        if token["quote"] or token["triple"]:
            after = _end_of_string(source, at, token[0])
            line += source.count("\n", at, after)
            at = after
        elif token["open"] or token["close"]:
            depth = max(0, depth + (1 if token["open"] else -1))
        elif token["end"]:
            line += 1
            if depth == 0 and token["end"] == "\n":
                starts.append(line)
    return starts


def _end_of_string(source: str, at: int, quote: str) -> int:
    """Where the string that opened before `at` ends; an unclosed short string ends with its line."""
    end = re.compile(rf"\\.|{quote}" + ("" if len(quote) == 3 else "|(?=\n)"), re.DOTALL)
    while found := end.search(source, at):
        at = found.end()
        if not found[0].startswith("\\"):
            return at
    return len(source)
