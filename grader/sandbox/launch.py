"""How a worker process is started: by path, in an empty environment, with a way to NumPy and nothing else."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_WINDOWS_NEEDS = (
    "SYSTEMROOT",
    "PATH",
)  # without them the interpreter finds neither random bytes nor its libraries


def worker_command(mode: str, *arguments: str, walls: str | None = None) -> list[str]:
    """The command line of `zygote.py` in one of its modes."""
    script = Path(__file__).with_name("zygote.py")
    tail = [] if walls is None else [walls]
    return [
        sys.executable,
        "-S",
        "-s",
        "-P",
        "-X",
        "utf8",
        str(script),
        mode,
        *arguments,
        _numpy_folder(),
        *tail,
    ]


def worker_environment() -> dict[str, str]:
    """Nothing of the user's. One thread, since the walls forbid more; a fixed hash seed, so runs repeat."""
    needed = {
        name: os.environ[name] for name in _WINDOWS_NEEDS if sys.platform == "win32" and name in os.environ
    }
    return {"PYTHONHASHSEED": "0", **_ONE_THREAD, **needed}


def _numpy_folder() -> str:
    """The folder that holds NumPy, found without loading it here."""
    spec = find_spec("numpy")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("NumPy is not installed")
    return str(Path(spec.origin).parent.parent)
