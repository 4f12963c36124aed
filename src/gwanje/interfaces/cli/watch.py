"""`gwanje watch`: dependence, foreign measures, what ends soon."""

from collections.abc import Iterator
from typing import Any

import click

from gwanje.answers import restricting
from gwanje.interfaces.cli.deferred import DeferredCommands
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.words import Words, words


def _level() -> click.Command:
    from gwanje.interfaces.cli.watch_level import level  # noqa: PLC0415 - see DeferredCommands

    return level


def _cover() -> click.Command:
    from gwanje.interfaces.cli.watch_cover import cover  # noqa: PLC0415 - see DeferredCommands

    return cover


def _routes() -> click.Command:
    from gwanje.interfaces.cli.watch_routes import routes  # noqa: PLC0415 - see DeferredCommands

    return routes


def _relapse() -> click.Command:
    from gwanje.interfaces.cli.watch_relapse import relapse  # noqa: PLC0415 - see DeferredCommands

    return relapse


def _backtest() -> click.Command:
    from gwanje.interfaces.cli.watch_backtest import backtest  # noqa: PLC0415 - see DeferredCommands

    return backtest


def _indicator() -> click.Command:
    from gwanje.interfaces.cli.watch_indicator import indicator  # noqa: PLC0415 - see DeferredCommands

    return indicator


def _signals() -> click.Command:
    from gwanje.interfaces.cli.watch_signals import signals  # noqa: PLC0415 - see DeferredCommands

    return signals


def _report() -> click.Command:
    from gwanje.interfaces.cli.watch_report import report  # noqa: PLC0415 - see DeferredCommands

    return report


def _calendar() -> click.Command:
    from gwanje.interfaces.cli.watch_calendar import calendar  # noqa: PLC0415 - see DeferredCommands

    return calendar


def _attention() -> click.Command:
    from gwanje.interfaces.cli.watch_attention import attention  # noqa: PLC0415 - see DeferredCommands

    return attention


def _notice() -> click.Command:
    from gwanje.interfaces.cli.watch_notice import notice  # noqa: PLC0415 - see DeferredCommands

    return notice


def _criticality() -> click.Command:
    from gwanje.interfaces.cli.watch_criticality import criticality  # noqa: PLC0415 - see DeferredCommands

    return criticality


@click.group(
    commands=DeferredCommands(
        criticality=_criticality,
        notice=_notice,
        report=_report,
        calendar=_calendar,
        attention=_attention,
        signals=_signals,
        backtest=_backtest,
        indicator=_indicator,
        relapse=_relapse,
        routes=_routes,
        cover=_cover,
        level=_level,
    )
)
def watch() -> None:
    """What the country depends on, which measures touch it, what ends soon."""


@watch.command()
@click.option(
    "--item",
    required=True,
    metavar="ITEM-OR-CODE",
    help="An item (natural-graphite) or a code with its vintage (hs1992:280530).",
)
@click.option("--importer", default="", metavar="ISO3", help="Any importing country; default: the tower's country.")
@click.option(
    "--year",
    "years",
    type=click.IntRange(1900, 2199),
    multiple=True,
    help="This year only; may be repeated. Default: the last five known.",
)
@common_options
def dependence(asked: Asked, item: str, importer: str, years: tuple[int, ...]) -> None:
    """Supplier shares by value and by mass, concentration, distance to the single-country target, flags."""
    from gwanje.answers import depending  # noqa: PLC0415 - only this command needs pandas

    tower = asked.tower
    answer = depending.dependence(tower, item, importer or tower.iso3, asked.as_of, years=years)
    name = tower.countries.name(answer.importer, asked.lang)
    lead = [
        f"{answer.item} into {name} ({answer.importer}): {answer.status}"
        + (f", {answer.reason}" if answer.reason else "")
    ]
    lead += [_year_line(year) for year in answer.years]
    rows = [
        {"year": year["year"], "supplier": f"{one['iso3']} {tower.countries.name(one['iso3'], asked.lang)}", "USD": one["import_value_usd"],
         "t": one["import_mass_t"], "share by value": one["share_value"], "share by mass": one["share_mass"], "flags": " ".join(one["flags"])}
        for year in answer.years[:1]
        for one in year["suppliers"]
    ]  # fmt: skip
    emit(answer, asked, table=rows, lead=lead)


def _year_line(year: dict[str, object]) -> str:
    top, heavy = year["top_supplier"], year["top_supplier_by_mass"]
    if not isinstance(top, dict):
        return f"  {year['year']}: {year['status']}, {year['reason']}"
    mass = f"{heavy['iso3']} {heavy['share_mass']:.3f}" if isinstance(heavy, dict) else "mass not known"
    flags = year["flags"]
    noted = f"; {' '.join(flags)}" if isinstance(flags, list) and flags else ""
    return (
        f"  {year['year']}: {top['iso3']} {top['share_value']:.3f} by value, {mass} by mass; HHI {_number(year['hhi_value'])} by value, "
        f"{_number(year['hhi_mass'])} by mass; to the target {_number(year['distance_to_target_value'])}; {year['market']}{noted}"
    )


def _number(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "—"


@watch.command()
@click.option("--item", default=None, help="Only measures that touch this item or chain.")
@common_options
def restrictions(asked: Asked, item: str | None) -> None:
    """The register of foreign measures: in what state each is on the day, as known on the day."""
    answer = restricting.restrictions(asked.tower, asked.as_of, item=item)
    counts = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in sorted(answer.totals.items()))
    emit(answer, asked, lead=[f"{len(answer.measures)} measures known: {counts or 'none'}"])


@watch.command()
@common_options
def sunsets(asked: Asked) -> None:
    """What ends within 90 days by the earlier reading, and what has passed in the last 30; a bare day is the whole day."""
    answer = restricting.sunsets(asked.tower, asked.as_of_day)
    say = words(asked.lang)
    table = [
        {
            "id": end.id,
            say["col_what"]: end.what.say(say.lang),
            say["col_days_left"]: end.days_left,
            say["col_ends"]: end.when.say(say.lang),
            say["col_wording"]: f"{end.wording} [{say.of('reading', end.reading)}]",
            say["col_raised"]: answer.raised[end.id].isoformat() if end.id in answer.raised else None,
            say["col_lead"]: end.lead.words.say(say.lang),
        }
        for end in answer.ends.all()
    ]
    lead = list(_after(answer.after, say))
    emit(answer, asked, table=table, lead=lead if answer.ends.all() else [say["sun_none"]])


def _after(ends: tuple[dict[str, Any], ...], say: Words) -> Iterator[str]:
    """What is known of what the ends that have passed held back, and what is not; the same gap is told once."""
    gaps: dict[str, list[str]] = {}
    told: dict[str, str] = {}
    for one in ends:
        states: dict[str, list[str]] = {}
        for measure in one["measures"]:
            states.setdefault(measure["words"][say.lang], []).append(measure["id"])
        for state, measures in states.items():
            yield say.say("sun_after", id=one["id"], measures=" ".join(measures), words=state)
        if one["followed_by"]:
            yield say.say("sun_followed", id=one["id"], by=" ".join(one["followed_by"]))
        for gap in one["not_known"]:
            gaps.setdefault(gap["id"], []).append(one["id"])
            told[gap["id"]] = gap[say.lang]
    for gap, after in gaps.items():
        yield say.say("sun_not_known", ids=" ".join(after), gap=gap, words=told[gap])
