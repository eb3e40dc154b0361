"""What the published schema accepts, the loader accepts; what it refuses, the loader refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from grader.content import Content
from grader.errors import ContentError
from grader.lesson import KINDS
from grader.loading import load_course_file, load_yaml, parse_lesson, parse_yaml
from grader.schema import course_schema, lesson_schema

HEAD = "id: demo\ntitle: Demo\nread: Read.\nitems:\n  - "
OPTIONS = "options: [{id: a, right: x}, {id: b, wrong: y}]"
PICTURE = "picture: {curves: [{formula: x}], over: [0, 1.5], describes: d}"
STEPS = "steps: [{id: a, text: x}, {id: b, text: y}, {id: c, text: z}]"

GOOD = [
    "{numeric: a, ask: {en: x, ja: y}, answer: 1, tolerance: 0.1}",
    "{numeric: a, ask: x, answer: w, draw: {w: integers 1 to 2}, let: {v: w}, where: [w > 1], figures: 3}",
    "{numeric: a, ask: x, answer: w, mistakes: [{gives: 1, note: n, says: s, score: 0.5}], show: input}",
    "{numeric: a, ask: x, answer: w, figures: 3.0}",
    "{vector: a, ask: x, answer: [1, w]}",
    "{vector: a, ask: x, answer: [[1, w], [2, 3]], mistakes: [{gives: [1, 2], note: n, says: s}]}",
    f"{{choice: a, ask: x, {OPTIONS}}}",
    f"{{multi: a, ask: x, {OPTIONS}}}",
    f"{{order: a, ask: x, {STEPS}, mistakes: [{{first: c, then: a, note: n, says: s}}]}}",
    '{blank: a, ask: "{{ gap(u) }} {{ gap(v) }}", gaps: {u: {answer: 1}, v: {accept: [w], choose: [w, z]}}}',
    "{expression: a, ask: x, answer: x, symbols: {x: real}, at_kink: 0, form: {only: [sigmoid]}}",
    "{expression: a, ask: x, answer: y, vectors: {x: 3, y: N}, definitions: {z: w x + b}}",
    "{derivation: a, ask: x, start: d/dx x, chain: [1], definitions: [[z, 1]], shortcut: allowed}",
    "{code: a, ask: x, exercise: relu, with: {alpha: 0.1, v: [1, 2]}, accepts: {fragile: 0.8}, hidden: 3}",
    "{debug: a, ask: x, exercise: relu, faulty: sign-lost}",
    f"{{plot: a, ask: x, {PICTURE}, answer: 1, tolerance: 1}}",
    f"{{plot: a, ask: x, {PICTURE}, {OPTIONS}}}",
    "{reflect: a, ask: x, model: y}",
]

BAD = [
    "{numeric: a, ask: x}",
    "{numeric: a, ask: x, answer: [1]}",
    "{numeric: a, ask: x, answer: 1, tolerence: 1}",
    "{numeric: a, ask: x, answer: 1, tolerance: x}",
    "{numeric: a, ask: x, answer: 1, tolerance: true}",
    "{numeric: a, ask: x, answer: 1, tolerance: -1}",
    "{numeric: a, ask: x, answer: 1, tolerance: 1, relative: 0.5}",
    "{numeric: a, ask: x, answer: 1, figures: 0}",
    "{numeric: a, ask: x, answer: 1, figures: 2.5}",
    "{numeric: a, ask: x, answer: 1, title: null}",
    "{numeric: a, ask: x, answer: 1, points: 0}",
    '{numeric: a, ask: x, answer: 1, points: "2"}',
    "{numeric: a, ask: x, answer: 1, show: all}",
    "{numeric: a, ask: x, answer: 1, needs: b}",
    "{numeric: a, ask: x, answer: 1, draw: {1w: integers 1 to 2}}",
    "{numeric: a, ask: x, answer: 1, mistakes: [{gives: [1], note: n, says: s}]}",
    "{numeric: a, ask: {}, answer: 1}",
    "{numeric: a, ask: {english: x}, answer: 1}",
    "{numeric: a, ask: {en: 1}, answer: 1}",
    '{numeric: a, ask: "", answer: 1}',
    "{numeric: A, ask: x, answer: 1}",
    "{numeric: a, ask: x, answer: true}",
    "{vector: a, ask: x, answer: 1}",
    "{vector: a, ask: x, answer: []}",
    "{vector: a, ask: x, answer: [1, [2]]}",
    "{choice: a, ask: x, options: [{id: a, right: x}]}",
    "{choice: a, ask: x, options: [{id: a, right: x}, {id: b, right: y}]}",
    "{choice: a, ask: x, options: [{id: a, wrong: x}, {id: b, wrong: y}]}",
    "{choice: a, ask: x, options: [{id: a, right: x, wrong: z}, {id: b, wrong: y}]}",
    "{multi: a, ask: x, options: [{id: a, wrong: x}, {id: b, wrong: y}]}",
    "{order: a, ask: x, steps: [{id: a, text: x}, {id: b, text: y}]}",
    '{blank: a, ask: "{{ gap(u) }}", gaps: {}}',
    '{blank: a, ask: "{{ gap(u) }}", gaps: {u: {}}}',
    '{blank: a, ask: "{{ gap(u) }}", gaps: {u: {answer: 1, accept: [a]}}}',
    "{expression: a, ask: x, answer: x, symbols: {x: rael}}",
    "{expression: a, ask: x, answer: x, vectors: {x: 1.5}}",
    "{expression: a, ask: x, answer: x, at_kink: 2}",
    "{expression: a, ask: x, answer: x, form: {simplified: 1}}",
    "{expression: a, ask: x, answer: x, definitions: [[z]]}",
    "{derivation: a, ask: x, start: x, chain: []}",
    "{code: a, ask: x}",
    "{code: a, ask: x, exercise: relu, accepts: {fragile: 2}}",
    "{code: a, ask: x, exercise: relu, cases: 0}",
    f"{{plot: a, ask: x, {PICTURE}}}",
    f"{{plot: a, ask: x, {PICTURE}, {OPTIONS}, answer: 1}}",
    f"{{plot: a, ask: x, {PICTURE.replace('[0, 1.5]', '[0]')}, answer: 1}}",
    "{numric: a, ask: x, answer: 1}",
    "{numeric: a, choice: b, ask: x, answer: 1}",
    "{}",
    "text",
]

ONLY_THE_LOADER = [
    "{numeric: a, ask: x, answer: 1, needs: [b]}",
    "{numeric: a, ask: x, answer: 1, draw: {w: integers 1 to 2}, let: {w: 1}}",
    "{vector: a, ask: x, answer: [[1, 2], [3]]}",
    f"{{choice: a, ask: x, {OPTIONS.replace('id: b', 'id: a')}}}",
    '{blank: a, ask: "x", gaps: {u: {answer: 1}}}',
]
"""What compares one part of a file with another is beyond a schema."""


def plain(data: object) -> Any:
    """Lists as a JSON reader makes them."""
    if isinstance(data, tuple):
        return [plain(part) for part in data]
    return {key: plain(part) for key, part in data.items()} if isinstance(data, dict) else data


def accepted_by_schema(text: str) -> bool:
    return Draft202012Validator(lesson_schema()).is_valid(plain(parse_yaml(text, "x").data))


def accepted_by_loader(text: str) -> bool:
    try:
        parse_lesson(text)
    except ContentError:
        return False
    return True


def test_the_schemas_are_draft_2020_12() -> None:
    for schema in (lesson_schema(), course_schema()):
        assert schema["$schema"].endswith("2020-12/schema")
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("item", GOOD)
def test_schema_and_loader_accept(item: str) -> None:
    assert accepted_by_loader(HEAD + item)
    assert accepted_by_schema(HEAD + item)


@pytest.mark.parametrize("item", BAD)
def test_schema_and_loader_refuse(item: str) -> None:
    assert not accepted_by_loader(HEAD + item)
    assert not accepted_by_schema(HEAD + item)


@pytest.mark.parametrize("item", ONLY_THE_LOADER)
def test_the_loader_knows_more_than_a_schema_can_say(item: str) -> None:
    assert not accepted_by_loader(HEAD + item)
    assert accepted_by_schema(HEAD + item)


def test_every_kind_is_among_what_was_compared() -> None:
    assert {item[1:].split(":")[0] for item in GOOD} == set(KINDS)


@pytest.mark.parametrize("path", Content.packaged().lessons(), ids=lambda p: p.stem)
def test_the_lessons_of_the_course_fit_the_schema(path: Path) -> None:
    errors = [
        e.message for e in Draft202012Validator(lesson_schema()).iter_errors(plain(load_yaml(path).data))
    ]
    assert errors == []


def test_course_files_and_their_schema_agree(tmp_path: Path) -> None:
    validator, path = Draft202012Validator(course_schema()), tmp_path / "course.yaml"
    good = Content.packaged().course_file.read_text(encoding="utf-8")
    for text in (good, good + "extends: x\n", good.replace("seed:", "sead:"), good.replace("[en, ja]", "[]")):
        path.write_text(text, encoding="utf-8")
        try:
            load_course_file(path)
            fine = True
        except ContentError:
            fine = False
        assert validator.is_valid(plain(load_yaml(path).data)) == fine


def test_an_editor_is_offered_every_kind_with_what_it_needs() -> None:
    snippets = lesson_schema()["properties"]["items"]["items"]["defaultSnippets"]
    assert {s["label"] for s in snippets} == set(KINDS)
    assert all({s["label"], "ask"} <= s["body"].keys() for s in snippets)
    assert "answer" in next(s for s in snippets if s["label"] == "numeric")["body"]
