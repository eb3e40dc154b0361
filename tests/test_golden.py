"""Three hand-ins that somebody graded by eye, byte for byte: report.json and report.html in each folder.

`make goldens` rewrites them; a golden file nobody looked at proves nothing.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from grader.course import Course
from grader.hand_in import Issue, grade_path
from grader.model import Isolation
from grader.report.machine import to_json
from grader.report.page import Pages
from grader.report.phrases import Phrases
from grader.sandbox import open_sandbox

from .conftest import GOLDEN, Golden

LANGUAGE = {"good": "en", "typical": "en", "hostile": "ja"}


@pytest.mark.parametrize("case", sorted(LANGUAGE))
def test_a_known_hand_in_gets_the_known_report(
    case: str, course: Course, golden: Golden, tmp_path: Path
) -> None:
    folder = tmp_path / case
    shutil.copytree(GOLDEN / case, folder, ignore=shutil.ignore_patterns("report.*"))
    with open_sandbox("auto") as sandbox:
        # Golden on every machine: which walls there are is not what this test is about.
        report = replace(grade_path(Issue(course), folder, sandbox), isolation=Isolation.KERNEL)
    phrases = Phrases(course.content.templates, course.languages)
    golden.check(f"{case}/report.json", to_json(report, phrases) + "\n")
    golden.check(
        f"{case}/report.html", Pages(course.content.templates, phrases).feedback(report, LANGUAGE[case])
    )
