"""A submission that attacks the grader and whoever reads its report."""

from __future__ import annotations

from grader.model import CheckResult, Comparison, Isolation, Message, Report, Shown, SourceLine, Status

from .build import item, own, passed, report

EVIL = "<script>alert('x')</script>"
ESCAPE = "\x1b]0;owned\x07\x1b[31mred"
BIDI = "access\u202eskrow"


def hostile() -> Report:
    """An endless loop, a process that ended itself, and markup and control characters wherever text goes."""
    loop = CheckResult(
        "values",
        own("Values", "値"),
        Status.TIMEOUT,
        0.0,
        note="code/timeout",
        message=Message("report/line-of", {"file": EVIL + ESCAPE, "line": BIDI}),
        evidence=(SourceLine("evil.py", 2, f"    while True: pass  # {EVIL}{BIDI}{ESCAPE}"),),
    )
    left = CheckResult(
        "exit",
        own("Values", "値"),
        Status.ERROR,
        0.0,
        note="code/exit",
        message=own(
            "Your code ended its own process with `os._exit(0)`.",
            "コードが `os._exit(0)` で自分のプロセスを終了しました。",
        ),
        evidence=(Comparison(Shown("x = 1"), yours=Shown(f"{EVIL}{ESCAPE}")),),
    )
    broken = CheckResult(
        "ours", own("Values", "値"), Status.INTERNAL, 0.0, message=Message("no/such-note", {"id": "1f"})
    )
    return report(
        item("loop", "code", {"en": "ReLU", "ja": "ReLU"}, Status.TIMEOUT, 0.0, loop, response="evil.py"),
        item(
            "exit",
            "code",
            {"en": "Its derivative", "ja": "その微分"},
            Status.ERROR,
            0.0,
            left,
            response="evil.py",
        ),
        item(
            "ours",
            "numeric",
            {"en": "By hand", "ja": "手で計算"},
            Status.INTERNAL,
            0.0,
            broken,
            worth=0.0,
            response=EVIL + "\ud800\x00",
        ),
        item(
            "safe",
            "choice",
            {"en": "What the sigmoid does", "ja": "シグモイド関数のはたらき"},
            Status.CORRECT,
            1.0,
            passed("c", own("Choice", "選択")),
        ),
        sources={"evil.py": f"def relu(x):\n    while True: pass  # {EVIL}{BIDI}{ESCAPE}\n"},
        student=EVIL,
        submission=f"../{EVIL}",
        isolation=Isolation.PROCESS,
        command=f"chainrule check '{EVIL}'",
        remarks=(Message("report/line-of", {"file": EVIL, "line": "1"}),),
    )
