"""chainrule new class-repo: a repository a student, ready to push."""

from __future__ import annotations

from pathlib import Path

import click

from .options import content_option, lang_option, open_course, read_secret, secret_option

EXAMPLE = "Example:  chainrule new class-repo ps1 --set ps1.yaml --roster roster.csv --secret-file secret"


@click.command("class-repo", epilog=EXAMPLE, short_help="A repository a student, on GitHub or GitLab.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--lesson", help="The lesson whose items make the problem set.")
@click.option(
    "--set", "set_file", type=click.Path(path_type=Path), help="A file that names items of lessons."
)
@click.option(
    "--roster", type=click.Path(path_type=Path), required=True,
    help="Table with a column `student`; `lang`, and `account` for who is to be invited, if wanted.",
)  # fmt: skip
@click.option("--columns", default="", help="Where these have other names: student=Nr,lang=L,account=GitHub.")
@click.option(
    "--pass-at", type=click.FloatRange(0, 1), default=1.0, show_default=True,
    help="The share of the points from which a run is green; no mark depends on it.",
)  # fmt: skip
@click.option("--install", help="What the jobs install, with its version: git+https://…/chainrule@v1.2")
@secret_option
@lang_option
@content_option
def command(
    folder: Path,
    lesson: str | None,
    set_file: Path | None,
    roster: Path,
    columns: str,
    pass_at: float,
    install: str | None,
    secret_file: Path | None,
    lang: str | None,
    content: Path | None,
) -> None:
    """Write what `generate` writes into FOLDER, each handout a repository with feedback on every push on
    GitHub and GitLab, and publish.sh, which makes and fills the repositories.

    Marks do not come from there: `chainrule collect` brings home what was pushed in time, `grade` grades it.
    A second time with a longer roster it adds who is new.
    """
    from ..forge.class_repos import MAP, SCRIPT, ClassRepositories, Wish, refuse_bad_accounts
    from ..forge.drafts import pinned
    from ..lesson.fields import slug_from
    from ..roster import Columns, read_roster
    from .generate import hand_out, language_of, plan_of

    requirement, sure = pinned(install)
    course = open_course(content)
    plan = plan_of(lesson, set_file, course)
    language = language_of(plan, course, lang)
    enrolled = read_roster(roster, plan.languages, Columns.of(columns))
    refuse_bad_accounts(enrolled)
    hand_out(course, plan, enrolled, read_secret(secret_file), language, folder)
    lessons = tuple(part.lesson for part in plan.parts)
    title = plan.parts[0].terms.title if set_file else course.lesson(lessons[0]).title
    wish = Wish(slug_from(folder.resolve().name) or "work", title, lessons, requirement, pass_at)
    repositories = ClassRepositories(course, wish, folder)
    repositories.write(enrolled, language)
    click.echo(f"repositories in {folder / 'handouts'}, whose they are in {folder / MAP}")
    _notes(repositories.graded, requirement, sure)
    click.echo(f"next:  ORGANISATION=my-class sh {folder / SCRIPT}")


def _notes(graded: bool, requirement: str, sure: bool) -> None:
    if not graded:
        click.echo("note: the jobs could not read this course's own lessons, so there are none", err=True)
    elif not sure:
        click.echo(
            f"note: the jobs install {requirement}; this copy came from a folder, so see that it can be had "
            "under that name, or say --install",
            err=True,
        )
