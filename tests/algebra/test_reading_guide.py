"""docs/notation.md tells the truth: what it offers reads, and as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.algebra import Context, Unreadable, catalogue, make_context, read, read_line
from grader.algebra.catalogue import FIELDS

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "notation.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def context() -> Context:
    functions = catalogue((ROOT / "course" / "functions.yaml").read_text(encoding="utf-8"), "functions.yaml")
    return make_context(
        dict.fromkeys(("w", "b", "a", "c", "T", "eta", "yhat", "w'", "x"), "real") | {"N": "natural"},
        {"t": 3, "p": 3, "v": "N"},
        ("i", "j"),
        [("z", "w x + b"), ("y", "σ(z)"), ("E", "(y - a)^2"), ("s_i", "softmax(p)_i"), ("f(x)", "x^2")],
        functions,
    )  # fmt: skip


def section(title: str) -> str:
    return GUIDE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def rows(title: str) -> list[tuple[str, str, str]]:
    cells = [line.strip("|").split(" | ") for line in section(title).splitlines() if line.startswith("| `")]
    return [(a.strip(), b.strip(), c.strip()) for a, b, c in cells]


@pytest.mark.parametrize("row", rows("Spellings that could mean two things"), ids=lambda row: row[0])
def test_an_ambiguous_spelling_means_what_the_table_says(row: tuple[str, str, str], context: Context) -> None:
    typed, meaning, other = row
    for spelling in re.findall(r"`([^`]+)`", typed):
        if not re.search("[a-z]{3} [a-z]", meaning.replace("Σ_k", "")):  # a formula, not words
            assert read(spelling, context) == read(meaning, context)
        for alternative in re.findall(r"`([^`]+)`", other):
            assert read(alternative, context) != read(spelling, context)


def test_all_spellings_of_cases_read_alike_up_to_the_last_branch(context: Context) -> None:
    block = re.findall(r"^    (.+)$", section("Cases and indicators"), re.MULTILINE)
    assert len(block) == 10
    first = read(block[0], context)
    same = [line for line in block if read(line.split("  ")[0], context) == first]
    assert len(same) == 8  # the one that spells the rest out and the indicator are other trees of equal value


def test_the_derivation_in_the_guide_reads(context: Context) -> None:
    lines = re.findall(r"^    (.+)$", section("Lines of a derivation"), re.MULTILINE)
    read_lines = [read_line(line.replace("- t", "- a"), context) for line in lines]
    assert [line.label for line in read_lines] == ["chain rule", None]


def test_the_fields_of_a_function_are_those_that_exist() -> None:
    block = section("For authors")
    assert set(re.findall(r"^      (\w+):", block, re.MULTILINE)) | {"also"} == set(FIELDS)


def test_every_example_of_vectors_and_derivatives_reads(context: Context) -> None:
    swap = {"x": "p", "w": "t"}
    for title in ("Vectors, indices and sums", "Derivatives"):
        table = section(title)
        vectors = title.startswith("Vectors")
        for example in re.findall(r"`([^`]+)`", table):
            if "…" in example or example in ("w x", "i", "j", "N", "d", "x_3"):
                continue
            text = re.sub(r"(?<![a-z\\])[xw](?![a-z])", lambda m: swap[m[0]], example) if vectors else example
            try:
                read(text, context)
            except Unreadable as error:
                pytest.fail(f"{example}: {error}")


def test_what_the_guide_refuses_is_refused(context: Context) -> None:
    for text in (
        "∫x",
        "lim x",
        "x>1",
        "{1, 2}",
        "±x",
        "∞",
        "∏_i p_i",
        "x!",
        "5%",
        "∇E",
        "argmax(p)",
        "x ≈ 1",
    ):
        with pytest.raises(Unreadable, match="read-no-"):
            read(text, context)
