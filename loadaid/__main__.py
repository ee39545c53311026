"""The command line: `python -m loadaid VERB`. The verbs live in loadaid/cli; here is what holds for all of them.

Exit codes: 0 done; 2 to 5 bad use or bad data, with one message on stderr; 130 interrupted. Never a traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from loadaid.cli.agreement import agreement
from loadaid.cli.audit import audit
from loadaid.cli.backup import backup, restore
from loadaid.cli.bench import bench
from loadaid.cli.clinic import clinic
from loadaid.cli.cohort import cohort
from loadaid.cli.demo import demo
from loadaid.cli.doctor import doctor
from loadaid.cli.key import key
from loadaid.cli.measures import measures
from loadaid.cli.prove import prove
from loadaid.cli.read import read
from loadaid.cli.review import review
from loadaid.cli.validate import validate
from loadaid.domain.errors import LoadaidError, LogRefused

INTERRUPTED = 130  # what shells expect after Ctrl+C


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def loadaid() -> None:
    """Reads the exercise and pain log of patients with back pain, and says what the response to the sessions suggests:
    progression too fast, too cautious, in the zone, explained by daily strain, or not judgeable from what was logged.
    It aids; the clinician decides.

    A log is a folder with two files, sessions.csv and daily.csv. To see it all with invented patients:

    \b
      python -m loadaid demo clinic
      python -m loadaid review clinic
      python -m loadaid review clinic --patient P-002 --lang en
    """


for verb in (
    review,
    read,
    cohort,
    measures,
    validate,
    agreement,
    demo,
    clinic,
    bench,
    backup,
    restore,
    doctor,
    audit,
    key,
    prove,
):
    loadaid.add_command(verb)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb and answer with its exit code. arguments: as typed, default those of this process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show a letter gets a mark, not a failure
            stream.reconfigure(errors="replace")
    try:
        answer = loadaid.main(arguments, "python -m loadaid", standalone_mode=False)
        if sys.stdout:  # None when it was closed before the start
            sys.stdout.flush()
        return answer if isinstance(answer, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        return _say(error.format_message(), _help_of(error), code=2)
    except LogRefused as error:
        n = len(error.problems)
        return _say(f"The folder is refused, with {n} problem{'s' if n > 1 else ''}. Nothing was written.", str(error))
    except LoadaidError as error:
        return _say(str(error), code=error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _say("Interrupted. Nothing was written.", code=INTERRUPTED)
    except (BrokenPipeError, SystemExit):  # the reader, such as `head`, has seen enough; click makes it a SystemExit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _say(f"{error.filename or 'A file'}: {error.strerror or error}.")
    except MemoryError:
        return _say("Not enough memory for this folder. Review fewer patients at a time with --patient.")
    except Exception as error:
        # Its own text may quote a patient's log, so only the kind and the place are shown.
        place = _place(error)
        return _say(f"loadaid failed: {type(error).__name__} at {place}. This is its fault, not that of your folder. "
                    "Please report this line with the command you typed.")  # fmt: skip


def _say(message: str, *more: str, code: int = 2) -> int:
    click.echo("\n".join(["loadaid: " + message, *filter(None, more)]), err=True)
    return code


def _help_of(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"Help: {context.command_path} --help" if context else ""


def _place(error: BaseException) -> str:
    """File and line where an error arose."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"


if __name__ == "__main__":
    sys.exit(main())
