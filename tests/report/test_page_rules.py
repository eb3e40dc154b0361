"""What holds for every page: no script, no request, one outline, nothing a reader of the page trips over."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise

import pytest

from .pages import EVERY_PAGE, MAKERS, page, read

ACTIVE = {"script", "iframe", "object", "embed", "link", "img", "base", "form", "input"}
FETCHING = {"src", "srcset", "xlink:href", "background", "action"}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

pytestmark = pytest.mark.parametrize(("name", "lang"), EVERY_PAGE)


def test_nothing_runs_and_nothing_is_fetched(name: str, lang: str) -> None:
    found = read(page(name, lang))
    for element in found.elements:
        assert element.tag not in {
            "script",
            "iframe",
            "object",
            "embed",
            "link",
            "img",
            "base",
            "form",
            "input",
        }
        assert not [a for a in element.attributes if a.startswith("on") or a == "style"], element
        assert not {"src", "srcset", "xlink:href", "background", "action"} & element.attributes.keys(), (
            element
        )
        assert not re.match(r"(?i)\s*(https?:|//|data:|javascript:)", element.attributes.get("href", ""))
    assert "url(" not in found.all("style")[0].text
    assert "@import" not in found.all("style")[0].text


def test_the_policy_allows_the_page_its_own_style_and_nothing_else(name: str, lang: str) -> None:
    found = read(page(name, lang))
    policy = next(
        e for e in found.all("meta") if "Content-Security-Policy" in e.attributes.get("http-equiv", "")
    )
    (style,) = re.findall(r"<style>(.*?)</style>", page(name, lang), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    rules = policy.attributes["content"].split("; ")
    assert rules[0] == "default-src 'none'"
    assert f"style-src 'sha256-{digest}'" in rules
    assert "unsafe" not in policy.attributes["content"]


def test_the_outline_has_one_title_and_no_gaps(name: str, lang: str) -> None:
    levels = [int(e.tag[1]) for e in read(page(name, lang)).elements if re.fullmatch("h[1-6]", e.tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), levels


def test_ids_are_unique_and_whatever_points_at_one_finds_it(name: str, lang: str) -> None:
    found = read(page(name, lang))
    ids = [e.attributes["id"] for e in found.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    for element in found.elements:
        pointed = element.attributes.get("aria-labelledby", "").split()
        if element.attributes.get("href", "").startswith("#"):
            pointed.append(element.attributes["href"][1:])
        assert set(pointed) <= set(ids), element


def test_every_tag_is_closed_in_its_place(name: str, lang: str) -> None:
    found = read(page(name, lang))
    assert not found.unclosed
    assert not found._open


def test_it_says_its_language_and_title_and_has_landmarks(name: str, lang: str) -> None:
    found = read(page(name, lang))
    assert found.all("html")[0].attributes["lang"] == lang
    assert found.all("title")[0].text.strip()
    assert len(found.all("main")) == len([e for e in found.all("header") if "main" not in e.inside]) == 1
    assert found.all("a", "skip")[0].attributes["href"] == "#main"


def test_pictures_and_scrolling_regions_have_names(name: str, lang: str) -> None:
    for element in read(page(name, lang)).elements:
        if element.tag == "svg":
            assert "aria-hidden" in element.attributes or element.attributes["role"] == "img"
        if element.attributes.get("role") == "group" and "table" not in element.tag:
            assert element.attributes.get("aria-label", "").strip(), element


def test_no_sentence_is_missing(name: str, lang: str) -> None:
    assert not re.search(r"report/[a-z]", page(name, lang))


def test_the_same_report_gives_the_same_bytes(name: str, lang: str) -> None:
    assert MAKERS[name](lang) == page(name, lang)


def test_no_control_sign_reaches_the_page(name: str, lang: str) -> None:
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page(name, lang)
    )


def test_it_is_small(name: str, lang: str) -> None:
    assert len(page(name, lang).encode()) <= 200 * 1024
