"""`gwanje watch indicator`: what an indicator is made of, and its record of hits, misses and false alarms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.watch_series import has_months, note_lines, read_series, series_options
from gwanje.interfaces.cli.words import words
from gwanje.interfaces.cli.writing import write_page

if TYPE_CHECKING:
    from gwanje.answers.indicating_answer import Indicators, IndicatorTold


@click.command()
@click.argument("key", default="", metavar="[KEY]")
@click.option(
    "--exports-of",
    default="",
    metavar="ISO3",
    help="The table is this country's exports: partners are buyers, and the share signs are a buyer's share of them.",
)
@click.option("--partner", default="", metavar="COUNTRY", help="Judge only series with this partner.")
@click.option("--item", default="", metavar="ITEM-OR-CODE", help="Judge only this item or code of the table.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="Write the page there in both languages, with JSON and CSV.",
)
@series_options
@common_options
def indicator(asked: Asked, key: str, exports_of: str, partner: str, item: str, out: Path | None, file: Path | None, columns: tuple[str, ...], code_vintage: str) -> None:  # fmt: skip
    """Every indicator, or one by its KEY: formula, numbers and their reasons, data need, and its record so far."""
    from gwanje.answers import backtesting, indicating  # noqa: PLC0415 - only this command needs numpy

    is_there = file is not None or has_months(asked)
    table = read_series(asked, file, columns, code_vintage) if is_there else None
    question = backtesting.BackTestQuestion((), exports_of, partner, item)
    answer = indicating.told_indicators(asked.tower, asked.as_of, table, question, key=key)
    if out is not None:
        from gwanje.interfaces.paper.indicator_page import indicator_page  # noqa: PLC0415 - only a page needs templates

        write_page(f"indicator-{answer.page_of}" if key else "indicators", answer, out, asked, indicator_page)
    emit(
        answer,
        asked,
        table=_table(answer, asked),
        lead=[*(_lead(answer, asked) if key else []), *note_lines(answer.notes, asked)],
    )


def _lead(answer: Indicators, asked: Asked) -> list[str]:
    say, one = words(asked.lang), answer.indicators[0]
    lines = [f"{one.names[asked.lang]} ({one.key}): {one.record.say(asked.lang)}"]
    lines += [
        say.say("indicator_sign", sign=sign.names[asked.lang], formula=sign.formula, at=f"{sign.at:g}",
                weight=f"{sign.weight:g}", basis=sign.basis)
        for sign in one.signs
    ]  # fmt: skip
    lines.append(say.say("indicator_needs", needs=", ".join(one.needs)))
    lines += [
        say.say("indicator_number", name=number.name, value=f"{number.value:g}", unit=number.unit, basis=number.basis)
        for number in answer.numbers
    ]
    for record in one.records:
        lines += [
            say.say("indicator_event", lag=record.lag_days, event=outcome.event, item=outcome.item,
                    month=f"{outcome.alarm.month:%Y-%m}", day=outcome.alarm.knowable,
                    announced=_days(outcome.alarm.days_to_announcement), entry=_days(outcome.alarm.days_to_entry),
                    shortfall=_days(outcome.alarm.days_to_shortfall))
            if outcome.alarm
            else say.say("indicator_miss" if outcome.covered else "indicator_uncovered", lag=record.lag_days,
                         event=outcome.event, item=outcome.item)
            for outcome in record.outcomes
        ]  # fmt: skip
    if one.records and (without := one.records[0].events_without_series):
        lines.append(say.say("backtest_without", events=", ".join(without)))
    lines.append(say.say("backtest_frozen", hash=answer.frozen[:16], files=", ".join(answer.frozen_files)))
    return lines


def _days(number: int | None) -> str:
    return "—" if number is None else f"{number:+d}"


def _table(answer: Indicators, asked: Asked) -> list[dict[str, object]]:
    if answer.page_of:
        return _records(answer.indicators[0], asked)
    say = words(asked.lang)
    return [
        {
            say["col_indicator"]: one.key,
            say["col_name"]: one.names[asked.lang],
            say["col_needs"]: " ".join(one.needs),
            say["col_record"]: one.record.say(asked.lang),
        }
        for one in answer.indicators
    ]


def _records(one: IndicatorTold, asked: Asked) -> list[dict[str, object]]:
    say = words(asked.lang)
    return [
        {
            say["col_lag"]: record.lag_days,
            say["col_events"]: say.say("backtest_of", hits=record.events_hit, all=record.events_covered),
            say["col_by_chance"]: round(record.random_hits_expected, 2),
            say["col_false_alarms"]: record.false_alarms,
            say["col_series_years"]: round(record.series_years, 1),
            say["col_not_judged"]: say.say(
                "backtest_not_judged", n=record.alarms_not_judged, years=f"{record.series_years_not_judged:.1f}"
            ),
        }
        for record in one.records
    ]
