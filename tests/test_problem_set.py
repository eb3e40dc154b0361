"""A set file: items across lessons with values of their own, handed out and graded as it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from jsonschema import Draft202012Validator

from grader.assignments import load_manifest
from grader.checks import KINDS
from grader.cli.demo import ANSWERING, SECRET, hand_in
from grader.cli.schema import SCHEMAS
from grader.course import Course
from grader.errors import ContentError
from grader.hand_in import Issue, grade_path
from grader.issuing import Issuing
from grader.loading import load_yaml
from grader.moments import moment
from grader.problem_set import Part, read_set
from grader.roster import Enrolled
from grader.sandbox import Sandbox
from tests.cli.conftest import run as _run

Run = Callable[..., SimpleNamespace]
run = _run
SET = """\
id: ps1
title: {en: Problem set 1, ja: 課題 1}
items:
  - neuron/%s
  - {item: relu/grid-step, points: 7, tolerance: 0.5}
"""


def first_of(course: Course, lesson: str) -> str:
    return course.lesson(lesson).items[0].id


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_set_takes_items_of_several_lessons_with_changed_values(course: Course, tmp_path: Path) -> None:
    name = first_of(course, "neuron")
    parts = read_set(write(tmp_path / "ps1.yaml", SET % name), course).parts
    assert [(part.lesson, part.items) for part in parts] == [("neuron", (name,)), ("relu", ("grid-step",))]
    issued = Issuing(course, SECRET, "en", tmp_path / "out").issue(parts[1], [Enrolled("ben")])
    (variant,) = issued.assignments[0].variants
    assert (variant.item.points, getattr(variant.item, "tolerance", None)) == (7, 0.5)


def test_what_a_set_changed_is_remembered_by_its_manifest(course: Course, tmp_path: Path) -> None:
    parts = read_set(write(tmp_path / "ps1.yaml", SET % first_of(course, "neuron")), course).parts
    issued = Issuing(course, SECRET, "en", tmp_path / "out").issue(parts[1], [Enrolled("ben")])
    manifest = load_manifest(tmp_path / "out" / "instructor" / "relu.json")
    assert manifest.assignment("ben", course, SECRET) == issued.assignments[0]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("relu/grid-stpe", "relu/grid-stpe: no such item in lesson relu; did you mean 'grid-step'"),
        ("rellu/grid-step", "no such lesson; did you mean 'relu'"),
        ("{item: relu/grid-step, pionts: 2}", "pionts"),
        ("{item: relu/grid-step, points: -1}", "expected a number > 0"),
        ("grid-step", "an item is named with its lesson"),
    ],
)
def test_every_fault_of_a_set_file_is_named_with_its_line(
    course: Course, tmp_path: Path, line: str, message: str
) -> None:
    text = f"id: ps1\ntitle: T\nitems:\n  - relu/grid-step\n  - {line}\n"
    with pytest.raises(ContentError) as found:
        read_set(write(tmp_path / "ps1.yaml", text), course)
    (problem, *_) = found.value.problems
    assert problem.line == 5
    assert message in f"{problem.message} {problem.help}"


def test_an_item_named_twice_is_refused(course: Course, tmp_path: Path) -> None:
    text = "id: ps1\ntitle: T\nitems:\n  - relu/grid-step\n  - relu/grid-step\n"
    with pytest.raises(ContentError, match="it stands here twice"):
        read_set(write(tmp_path / "ps1.yaml", text), course)


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    files = (p for p in sorted(root.rglob("*")) if p.is_file())
    return {str(p.relative_to(root)): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


def test_newcomers_are_added_and_every_other_folder_stays_byte_for_byte(
    course: Course, tmp_path: Path
) -> None:
    issuing = Issuing(course, SECRET, "en", tmp_path)
    issuing.issue(Part("relu"), [Enrolled("aiko", "ja"), Enrolled("ben")])
    own = tmp_path / "handouts" / "ben" / "relu" / "answers.yaml"
    own.write_text("already begun", encoding="utf-8")
    before = tree(tmp_path / "handouts")
    again = issuing.issue(Part("relu"), [Enrolled("chen"), Enrolled("aiko", "en")])
    after = tree(tmp_path / "handouts")
    assert again.new == ("chen",)
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {"chen"}
    students = load_manifest(tmp_path / "instructor" / "relu.json").students
    assert sorted(students) == ["aiko", "ben", "chen"]


def test_a_newcomer_gets_what_they_would_have_got_at_once(course: Course, tmp_path: Path) -> None:
    late, early = (Issuing(course, SECRET, "en", tmp_path / name) for name in ("late", "early"))
    early.issue(Part("relu"), [Enrolled("aiko"), Enrolled("ben")])
    late.issue(Part("relu"), [Enrolled("aiko")])
    late.issue(Part("relu"), [Enrolled("ben")])
    one, other = (load_manifest(tmp_path / n / "instructor" / "relu.json") for n in ("late", "early"))
    assert one == other


def test_two_processes_hand_out_the_same_bytes_as_one(course: Course, tmp_path: Path) -> None:
    enrolled = [Enrolled(f"s{k}", "ja" if k % 3 else "en") for k in range(10)]
    issued = [
        Issuing(course, SECRET, "en", tmp_path / str(jobs), jobs).issue(Part("relu"), enrolled)
        for jobs in (1, 2)
    ]
    assert issued[0] == issued[1]
    one, two = (
        {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}
        for out in (tmp_path / "1", tmp_path / "2")
    )
    assert one == two


@pytest.mark.parametrize("secret", [None, b"another secret of a course"])
def test_two_secrets_are_never_mixed(run: Run, tmp_path: Path, course: Course, secret: bytes | None) -> None:
    Issuing(course, SECRET, "en", tmp_path / "ps").issue(Part("relu"), [Enrolled("aiko")])
    options: list[object] = []
    if secret is not None:
        (tmp_path / "other").write_bytes(secret)
        options = ["--secret-file", tmp_path / "other"]
    shown = run("generate", "--lesson", "relu", "--student", "ben", "--out", tmp_path / "ps", *options)
    assert shown.code == 2
    assert "secret" in shown.err
    assert not (tmp_path / "ps" / "handouts" / "ben").exists()


def test_a_set_of_two_lessons_is_graded_lesson_by_lesson(run: Run, tmp_path: Path, course: Course) -> None:
    write(tmp_path / "ps1.yaml", SET % first_of(course, "neuron"))
    (tmp_path / "secret").write_bytes(SECRET)
    (tmp_path / "roster.csv").write_text("student\naiko\nben\n", encoding="utf-8")
    secret = ("--secret-file", tmp_path / "secret")
    made = run(
        "generate", "--set", tmp_path / "ps1.yaml", "--roster", tmp_path / "roster.csv", *secret,
        "--out", tmp_path / "ps",
    )  # fmt: skip
    assert made.code == 0, made.err
    for lesson in ("neuron", "relu"):
        manifest = load_manifest(tmp_path / "ps" / "instructor" / f"{lesson}.json")
        for student in manifest.students:
            assignment = manifest.assignment(student, course, SECRET)
            hand_in(assignment, ANSWERING["aiko"], course, tmp_path / "in" / student)
    shown = run(
        "grade", tmp_path / "in", "--manifest", tmp_path / "ps" / "instructor", *secret,
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert shown.code == 0, shown.err
    report = json.loads((tmp_path / "out" / "relu" / "ben.json").read_text("utf-8"))
    assert (report["points"], report["max_points"]) == (7, 7)
    assert json.loads((tmp_path / "out" / "neuron" / "aiko.json").read_text("utf-8"))["score"] == 1


def test_a_new_set_file_can_be_handed_out_as_it_stands(run: Run, tmp_path: Path, course: Course) -> None:
    shown = run("new", "set", tmp_path / "ps2.yaml", "--lesson", "relu")
    assert shown.code == 0, shown.err
    (part,) = read_set(tmp_path / "ps2.yaml", course).parts
    assert part.items == tuple(item.id for item in course.lesson("relu").items)
    assert run("new", "set", tmp_path / "ps2.yaml").code == 2


WHOLE = """\
id: ps1
title: {en: Problem set 1, ja: 課題 1}
deadline: 2026-10-30 23:59 Asia/Tokyo
languages: [en]
hand_in: {en: "Upload it.\\nThen rest.", ja: 提出してください。}
policies: {late: {per_day: 0.1}, extensions: {ben: 2026-11-02 23:59 Asia/Tokyo}}
items:
  - {item: relu/relu, points: 3, accepts: {fragile: 0.8}}
  - {item: relu/by-hand, check: none, accepts: {absolute-value: 0.75}}
  - relu/grid-step
"""


def whole(tmp_path: Path, **other: str) -> Path:
    """The set above, with other lines in place of those that begin with the same keys."""
    rows = [
        next((f"{key}: {value}" for key, value in other.items() if row.startswith(f"{key}:")), row)
        for row in WHOLE.splitlines()
    ]
    added = [f"{key}: {value}" for key, value in other.items() if f"\n{key}:" not in WHOLE]
    return write(tmp_path / "ps1.yaml", "\n".join(added + rows))


def test_a_set_says_deadline_release_languages_policies_and_what_home_is_told(
    course: Course, tmp_path: Path
) -> None:
    plan = read_set(whole(tmp_path), course)
    (part,) = plan.parts
    due = moment("2026-10-30 23:59 Asia/Tokyo")
    assert (plan.languages, plan.policies.deadline, plan.policies.late.per_day) == (("en",), due, 0.1)
    assert (part.terms.deadline, part.terms.opens, part.terms.local) == (due, due, {"by-hand": "none"})
    assert part.extensions == {"ben": moment("2026-11-02 23:59 Asia/Tokyo")}


def test_policies_may_lie_in_a_file_of_their_own(course: Course, tmp_path: Path) -> None:
    write(tmp_path / "rules.yaml", "late: {per_day: 0.2}\n")
    plan = read_set(whole(tmp_path, policies="rules.yaml"), course)
    assert (plan.policies.late.per_day, str(plan.policies.deadline)[:10]) == (0.2, "2026-10-30")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("deadline", "2026-10-30 23:59", "does not say its zone"),
        ("deadline", "2026-10-30T23:59+09:00", "name the zone"),
        ("deadline", "20", "expected a time like 2026-10-30 23:59 Asia/Tokyo"),
        ("deadline", "2026-10-30 23:59 Asia/Tokio", "did you mean Asia/Tokyo"),
        ("release", "2026-10-01 23:59 Asia/Tokyo", "before the deadline"),
        ("languages", "[en, jaa]", "no such language; did you mean 'ja'"),
        ("title", "{en: Set}", "not in ja"),
        ("languages", "[]", "not in ja"),
        ("policies", "nowhere.yaml", "nowhere.yaml: cannot be read"),
        ("policies", "{lat: {per_day: 1}}", "did you mean `late`"),
        ("policies", "{deadline: 2026-10-29 23:59 Asia/Tokyo}", "keep one of the two"),
        ("policies", "[1]", "expected"),
        ("deadlin", "2026-10-30 23:59 Asia/Tokyo", "did you mean `deadline`"),
    ],
)
def test_what_does_not_fit_a_set_is_named_at_its_line(
    course: Course, tmp_path: Path, key: str, value: str, message: str
) -> None:
    other = (
        {key: value}
        if message != "not in ja"
        else {key: value, "languages": "[en, ja]", "hand_in": "{en: x}"}
    )
    path = whole(tmp_path, **other)
    with pytest.raises(ContentError) as found:
        read_set(path, course)
    said = [f"{p.message} {p.help}" for p in found.value.problems]
    assert any(message in words for words in said), said
    assert all(p.line > 0 for p in found.value.problems)


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("{item: relu/relu, accepts: {fragil: 0.5}}", "no such verdict or note; did you mean 'fragile'"),
        ("{item: relu/relu, accepts: {fragile: 2}}", "expected a number ≤ 1"),
        ("{item: relu/by-hand, accepts: {fragile: 0.5}}", "no such verdict or note; there are:"),
        ("{item: relu/properties, accepts: {x: 1}}", "accepts nothing but the answer"),
        ("{item: relu/relu, check: ful}", "did you mean `full`"),
    ],
)
def test_what_an_item_cannot_accept_or_tell_is_named_at_its_line(
    course: Course, tmp_path: Path, item: str, message: str
) -> None:
    path = write(tmp_path / "ps1.yaml", f"id: ps1\ntitle: T\nitems:\n  - {item}\n")
    with pytest.raises(ContentError) as found:
        read_set(path, course)
    (problem,) = found.value.problems
    assert message in f"{problem.message} {problem.help}"
    assert problem.line == 4


def answered(course: Course, out: Path, item: str, example: str) -> Path:
    """A hand-in of aiko's in which this item is answered as the example of that name."""
    assignment = load_manifest(out / "instructor" / "relu.json").assignment("aiko", course, SECRET)
    variant = next(v for v in assignment.variants if v.item.id == item)
    answer = next(e for e in KINDS[variant.item.kind].examples(variant, course) if e.name == example).answer
    folder = out / "in" / "aiko"
    folder.mkdir(parents=True)
    for name, source in answer.files.items():
        (folder / name).write_bytes(source)
    text = json.dumps({"lesson": "relu", "answers": {item: answer.response}})
    return write(folder / "answers.yaml", text).parent


def test_a_mistake_that_the_set_accepts_earns_its_share(
    course: Course, tmp_path: Path, inline: Sandbox
) -> None:
    plan = read_set(whole(tmp_path), course)
    Issuing(course, SECRET, "en", tmp_path).issue(plan.parts[0], [Enrolled("aiko")])
    manifest = load_manifest(tmp_path / "instructor" / "relu.json")
    path = answered(course, tmp_path, "by-hand", "absolute-value")
    report = grade_path(Issue(course, manifest, SECRET), path, inline)
    (result,) = (r for r in report.results if r.item == "by-hand")
    assert (result.notes, result.score) == (("absolute-value",), 0.75)


def test_pages_and_answer_files_say_the_students_own_deadline_and_how_to_hand_in(
    course: Course, tmp_path: Path
) -> None:
    (part,) = read_set(whole(tmp_path), course).parts
    Issuing(course, SECRET, "en", tmp_path).issue(part, [Enrolled("aiko", "ja"), Enrolled("ben")])
    for student, due, words in (
        ("aiko", "2026年10月30日(金)23:59(Asia/Tokyo, UTC+09:00)", "提出してください。"),
        ("ben", "Monday 2 November 2026, 23:59 (Asia/Tokyo, UTC+09:00)", "Upload it."),
    ):
        for name in ("index.html", "answers.yaml", "notebook.ipynb"):
            text = (tmp_path / "handouts" / student / "relu" / name).read_text("utf-8")
            assert due in text, name
            assert words in text, name
    head = (tmp_path / "handouts" / "ben" / "relu" / "answers.yaml").read_text("utf-8").split("student:")[0]
    assert all(line.startswith("#") for line in head.splitlines())


def test_a_set_may_change_dates_and_grading_but_not_what_stands_on_pages(
    course: Course, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "secret").write_bytes(SECRET)

    def generated(path: Path) -> SimpleNamespace:
        rest = ("--student", "aiko", "--secret-file", tmp_path / "secret", "--out", tmp_path / "ps")
        return run("generate", "--set", path, *rest)

    assert generated(whole(tmp_path)).code == 0
    before = tree(tmp_path / "ps" / "handouts")
    later = generated(whole(tmp_path, deadline="2026-11-30 23:59 Asia/Tokyo"))
    assert (later.code, "pages that are out say what they said" in later.err) == (0, True)
    assert tree(tmp_path / "ps" / "handouts") == before
    manifest = load_manifest(tmp_path / "ps" / "instructor" / "relu.json")
    assert manifest.assignment("aiko", course, SECRET).terms.deadline == moment("2026-11-30 23:59 Asia/Tokyo")
    worth_more = write(tmp_path / "ps1.yaml", WHOLE.replace("points: 3", "points: 4"))
    assert generated(worth_more).code == 2


def test_extensions_that_fit_nobody_and_languages_outside_of_the_set_are_named(
    tmp_path: Path, run: Run
) -> None:
    (tmp_path / "secret").write_bytes(SECRET)
    rest = ("--secret-file", tmp_path / "secret", "--out", tmp_path / "ps")
    roster = write(tmp_path / "roster.csv", "student,lang\nbenn,en\n")
    shown = run("generate", "--set", whole(tmp_path), "--roster", roster, *rest)
    assert "the extension of 'ben' is for nobody on this roster; did you mean 'benn'?" in shown.err
    write(roster, "student,lang\nben,en\naiko,ja\n")
    shown = run("generate", "--set", whole(tmp_path), "--roster", roster, *rest)
    assert (shown.code, "roster.csv:3" in shown.err, "'ja'" in shown.err) == (2, True, True)
    shown = run("generate", "--set", whole(tmp_path), "--student", "x", "--lang", "ja", *rest)
    assert (shown.code, "not handed out in 'ja'" in shown.err) == (2, True)


def test_the_example_of_the_documentation_is_a_set(course: Course, tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "docs" / "class.md").read_text("utf-8")
    example = text.partition("```yaml\nid: ps1\n")[2].partition("```")[0]
    plan = read_set(write(tmp_path / "ps1.yaml", f"id: ps1\n{example}"), course)
    assert [part.lesson for part in plan.parts] == ["sigmoid", "relu"]


@pytest.mark.parametrize(
    ("key", "value", "fits"),
    [
        ("id", "ps1", True),
        ("deadline", "2026-10-30 23:59+09:00 Asia/Tokyo", True),
        ("deadline", "2026-10-30 23:59", False),
        ("deadline", "soon", False),
        ("policies", "rules.yaml", True),
        ("policies", "{attempts: {limit: 0}}", False),
        ("languages", "en", False),
        ("hand_in", "{en: ''}", False),
        ("items", "[relu/relu, {item: relu/by-hand, check: none}]", True),
        ("items", "[{item: relu/by-hand, check: ful}]", False),
        ("items", "[3]", False),
        ("items", "[]", False),
    ],
)
def test_an_editors_schema_accepts_what_is_read_and_refuses_what_is_not(
    course: Course, tmp_path: Path, key: str, value: str, fits: bool
) -> None:
    text = "\n".join(row for row in WHOLE.splitlines() if not row.startswith((f"{key}:", "items:", "  -")))
    items = "" if key == "items" else "\nitems: [relu/relu]"
    path = write(tmp_path / "ps1.yaml", f"{text}\n{key}: {value}{items}\n")
    write(tmp_path / "rules.yaml", "drop_lowest: 1\n")
    data = json.loads(json.dumps(load_yaml(path).data))
    assert Draft202012Validator(SCHEMAS["set"]()).is_valid(data) is fits
    if fits:
        read_set(path, course)
    else:
        with pytest.raises(ContentError):
            read_set(path, course)


def test_a_lesson_that_students_lack_is_checked_and_packed_at_home(run: Run, tmp_path: Path) -> None:
    private = tmp_path / "private"
    assert run("new", "course", private).code == 0
    (tmp_path / "secret").write_bytes(SECRET)
    made = run(
        "generate", "--lesson", "first-steps", "--content", private, "--student", "aiko",
        "--secret-file", tmp_path / "secret", "--out", tmp_path / "ps",
    )  # fmt: skip
    assert made.code == 0, made.err
    home = tmp_path / "ps" / "handouts" / "aiko" / "first-steps"
    sheet = home / "answers.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("weighted-sum:", "weighted-sum: two"), encoding="utf-8")
    checked = run("check", home)
    assert (checked.code, "two" in checked.out, "Traceback" in checked.err) == (1, True, False)
    packed = run("submit", home)
    assert packed.code == 0, packed.err
    assert (home.parent / "aiko.zip").is_file()
