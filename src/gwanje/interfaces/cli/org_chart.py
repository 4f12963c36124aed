"""`gwanje org chart`: before and after a reform side by side, as a drawing that stands alone."""

import os
from datetime import datetime
from pathlib import Path

import click

from gwanje.answers.org_chart import OrgChart, org_chart
from gwanje.answers.tower import Tower
from gwanje.assembly import instant_asked
from gwanje.foundation.errors import UnavailableError, WrongUseError, unknown_key
from gwanje.foundation.instants import AsOf, day_start, known_day
from gwanje.foundation.names import Language
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.org_candidates import with_written
from gwanje.interfaces.cli.output import emit

_FORMS = (".svg", ".html")


@click.command()
@click.argument("reform", required=False, metavar="[REFORM|FILE]")
@click.option("--from", "earlier", default=None, metavar="D1", help="The earlier day; with REFORM: the day before it.")
@click.option("--to", "later", default=None, metavar="D2", help="The later day; with REFORM: the day it takes effect.")
@click.option("--unit", default=None, metavar="UNIT", help="Only this unit, by id or name, and what hangs under it.")
@click.option("--all", "whole", is_flag=True, help="Draw every unit, also the unchanged ones of a large structure.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("org-chart.svg"),
    metavar="FILE",
    help="The file to write, .svg or .html; its twin in the other language is written beside it.",
)
@common_options
def chart(
    asked: Asked,
    reform: str | None,
    earlier: str | None,
    later: str | None,
    unit: str | None,
    whole: bool,  # noqa: FBT001 - a flag of the command line
    out: Path,
) -> None:
    """The structure before and after, joined by lines; what moved is coloured by what happened to it.

    REFORM is the id of a reform, or a file in the format of registry/reforms (- for standard input), of which nothing
    is recorded; without it, give --from and --to.
    """
    tower, known = asked.tower, asked.as_of.known
    if reform is not None:
        tower, reform, known = with_written(asked, reform)
    start, end = _days(tower, known, reform, (earlier, later))
    answer = org_chart(tower, start, end, focus=unit, whole=whole)
    if asked.format != "table":
        emit(answer, asked)
        return
    title, paths = _write(answer, out, asked)
    for path in paths:
        click.echo(f"wrote {path}", err=True)
    click.echo(title)


def _days(tower: Tower, known: datetime, reform: str | None, given: tuple[str | None, str | None]) -> tuple[AsOf, AsOf]:
    """The two days: as given, else those around the reform."""
    earlier, later = given
    if earlier is not None and later is not None:
        days = (instant_asked(tower, earlier), instant_asked(tower, later))
    elif reform is not None:
        before, after = _around(tower, known, reform)
        days = (instant_asked(tower, earlier) if earlier else before, instant_asked(tower, later) if later else after)
    else:
        raise WrongUseError(
            "A chart needs two days to compare",
            expected="REFORM, or --from D1 and --to D2",
            found="one day" if earlier or later else "neither",
            remedy="Name a reform (gwanje org show lists them), or give both days",
        )
    return AsOf(valid=days[0], known=known), AsOf(valid=days[1], known=known)


def _around(tower: Tower, known: datetime, asked_reform: str) -> tuple[datetime, datetime]:
    """The day before a reform takes effect, and the day it does."""
    reforms = {view.id: view for view in tower.registry.reforms(AsOf(known, known))}
    if asked_reform not in reforms:
        day_known = known_day(known, tower.zone)
        raise unknown_key(
            "reform", asked_reform, reforms, remedy=f"Of reforms public by {day_known}: {', '.join(reforms)}."
        )
    reform = reforms[asked_reform]
    if reform.effective is None or not reform.day_is_exact:
        raise WrongUseError(
            f"The day on which the reform {reform.id} takes effect is not known",
            expected="a reform with a day",
            found=f"not later than {reform.effective.date()}" if reform.effective else "no day",
            remedy="Give the two days yourself: --from D1 --to D2",
        )
    first, last = tower.registry.sides(reform.id, known)
    return day_start(first.valid.astimezone(tower.zone).date(), tower.zone), last.valid


def _write(answer: OrgChart, out: Path, asked: Asked) -> tuple[str, list[Path]]:
    """The finding, and the files of both languages: the chosen one takes the name given, the other carries its code.

    What draws is imported here, so that the other commands of the group do not wait for it (docs/adr/0009).
    """
    from gwanje.interfaces.paper import org_chart as paper  # noqa: PLC0415

    if out.suffix not in _FORMS:
        raise WrongUseError(
            "A chart is written as a drawing or as a page",
            expected=" or ".join(_FORMS),
            found=out.name,
            remedy="Give --out a name that ends so, e.g. org-chart.svg",
        )
    other: Language = "en" if asked.lang == "ko" else "ko"
    paths: dict[Language, Path] = {asked.lang: out, other: out.with_name(f"{out.stem}.{other}{out.suffix}")}
    twins = {asked.lang: paths[other].name, other: paths[asked.lang].name}
    zone = asked.tower.zone
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        for lang, path in paths.items():
            is_page = out.suffix == ".html"
            text = (
                paper.org_chart_page(answer, lang, zone, twins[lang])
                if is_page
                else paper.org_chart_svg(answer, lang, zone)
            )
            part = path.with_name(f"{path.name}.{os.getpid()}.part")
            part.write_text(text, encoding="utf-8")
            part.replace(path)
    except OSError as fault:
        raise UnavailableError(
            "The chart could not be written",
            place=str(out),
            found=fault.strerror or str(fault),
            remedy="Give --out a file in a folder you may write to, with room on the disk",
        ) from fault
    return paper.org_chart_title(answer, asked.lang), list(paths.values())
