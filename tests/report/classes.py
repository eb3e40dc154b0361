"""A class report and a list of what waits, with hostile names in them."""

from __future__ import annotations

from grader.model import Message, Text
from grader.report.class_page import (
    Alike,
    ClassReport,
    Example,
    Figure,
    Likeness,
    Need,
    NoteRow,
    Person,
    QuestionRow,
    WaitingRow,
)

HOSTILE = "<script>alert(1)</script>\u202e=cmd"
TITLE: Text = {"en": "ReLU on numbers", "ja": "数と ReLU"}


def class_report() -> ClassReport:
    ann, bad = Person("ann", "ann.html"), Person(HOSTILE, "x.html")
    told: Text = {"en": "You wrote `[a](https://example.org)`.", "ja": "`[a](https://example.org)` です。"}
    example = Example(HOSTILE, "x.html#item-relu", HOSTILE, told)
    return ClassReport(
        titles=(TITLE,),
        students=22,
        figures=(Figure("count", "22"), Figure("mean", "47 %"), Figure("quartiles", "28 % – 58 %")),
        bars=(1, 2, 3, 3, 2, 6, 1, 0, 1, 3),
        needs=(
            Need("bo", "bo.html", 0.9, (Message("report/need-internal", {"count": "1"}),)),
            Need("cy", "", None, (Message("report/need-missing-in", {"lesson": "relu"}),)),
            Need(HOSTILE, "x.html", 0.1, (Message("report/need-low", {"score": "10 %", "low": "50 %"}),)),
        ),
        questions=(
            QuestionRow("relu/by-hand", TITLE, 22, 0.52, 0.32, 0.5, 2, 4, 0, 0, 0),
            QuestionRow("relu/relu", TITLE, 3, None, None, None, 0, 0, 1, 2, 1),
        ),
        notes=(NoteRow("absolute-value", "relu/relu", TITLE, 5, 0.25, 4, example),),
        likeness=Likeness(
            code=(),
            answers=(
                Alike(bad, ann, Message("report/like-answers", {"items": "relu/by-hand", "chance": "0.1 %"})),
            ),
        ),
    )


def small_class_report() -> ClassReport:
    """Too few to say anything."""
    nothing = (0,) * 10
    return ClassReport((TITLE,), 1, (Figure("count", "1"),), nothing, (), (), (), Likeness())


def waiting() -> tuple[WaitingRow, ...]:
    line = f'"{HOSTILE}",relu/relu,,,'
    return (
        WaitingRow("undecided", HOSTILE, "x.html#item-relu", "relu/relu", HOSTILE, line),
        WaitingRow("internal", "bo", "bo.html#item-relu", "relu/relu", "internal", "bo,relu/relu,,,"),
        WaitingRow("like-code", "ann", "ann.html", "", "With bo.", ""),
    )
