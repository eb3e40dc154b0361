"""What flows through the pipeline: frozen data, no behaviour, standard library only.

Variant ─plan─▶ Call… ─run─▶ Observation… ─judge─▶ Verdict ─score─▶ ItemResult… ─▶ Report
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import TypeAlias

# --------------------------------------------------------------------------- words

Text: TypeAlias = Mapping[str, str]
"""One sentence in each language of the course: {"en": …, "ja": …}."""

Number: TypeAlias = Fraction | float
Param: TypeAlias = "Fraction | float | str | tuple[Param, ...]"
"""A drawn or derived quantity: exact where possible; a word (a convention); a vector or a matrix of them."""

Response: TypeAlias = "str | tuple[Response, ...] | Mapping[str, Response]"
"""What a student wrote for an item, as text. The item's kind reads it."""


class Status(StrEnum):
    CORRECT = "CORRECT"
    PARTIAL = "PARTIAL"
    WRONG = "WRONG"
    BLANK = "BLANK"  # nothing answered: no attempt used
    INVALID = "INVALID"  # unreadable: no attempt used
    ERROR = "ERROR"  # the student's code raised, or ended its process
    TIMEOUT = "TIMEOUT"
    MEMORY = "MEMORY"
    OUTPUT = "OUTPUT"  # printed more than the limit
    SKIPPED = "SKIPPED"  # waits for another check or item
    INTERNAL = "INTERNAL"  # our fault: score withheld, never counted against the student


class Isolation(StrEnum):
    """How strongly the child was walled in when student code ran."""

    KERNEL = "kernel"
    PROCESS = "process"
    NONE = "none"


class Show(IntEnum):
    """How much of a check a student is told; each level includes those below it."""

    VERDICT = 0
    DIAGNOSIS = 1
    INPUT = 2
    EXPECTED = 3


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for a person: by id from templates/notes.*.yaml, or in an author's own words.

    `values` fill the sentence's {placeholders}; they are plain text, formatted already, never markup.
    When `text` is given it is shown as it stands (its placeholders were filled in by the variant).
    """

    id: str
    values: Mapping[str, str] = field(default_factory=dict)
    text: Text | None = None


# ------------------------------------------------------------ values that cross the jail's wall


@dataclass(frozen=True, slots=True)
class ArrayData:
    """An array as data: NumPy dtype string (`<f8`, `<i8`, `|b1`, …), shape, C-order little-endian bytes.

    `scalar` marks a NumPy scalar (`np.float64(1.0)`) as opposed to a 0-d array.
    """

    dtype: str
    shape: tuple[int, ...]
    data: bytes
    scalar: bool = False


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something a student returned that is not data (a function, a generator, an object array)."""

    type: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class FunctionSource:
    """A small function of the author's that the child makes and passes on, for `numerical_gradient(f, x)`.

    `source` is a lambda expression over `np`. It is shown to nobody and must contain no answer.
    """

    source: str


Value: TypeAlias = (
    "bool | int | float | complex | str | ArrayData | Opaque | FunctionSource"
    " | list[Value] | tuple[Value, ...] | dict[str, Value] | None"
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a student's function: the first of `names` that `file` defines, with positional `args`.

    `watch` asks for the arguments as they are after the call (to notice mutation).
    """

    file: str
    names: tuple[str, ...]
    args: tuple[Value, ...] = ()
    watch: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    value: Value
    args_after: tuple[Value, ...] | None = None  # only when watched; the child's word, never scored
    stdout: str = ""
    warnings: tuple[str, ...] = ()
    name: str = ""  # which of the call's names was found


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception of the student's. `line` and `file` are the innermost frame in their own sources.

    `because`: how the earlier statement failed that should have bound the name it missed.
    """

    type: str
    message: str
    file: str | None = None
    line: int | None = None
    stdout: str = ""
    name: str = ""
    because: Raised | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """No function of the wanted name; `because` is what went wrong while its definition was executed.

    `defined` lists the functions that the file does define, for "did you mean".
    """

    names: tuple[str, ...]
    because: Raised | None = None
    defined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stopped:
    """The child died or was killed during this call: TIMEOUT, MEMORY, OUTPUT, or ERROR with a reason.

    `reason`: "exit" (ended its own process), "signal" (`detail` names it), "forbidden" (a refused system
    call), "cpu", "wall", "memory", "output", "malformed" (its result could not be decoded).
    """

    status: Status
    reason: str
    detail: str = ""


Observation: TypeAlias = Returned | Raised | Absent | Stopped


@dataclass(frozen=True, slots=True)
class Limits:
    """Per submission child. CPU decides; wall time is a multiple of it so a busy machine is not a verdict."""

    cpu_seconds: float = 2.0  # for one call
    wall_factor: float = 5.0
    memory_bytes: int = 512 * 2**20  # above what the worker itself needs
    stdout_bytes: int = 64 * 2**10
    result_bytes: int = 16 * 2**20
    source_bytes: int = 256 * 2**10


@dataclass(frozen=True, slots=True)
class Job:
    """A submission's Python sources (path → bytes) and the calls to make, in item order."""

    files: Mapping[str, bytes]
    calls: tuple[Call, ...]
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Run:
    """One observation for each call, in order, and what the parent measured itself."""

    observations: tuple[Observation, ...]
    isolation: Isolation
    cpu_seconds: float = 0.0
    children: int = 0


# --------------------------------------------------------------------------- what a student handed in


@dataclass(frozen=True, slots=True)
class Submission:
    """Responses by item id and Python files by path, as read from a folder, zip, notebook or single files.

    `invalid` holds the items whose response could not even be taken out of the hand-in, `remarks` what was
    read with tolerance (tabs, a BOM, cp932). `digest` is a hash of the bytes handed in.
    """

    name: str
    student: str | None
    lesson: str | None
    responses: Mapping[str, Response]
    files: Mapping[str, bytes]
    invalid: Mapping[str, Message] = field(default_factory=dict)
    remarks: tuple[Message, ...] = ()
    digest: str = ""


# --------------------------------------------------------------------------- evidence: what a check can show


@dataclass(frozen=True, slots=True)
class Shown:
    """A quantity to look at: plain text always; LaTeX and table cells where it has them.

    `marked` holds (row, column) of cells that are wrong.
    """

    text: str
    latex: str | None = None
    cells: tuple[tuple[str, ...], ...] = ()
    marked: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Comparison:
    """input | expected | yours | difference. A None is not known, or not told at this level."""

    input: Shown | None = None
    expected: Shown | None = None
    yours: Shown | None = None
    difference: str | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of one curve; a None breaks the line (undefined, or a jump). `role`: reference, yours, plain."""

    label: str
    xs: tuple[float, ...]
    ys: tuple[float | None, ...]
    role: str = "plain"


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot as data. `gap` is the x where yours and the reference differ most; captions say it in words."""

    title: Text
    description: Text
    curves: tuple[Curve, ...]
    x: tuple[float, float]
    y: tuple[float, float]
    gap: tuple[float, float] | None = None  # (x, absolute difference)


@dataclass(frozen=True, slots=True)
class DerivationLine:
    """One line of a derivation. `status`: start follows wrong continues undecided unreadable repeats."""

    number: int
    raw: str
    status: str
    read_as: str | None = None  # LaTeX
    message: Message | None = None
    note: str | None = None
    by: str | None = None
    witness: tuple[tuple[str, str], ...] = ()  # ("x", "1"), ("before", "0.1966"), ("after", "-0.1966")


@dataclass(frozen=True, slots=True)
class Derivation:
    lines: tuple[DerivationLine, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A place in the student's own file."""

    file: str
    line: int
    code: str


Evidence: TypeAlias = Comparison | Picture | Derivation | SourceLine


# --------------------------------------------------------------------------- verdicts


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of an item. `name` is stable over variants; `title` is the line the student reads.

    `note` is a diagnosis tag without a variant's numbers. `weight` is its share among the item's checks.
    """

    name: str
    title: Message
    status: Status
    score: float
    weight: float = 1.0
    message: Message | None = None
    note: str | None = None
    evidence: tuple[Evidence, ...] = ()
    hidden: bool = False
    remarks: tuple[Message, ...] = ()  # never cost points


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a kind says about one response: its checks, in reading order; optionally a score of its own.

    Without `score` the item's score is the weighted mean of its checks.
    """

    checks: tuple[CheckResult, ...]
    score: float | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class ItemResult:
    item: str
    kind: str
    title: Text
    status: Status
    score: float
    points: float
    max_points: float
    notes: tuple[str, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    hints: tuple[Text, ...] = ()
    response: Response | None = None
    waits_for: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The one result that every renderer shows. Equal submission and variant give equal reports."""

    submission: str
    student: str
    lesson: str
    title: Text
    score: float
    points: float
    max_points: float
    isolation: Isolation
    results: tuple[ItemResult, ...]
    remarks: tuple[Message, ...] = ()
    variant: str = ""  # opaque id, never a seed
    command: str = ""  # how to reproduce it
    sources: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
