"""Working drafts for authors: a course, a lesson, an exercise, each explaining itself, right as it stands."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .content import Content, lesson_id, load_course_info
from .errors import UsageError
from .lesson.fields import LONGEST_SLUG, NAME, SLUG, slug_from
from .yaml12 import scalar

_INSTALLED = frozenset(("site-packages", "dist-packages", "_content"))
_LAST_NUMBER = 99
_FIRST_LESSON = "first-steps"
_FIRST_EXERCISE = "softsign"


def new_course(folder: Path, languages: Sequence[str] = ("en",)) -> tuple[Path, ...]:
    """Make `folder` a course with one lesson and one exercise; returns the files written.

    Raises UsageError when the folder holds anything already, or lies in an installed package.
    """
    root = _writable(folder)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise UsageError(f"{folder} is there already; name a new folder, or an empty one")
    slug = slug_from(root.name) or "my-course"
    title = _titled(slug)
    base = load_course_info(Content.packaged()).id
    written = _write(
        root / "course" / "course.yaml",
        _rendered("course.yaml", languages, id=slug, title=title, base=base),
    )
    lesson = _lesson(_FIRST_LESSON, _titled(_FIRST_LESSON), languages, _FIRST_EXERCISE)
    return (
        written,
        _write(root / "course" / f"01-{_FIRST_LESSON}.yaml", lesson),
        _write(root / "exercises" / f"{_FIRST_EXERCISE}.py", _exercise(_FIRST_EXERCISE, languages)),
    )


def new_lesson(content_root: Path, slug: str, title: str) -> tuple[Path, ...]:
    """Add the lesson `slug` after the last one; returns the file written.

    Raises UsageError for a slug or title that will not do, one that is taken, and an installed package.
    """
    return write_lesson(content_root, slug, title, "lesson.yaml", {"exercise": None})


def write_lesson(
    content_root: Path, slug: str, title: str, template: str, values: Mapping[str, object]
) -> tuple[Path, ...]:
    """Add the lesson `slug`, written from `template` with these values, as `new_lesson` does."""
    content = Content.at(_writable(content_root))
    _check_slug(slug)
    if not title.strip() or not title.isprintable():
        raise UsageError("a title is one line of text")
    path = content.root / "course" / f"{_next_number(content, slug):02}-{slug}.yaml"
    languages = load_course_info(content).languages
    return (_write(path, _rendered(template, languages, id=slug, title=title, **values)),)


def _check_slug(slug: str) -> None:
    if re.fullmatch(SLUG, slug) and "\n" not in slug and len(slug) <= LONGEST_SLUG:
        return
    near = slug_from(slug)
    such = f", such as {near}" if near else ""
    raise UsageError(
        f"{slug!r} is no lesson id: lower-case words joined by `-`, up to {LONGEST_SLUG} characters{such}"
    )


def _next_number(content: Content, slug: str) -> int:
    """The number after the last lesson's. Raises UsageError when there is none, or the lesson is there."""
    last = 0
    for path in content.lessons():
        if lesson_id(path) == slug:
            raise UsageError(f"there is a lesson {slug!r} already: {path}")
        last = max(last, int(path.name[:2]))
    if last == _LAST_NUMBER:
        raise UsageError(f"lessons are numbered 01 to {last}, and {last} is taken; renumber the files")
    return last + 1


def new_exercise(content_root: Path, key: str) -> tuple[Path, ...]:
    """Add the function `key` to the exercises; returns the file written.

    Raises UsageError for a key that is no name or is taken, and for an installed package.
    """
    content = Content.at(_writable(content_root))
    if not re.fullmatch(NAME, key) or not key.isidentifier() or keyword.iskeyword(key):
        raise UsageError(f"{key!r} is no name of a function: a letter, then letters, digits and `_`")
    declared = re.compile(rf"^def {key}\(", re.MULTILINE)
    for path in content.exercise_files():
        if declared.search(path.read_text(encoding="utf-8", errors="replace")):
            raise UsageError(f"there is an exercise {key!r} already: {path}")
    path = content.root / "exercises" / f"{key}.py"
    return (_write(path, _exercise(key, load_course_info(content).languages)),)


def new_set(path: Path, languages: Sequence[str], items: Sequence[str], today: date) -> tuple[Path, ...]:
    """Write a problem set of these items (`lesson/item`, at least two), due in two weeks; returns the file.

    Raises UsageError when there is such a file already.
    """
    slug = slug_from(path.stem) or "my-set"
    days = {"deadline": 14, "extension": 16, "release": 21}
    times = {name: f"{today + timedelta(days=count)} 23:59 UTC" for name, count in days.items()}
    text = _rendered(
        "set.yaml", languages, file=path.name, id=slug, items=items[:-1], last=items[-1], **times
    )
    return (_write(path, text),)


# --------------------------------------------------------------------------- writing


def _writable(folder: Path) -> Path:
    root = folder.resolve()
    if _INSTALLED & set(root.parts):
        raise UsageError(
            f"{folder} belongs to an installed package, which the next upgrade overwrites; "
            "`chainrule new course DIR` makes a course of your own"
        )
    return root


def _write(path: Path, text: str) -> Path:
    """Write a new file, never over one that is there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already, and stays as it is") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from None
    return path


# --------------------------------------------------------------------------- text


def _lesson(slug: str, title: str, languages: Sequence[str], exercise: str | None = None) -> str:
    return _rendered("lesson.yaml", languages, id=slug, title=title, exercise=exercise)


def _exercise(key: str, languages: Sequence[str]) -> str:
    return _rendered("exercise.py", languages, key=key)


def _rendered(template: str, languages: Sequence[str], /, **values: object) -> str:
    environment = drafting()
    environment.globals["say"] = lambda en, ja: _said(languages, en, ja)
    return environment.get_template(f"{template}.jinja").render(languages=languages, **values)


def drafting() -> Environment:
    """How drafts are written from `templates/scaffold`."""
    environment = Environment(
        loader=FileSystemLoader(Content.packaged().templates / "scaffold"),
        # Lessons have {{ placeholders }} of their own, so ours are spelled otherwise.
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - YAML and Python, where `quote` escapes what comes from outside
    )
    environment.filters.update(quote=_quoted, word=_word)
    return environment


def _said(languages: Sequence[str], en: str, ja: str) -> str:
    """Text for a reader as YAML: plain in a course of one language; English where we have no other."""
    words = {lang: _quoted(ja if lang == "ja" else en) for lang in languages}
    if len(words) == 1:
        return next(iter(words.values()))
    return "{" + ", ".join(f"{lang}: {text}" for lang, text in words.items()) + "}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a YAML string


def _word(text: str) -> str:
    """An id without quotes, unless YAML would read it as something else (`null`)."""
    return text if isinstance(scalar(text), str) else _quoted(text)


def _titled(slug: str) -> str:
    return slug.replace("-", " ").capitalize()
