"""How long the command line takes to say something, beside a bare interpreter and `import numpy`.

python benchmarks/startup.py
"""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import median

RUNS = 15
PROGRAMS = {
    "python -c pass": ["-c", "pass"],
    "python -c 'import numpy'": ["-c", "import numpy"],
    "chainrule --help": [
        "-c",
        "import sys; sys.argv=['chainrule','--help']; from grader.cli import main; main()",
    ],
    "chainrule --version": [
        "-c",
        "import sys; sys.argv=['chainrule','--version']; from grader.cli import main; main()",
    ],
    "chainrule check --help": [
        "-c",
        "import sys; sys.argv=['chainrule','check','--help']; from grader.cli import main; main()",
    ],
}


def cpu_seconds(arguments: list[str]) -> float:
    """User and system time of one run of the interpreter."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    medians = {
        name: median(cpu_seconds(arguments) for _ in range(RUNS)) for name, arguments in PROGRAMS.items()
    }
    bare = medians["python -c pass"]
    print(f"{'program':<28}{'CPU ms (median of ' + str(RUNS) + ')':>26}{'× bare':>10}")
    for name, seconds in medians.items():
        print(f"{name:<28}{seconds * 1000:>26.0f}{seconds / bare:>10.1f}")


if __name__ == "__main__":
    main()
