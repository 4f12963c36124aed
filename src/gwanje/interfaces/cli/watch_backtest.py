"""`gwanje watch backtest`: what indicators would have said around sourced events, without look-ahead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.watch_series import has_months, note_lines, read_series, series_options
from gwanje.interfaces.cli.words import words

if TYPE_CHECKING:
    from gwanje.answers.backtesting_answer import BackTest, EventTold, MonthTold, Outcome, RecordTold, RunUp


@click.command()
@click.option(
    "--weighting",
    "weightings",
    multiple=True,
    default=("standard",),
    metavar="KEY",
    help="A weighting of indicators/distress.yaml, or one of its signs alone (mass-fall). Baselines stand beside it.",
)
@click.option(
    "--against", multiple=True, metavar="KEY", help="Another one to compare it with, side by side; may be repeated."
)
@click.option(
    "--exports-of",
    default="",
    metavar="ISO3",
    help="The table is this country's exports: partners are buyers, and the share signs are a buyer's share of them.",
)
@click.option("--partner", default="", metavar="COUNTRY", help="Judge only series with this partner.")
@click.option("--item", default="", metavar="ITEM-OR-CODE", help="Judge only this item or code of the table.")
@click.option(
    "--lag-days",
    type=click.IntRange(0, 3650),
    default=None,
    help="Days from a month's end until its rows were public, where they do not say; default: content.",
)
@click.option(
    "--frozen",
    default="",
    metavar="HASH",
    help="Refuse to run unless the indicators and events have this hash (12 digits or more).",
)
@series_options
@common_options
def backtest(asked: Asked, weightings: tuple[str, ...], against: tuple[str, ...], exports_of: str, partner: str, item: str, lag_days: int | None, frozen: str, file: Path | None, columns: tuple[str, ...], code_vintage: str) -> None:  # fmt: skip
    """Hits, misses, false alarms and lead times of indicators, at lag 0 and at the real lag; a miss is a result."""
    from gwanje.answers import backtesting  # noqa: PLC0415 - only this command needs numpy

    question = backtesting.BackTestQuestion((*weightings, *against), exports_of, partner, item, lag_days, frozen)
    if file is None and not has_months(asked):
        answer = backtesting.not_computable(asked.tower, asked.as_of, question)
    else:
        table = read_series(asked, file, columns, code_vintage)
        answer = backtesting.backtest(asked.tower, asked.as_of, table, question)
    emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))


def _lead(answer: BackTest, asked: Asked) -> list[str]:
    say = words(asked.lang)
    frozen = say.say("backtest_frozen", hash=answer.frozen[:16], files=", ".join(answer.frozen_files))
    if answer.first_month is None or answer.last_month is None:
        told = [line for event in answer.events for line in _event_lines(event, answer, asked)]
        return [answer.reason.say(asked.lang), *(told or [say["backtest_no_event"]]), frozen]
    lines = [
        say.say(
            "backtest_head",
            file=answer.file,
            first=f"{answer.first_month:%Y-%m}",
            last=f"{answer.last_month:%Y-%m}",
            series=answer.series,
            judged=answer.series_judged,
            masses=answer.masses_not_reported,
        ),
        frozen,
        say.say("backtest_lag_stated" if answer.lag_is_stated else "backtest_lag_given", days=answer.lag_days),
    ]
    for event in answer.events:
        lines += _event_lines(event, answer, asked)
    if not answer.events:
        lines.append(say["backtest_no_event"])
    if without := answer.records[0].events_without_series:
        lines.append(say.say("backtest_without", events=", ".join(without)))
    return lines + note_lines(answer.notes, asked)


def _event_lines(event: EventTold, answer: BackTest, asked: Asked) -> list[str]:
    say = words(asked.lang)
    days = {name: day.isoformat() if day else say["backtest_no_day"] for name, day in (
        ("announced", event.announced), ("entry", event.in_force), ("shortfall", event.first_shortfall))}  # fmt: skip
    partner = asked.tower.countries.name(event.partner, asked.lang)
    lines = [
        say.say("backtest_event", id=event.event, what=event.what[asked.lang], item=event.item, partner=partner, **days)
    ]
    lines += [_month_line(month, asked) for month in event.months]
    lines += [_run_up_line(one, asked) for one in event.run_up]
    if event.after_ratio_mass is not None:
        lines.append(say.say("backtest_after", ratio=f"{event.after_ratio_mass:.2f}"))
    for record in answer.records:
        mine = [
            one
            for one in record.outcomes
            if (one.event, one.item, one.partner) == (event.event, event.item, event.partner)
        ]
        lines += [_outcome_line(record, one, asked) for one in mine]
    return lines


def _month_line(month: MonthTold, asked: Asked) -> str:
    say = words(asked.lang)
    told = ", ".join(
        f"{say.of('sign', name)} {number:+.2f}" for name, number in month.signs.items()
        if number is not None and name in ("mass_rise", "value_rise", "unit_value_rise", "mass_year_on_year")
    )  # fmt: skip
    return say.say(
        "backtest_month",
        month=f"{month.month:%Y-%m}",
        value="—" if month.value_usd is None else f"{month.value_usd:,.0f}",
        mass="—" if month.mass_t is None else f"{month.mass_t:,.0f}",
        signs=told or say["backtest_no_score"],
        points="—" if month.points is None else f"{month.points:g}",
        word=say.of("distress", month.word) if month.word else "—",
        zero=month.knowable_at_lag_0 or "—",
        real=month.knowable or "—",
    )


def _run_up_line(one: RunUp, asked: Asked) -> str:
    say = words(asked.lang)
    ratio = "—" if one.ratio_mass is None else f"{one.ratio_mass:.2f}"
    value = "—" if one.ratio_value is None else f"{one.ratio_value:.2f}"
    half = "—" if one.half_year_ratio_mass is None else f"{one.half_year_ratio_mass:.2f}"
    met = say["backtest_met" if one.is_met else "backtest_not_met"] if one.is_met is not None else "—"
    return say.say("backtest_run_up", through=f"{one.through:%Y-%m}", mass=ratio, value=value, half=half, met=met,
                   zero=one.knowable_at_lag_0, real=one.knowable, lead_zero=one.days_to_entry_at_lag_0,
                   lead=one.days_to_entry)  # fmt: skip


def _outcome_line(record: RecordTold, one: Outcome, asked: Asked) -> str:
    say = words(asked.lang)
    seen = [
        say.say("backtest_sign", sign=say.of("sign", sign.measure), found=f"{sign.seen.found:.2f}",
                month=f"{sign.seen.month:%Y-%m}", day=sign.seen.knowable)
        for sign in one.signs if sign.seen
    ]  # fmt: skip
    name = record.names[asked.lang]
    signs = "; ".join(seen) or say["backtest_no_sign"]
    if not one.covered:
        return say.say("backtest_uncovered", weighting=name, lag=record.lag_days)
    if one.alarm is None:
        told = "backtest_stood" if one.stood_already else "backtest_miss"
        return say.say(told, weighting=name, lag=record.lag_days, signs=signs)
    return say.say(
        "backtest_hit",
        weighting=name,
        lag=record.lag_days,
        month=f"{one.alarm.month:%Y-%m}",
        day=one.alarm.knowable,
        announced=_days(one.alarm.days_to_announcement),
        entry=_days(one.alarm.days_to_entry),
        shortfall=_days(one.alarm.days_to_shortfall),
        signs=signs,
    )


def _days(number: int | None) -> str:
    return "—" if number is None else f"{number:+d}"


def _table(answer: BackTest, asked: Asked) -> list[dict[str, object]]:
    say = words(asked.lang)
    return [
        {
            say["col_weighting"]: one.names[asked.lang],
            say["col_lag"]: one.lag_days,
            say["col_events"]: say.say("backtest_of", hits=one.events_hit, all=one.events_covered),
            say["col_hits"]: say.say("backtest_of", hits=one.hits, all=one.hits + one.misses),
            say["col_by_chance"]: round(one.random_hits_expected, 2),
            say["col_false_alarms"]: one.false_alarms,
            say["col_series_years"]: round(one.series_years, 1),
            say["col_not_judged"]: say.say(
                "backtest_not_judged", n=one.alarms_not_judged, years=f"{one.series_years_not_judged:.1f}"
            ),
            say["col_per_series_year"]: None
            if one.false_alarms_per_series_year is None
            else round(one.false_alarms_per_series_year, 2),
            say["col_short_lists"]: say.say("backtest_of", hits=one.listed_in_windows, all=one.listed),
            say["col_rate"]: say["backtest_no_rate"] if one.hit_rate is None else f"{one.hit_rate:.2f}",
        }
        for one in answer.records
    ]
