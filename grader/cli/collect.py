"""chainrule collect: what students pushed in time, as folders to grade."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from .options import chosen_language, content_option, lang_option, open_course

if TYPE_CHECKING:
    from ..forge.collecting import Collected, Collecting
    from ..forge.repositories import Repository
    from ..report.phrases import Phrases

INTERRUPTED = 130
EXAMPLE = (
    "Example:  chainrule collect ps1/repositories.csv --from https://github.com/my-class "
    "--before '2026-10-30 23:59 Asia/Tokyo' --out in"
)


@click.command("collect", epilog=EXAMPLE)
@click.argument("map_file", metavar="MAP", type=click.Path(path_type=Path))
@click.option("--before", required=True, help="Date, time and zone: what was pushed later does not count.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to collect into.")
@click.option("--from", "base", help="Where names in MAP lie: https://github.com/my-class, or a folder.")
@click.option("--branch", default="main", show_default=True, help="The branch that counts.")
@click.option(
    "--forge", type=click.Choice(["github", "gitlab"]), help="What the host is, if its name hides it."
)
@click.option(
    "--commit-dates", is_flag=True,
    help="Where no server knows when something was pushed, believe the commits' own dates.",
)  # fmt: skip
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=4, show_default=True, help="Repositories at the same time."
)
@lang_option
@content_option
def command(
    map_file: Path,
    before: str,
    out: Path,
    base: str | None,
    branch: str,
    forge: str | None,
    commit_dates: bool,
    jobs: int,
    lang: str | None,
    content: Path | None,
) -> int:
    """Collect each repository of MAP (a table `student,repository`) as it was pushed last up to a time.

    The side that received a push is asked when: GitHub and GitLab by their programs gh and glab, a bare
    repository on this machine by its log. OUT gets a folder a student for `grade`, times.csv for
    `grade --times`, and problems.csv. A second run fetches only what changed.
    """
    from ..forge.collecting import TIMES, Collecting, Wanted
    from ..forge.programs import Programs
    from ..forge.pushes import BRANCH
    from ..forge.repositories import read_repositories
    from ..moments import moment
    from ..report.phrases import Phrases

    if not BRANCH.fullmatch(branch):
        raise UsageError(f"--branch {branch!r} is no name of a branch")
    course = open_course(content)
    language = chosen_language(course, lang)
    phrases = Phrases(course.content.templates, course.languages)
    repositories = read_repositories(map_file, base)
    wanted = Wanted(moment(before).utc, branch, forge, commit_dates)
    collecting = Collecting(out, wanted, Programs(), jobs)
    whole, done = _run(collecting, repositories, phrases, language)
    _conclude(done, out / TIMES, phrases, language)
    if commit_dates:
        click.echo(_said(phrases, language, "collect-dates", path=out / TIMES), err=True)
    if not whole:
        click.echo(_said(phrases, language, "collect-interrupted"))
    return 0 if whole else INTERRUPTED


def _run(
    collecting: Collecting, repositories: Sequence[Repository], phrases: Phrases, lang: str
) -> tuple[bool, list[Collected]]:
    """Collect behind a bar: whether it came to its end, and what became of each."""
    from .progress import Bar

    done: list[Collected] = []
    with Bar(len(repositories)) as bar:

        def tell(collected: Collected) -> None:
            done.append(collected)
            bar.tell(collected)

        return collecting.run(repositories, phrases, lang, tell), done


def _conclude(done: list[Collected], times: Path, phrases: Phrases, lang: str) -> None:
    """A line a student (the first sixty), then the sums."""
    from ..batch.problems import FILE, read_problems

    done.sort(key=lambda c: c.student)
    width = max((len(c.student) for c in done), default=0)
    for each in done[:60]:
        click.echo(f"{each.student:<{width}}  {_line(each, phrases, lang)}")
    kept = sum(c.kept for c in done)
    missing = sum(c.push is None for c in done)
    new = len(done) - kept - missing
    click.echo(_said(phrases, lang, "collect-done", collected=new, kept=kept, missing=missing, path=times))
    if problems := len(read_problems(times.parent)):
        click.echo(_said(phrases, lang, "collect-problems", count=problems, path=times.with_name(FILE)))


def _line(collected: Collected, phrases: Phrases, lang: str) -> str:
    if collected.push is None:
        return f"–  {phrases.say(collected.why, lang)}" if collected.why else "–"
    push = collected.push
    source = phrases.wording(f"collect-source-{push.source}", lang)
    before = f", {phrases.wording('collect-as-before', lang)}" if collected.kept else ""
    return f"{push.time:%Y-%m-%d %H:%M:%S} UTC  {push.commit[:10]}  {source}{before}"


def _said(phrases: Phrases, lang: str, note: str, **values: object) -> str:
    from ..report.phrases import fill

    return fill(phrases.wording(note, lang), {name: str(value) for name, value in values.items()})
