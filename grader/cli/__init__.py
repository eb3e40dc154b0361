"""The command line: parse, call, print, exit. Commands are imported only when they are run.

chainrule --help
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

import click

from .. import __version__
from ..errors import ChainruleError, ContentError, SandboxError, did_you_mean

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "again": ("again", "Draw new numbers for a question; what you had is kept."),
        "check": ("check", "Grade your own answers, here and now."),
        "collect": ("collect", "Collect what students pushed in time, as folders to grade."),
        "demo": ("demo", "Generate, solve, break and grade a small class; see what comes out."),
        "derive": ("derive", "Judge a derivation line by line, or work one out."),
        "diagnose": ("diagnose", "Say what a function in any file really computes."),
        "doctor": ("doctor", "Say what this machine can do: versions, isolation, conflicts."),
        "equal": ("equal", "Decide whether two formulas are equal, and where they differ."),
        "export": ("export", "Write lessons for reading and teaching: pages, Markdown or notebooks."),
        "generate": ("generate", "Write a problem set for every student, each with numbers of their own."),
        "grade": ("grade", "Grade submissions and write their reports."),
        "grades": ("grades", "Marks from a gradebook under the policies of a file."),
        "gradescope": ("gradescope", "Grade one submission where Gradescope puts it."),
        "hint": ("hint", "Give the next hint for a question."),
        "lint": ("lint", "Prove a course: references pass, mistakes are caught, texts are complete."),
        "list": ("list", "Show the lessons and how far you are."),
        "merge": ("merge", "Bring the results of several machines together."),
        "new": ("new", "Start a course, a lesson or an exercise from a working draft."),
        "next": ("next", "Go to the next question that is not right yet."),
        "open": ("open", "Open the page of a lesson, or your feedback, in the browser."),
        "override": ("override", "Add a person's decisions to a gradebook."),
        "preview": ("preview", "Show a lesson as students see it, with the feedback for known answers."),
        "regrade": ("regrade", "Show which scores grading again would change, then apply it or not."),
        "report": ("report", "A page about a class: scores, questions, misconceptions, who needs help."),
        "reset": ("reset", "Take a question back to how it was handed out."),
        "return": ("return_", "Bring results back to Moodle: feedback files and a filled worksheet."),
        "review": ("review", "List what waits for a person."),
        "schema": ("schema", "Print the JSON Schema of lessons or of reports."),
        "show": ("show", "Show a question with your numbers, and where its answer goes."),
        "solution": ("solution", "Show the worked answer, once you have solved it."),
        "start": ("start", "Make a folder of your own with the whole course in it."),
        "submit": ("submit", "Make the zip to hand in, checked as the grader will check it."),
        "watch": ("watch", "Grade what you work on each time you save."),
    }
)
"""Each command: the module of this package that holds it, and its line in the help."""

EXIT_OK, EXIT_NOT_FULL, EXIT_USAGE, EXIT_CONTENT, EXIT_FAULT = range(5)


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for, not to list it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f".{COMMANDS[cmd_name][0]}", __name__)
        command = module.command
        if not isinstance(command, click.Command):
            raise TypeError(f"{module.__name__}.command is not a click command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = did_you_mean(name, tuple(COMMANDS))
            ctx.fail(
                f"no command {name!r}" + (f"; did you mean {near!r}?" if near else "; see chainrule --help")
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in sorted(COMMANDS.items())])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Examples:  chainrule demo   ·   chainrule preview sigmoid --lang ja   ·   chainrule lint",
)
@click.version_option(__version__, prog_name="chainrule")
@click.pass_context
def chainrule(ctx: click.Context) -> None:
    """An auto-graded course on the mathematics of neural networks, and the engine under it.

    Alone, inside a folder that `chainrule start` made: the same as `chainrule watch`.
    """
    if ctx.invoked_subcommand is None:
        from .watch import alone

        alone()


def main() -> NoReturn:
    """Run the command line; every error ends in a sentence and an exit code, none in a traceback."""
    log = logging.getLogger("chainrule")
    log.handlers, log.propagate = [FaultFile()], False
    try:
        code = chainrule.main(prog_name="chainrule", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else EXIT_OK)
    except click.exceptions.Abort:
        _die("interrupted", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_USAGE)
    except ContentError as error:
        from ..loading import render_problems

        _die(render_problems(error.problems), EXIT_CONTENT)
    except SandboxError as error:
        _die(
            f"the sandbox failed: {error}\nRun `chainrule doctor` to see what this machine can do.",
            EXIT_FAULT,
        )
    except ChainruleError as error:
        _die(str(error), EXIT_USAGE)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away: nothing more to say to it
        sys.exit(EXIT_OK)
    except Exception as fault:  # the last wall between a bug of ours and a user
        log.exception("fault")
        _die(f"could not go on ({type(fault).__name__})", EXIT_FAULT)


class FaultFile(logging.Handler):
    """Keeps what went wrong inside us in a file that a user can send, and tells them of it once."""

    def __init__(self) -> None:
        super().__init__()
        self.path: str | None = None

    def emit(self, record: logging.LogRecord) -> None:
        import tempfile

        if self.path is None:
            descriptor, self.path = tempfile.mkstemp(prefix="chainrule-fault-", suffix=".txt")
            os.close(descriptor)
            click.echo(f"a fault of chainrule, not yours; details for a bug report: {self.path}", err=True)
        with Path(self.path).open("a", encoding="utf-8") as file:
            file.write(self.format(record) + "\n")


def _die(message: str, code: int) -> NoReturn:
    click.echo(f"error: {message}" if not message.startswith("error") else message, err=True)
    sys.exit(code)
