"""`gwanje impact cascade`: what the failure of a firm does to all firms of a network that a person brings."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gwanje.foundation.errors import RefusedInputError, UnavailableError
from gwanje.foundation.markings import parse_marking
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.words import words

if TYPE_CHECKING:
    from gwanje.answers.cascading import AffectedFirm, Cascade, RankedFirm
    from gwanje.answers.cascading_tables import Brought

_FILE = click.Path(path_type=Path)
_QUIET_SECONDS = 3.0


@click.command()
@click.option(
    "--edges",
    type=_FILE,
    required=True,
    metavar="FILE",
    help="A CSV table of sales between firms: supplier, buyer, weight (money per period).",
)
@click.option(
    "--firms",
    type=_FILE,
    required=True,
    metavar="FILE",
    help="A CSV table of all firms: firm, sector; each firm once. A column not_replaced, 0 to 1, may state the share of what a firm no longer delivers that buyers do not get from others; without it nothing is replaced.",
)
@click.option(
    "--essential",
    type=_FILE,
    default=None,
    metavar="FILE",
    help="A CSV matrix, input sectors in rows, buyer sectors in columns: 0 negligible, 1 non-essential, 2 essential. Without it both plain cases are shown.",
)
@click.option(
    "--fail",
    "failed",
    multiple=True,
    metavar="FIRM",
    help="A firm that fails; may be repeated. Default: every firm in turn.",
)
@click.option(
    "--left",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="With --fail: the share of their capacity that these firms keep, from 0 to 1.",
)
@click.option(
    "--tolerance",
    type=float,
    default=1e-2,
    help="Stop once no firm falls by more than this in a round; values at different tolerances are not compared.",
)
@click.option("--top", type=click.IntRange(1), default=20, help="How many firms to tell of.")
@click.option(
    "--workers", type=click.IntRange(1), default=None, help="Threads; they change no digit. Default: one for each core."
)
@click.option(
    "--marking",
    type=click.Choice(["public", "internal", "restricted"]),
    default="internal",
    help="The handling marking of the answer; it is your data.",
)
@common_options
def cascade(
    asked: Asked,
    edges: Path,
    firms: Path,
    essential: Path | None,
    failed: tuple[str, ...],
    left: float,
    tolerance: float,
    top: int,
    workers: int | None,
    marking: str,
) -> None:
    """The firms whose failure takes most of all sales with it, or what given failures do. The files stay on this machine.

    A simulation: failures spread to buyers (input shortage) and to suppliers (lost customers), without any response.
    """
    from gwanje.answers import cascading  # noqa: PLC0415 - only impact commands need numpy and numba

    if left and not failed:
        raise click.UsageError("--left belongs to --fail")
    tables = cascading.FirmTables(_brought(edges), _brought(firms), None if essential is None else _brought(essential))
    question = cascading.CascadeQuestion(
        failed, left, tolerance, top, workers or os.cpu_count() or 1, parse_marking(marking)
    )
    answer = cascading.cascade(asked.tower, asked.as_of, tables, question, progress=_progress(asked))
    emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))


def _brought(file: Path) -> Brought:
    """A file that a person named, as UTF-8 with or without a mark at its start."""
    from gwanje.answers.cascading_tables import Brought  # noqa: PLC0415 - see above

    try:
        data = file.read_bytes()
        return Brought(file.name, hashlib.sha256(data).hexdigest(), data.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise RefusedInputError(
            "This file is not UTF-8", place=file.name, found=str(fault), remedy="Save it again as CSV, UTF-8"
        ) from fault
    except OSError as fault:
        raise UnavailableError(
            "This file cannot be read", place=file.name, found=fault.strerror or str(fault), remedy="Check the path"
        ) from fault


def _progress(asked: Asked) -> Callable[[int, int], None]:
    """Says on standard error how far it is, every few seconds; a short run says nothing."""
    say, told = words(asked.lang), [time.monotonic()]

    def tell(done: int, total: int) -> None:
        if time.monotonic() - told[0] > _QUIET_SECONDS:
            told[0] = time.monotonic()
            click.echo(say.say("cascade_progress", done=f"{done:,}", total=f"{total:,}"), err=True)

    return tell


def _lead(answer: Cascade, asked: Asked) -> list[str]:
    say = words(asked.lang)
    stopped = say.say(
        "cascade_stopped",
        rounds=answer.most_rounds,
        tolerance=f"{answer.tolerance:g}",
        fall=f"{answer.largest_last_fall:.3g}",
    )
    noted = [
        say.count(f"cascade_{name}", count, count=f"{count:,}")
        for name, count in answer.noted.items()
        if count or name in {"firms", "links"}
    ]
    lines = [answer.headline.say(asked.lang), *(f"  {one.say(asked.lang)}" for one in answer.reading)]
    return [*lines, f"  {stopped}", f"  {say.say('cascade_noted', noted=', '.join(noted))}", ""]


def _table(answer: Cascade, asked: Asked) -> list[dict[str, object]]:
    if answer.failed:
        return [_affected(one, answer, asked) for one in answer.affected]
    return [_ranked(one, asked) for one in answer.ranking]


def _ranked(one: RankedFirm, asked: Asked) -> dict[str, object]:
    say = words(asked.lang)
    row: dict[str, object] = {
        say["cascade_rank"]: str(one.rank),
        say["cascade_firm"]: one.firm,
        say["cascade_sector"]: one.sector,
        say["cascade_own"]: one.output_share,
    }
    for found in one.cases:
        row[say[f"cascade_case_{found.case}"]] = found.systemic_risk
    row[say["cascade_upstream"]] = one.cases[0].upstream
    return row


def _affected(one: AffectedFirm, answer: Cascade, asked: Asked) -> dict[str, object]:
    say = words(asked.lang)
    row: dict[str, object] = {
        say["cascade_firm"]: one.firm,
        say["cascade_sector"]: one.sector,
        say["cascade_own"]: one.output_share,
    }
    for case in answer.cases:
        row[say[f"cascade_lost_{case}"]] = one.lost[case]
    row[say["cascade_lost_customers"]] = one.lost_customers[answer.cases[0]]
    return row
