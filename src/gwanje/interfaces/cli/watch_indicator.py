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
    from gwanje.answers.indicating_answer import Indicators, IndicatorTold, RuleOutcome, RuleRecord, SignTold


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
    lines += [_sign_line(sign, asked) for sign in one.signs]
    lines.append(
        f"  {one.needs_note.say(asked.lang)}"
        if one.needs_note
        else say.say("indicator_needs", needs=", ".join(one.needs))
    )
    lines += [
        say.say(
            "indicator_number", name=number.name, value=f"{number.value:,.10g}", unit=number.unit, basis=number.basis
        )
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
    lines += [_outcome_line(record, found, asked) for record in one.rule_records for found in record.outcomes]
    if one.records and (without := one.records[0].events_without_series):
        lines.append(say.say("backtest_without", events=", ".join(without)))
    lines.append(say.say("backtest_frozen", hash=answer.frozen[:16], files=", ".join(answer.frozen_files)))
    return lines


def _sign_line(sign: SignTold, asked: Asked) -> str:
    """A sign with its weight, or a condition of a rule, which has none."""
    say, name, at = words(asked.lang), sign.names[asked.lang], f"{sign.at:g}"
    if sign.weight is None:
        return say.say("indicator_condition", sign=name, formula=sign.formula, at=at, basis=sign.basis)
    return say.say(
        "indicator_sign", sign=name, formula=sign.formula, at=at, weight=f"{sign.weight:g}", basis=sign.basis
    )


def _outcome_line(record: RuleRecord, one: RuleOutcome, asked: Asked) -> str:
    """What a rule found beside an event, or did not."""
    say = words(asked.lang)
    told: dict[str, object] = {"verdict": say.of("rule_verdict", one.verdict), "events": ", ".join(one.events) or "—"}
    if not one.series:
        return say.say("indicator_event_missed", **told)
    told |= {"series": one.series, "quantity": say.of("quantity", one.quantity), "period": one.period,
             "found": "—" if one.found is None else f"{one.found:.2f}"}  # fmt: skip
    if record.rule == "run_up":
        return say.say("indicator_run_up", **told, day=one.knowable or "—", entry=_days(one.days_to_entry))
    return say.say("indicator_relapse", **told)


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
    if one.rule_records:
        return [_rule_row(record, asked) for record in one.rule_records]
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


def _rule_row(record: RuleRecord, asked: Asked) -> dict[str, object]:
    say = words(asked.lang)
    row: dict[str, object] = {
        say["col_rule"]: say[f"rule_{record.rule}"],
        say["col_record"]: record.words.say(asked.lang),
    }
    if record.status in {"not_computable", "no_data"}:
        return row
    return row | {
        say["col_events_not_judged"]: record.events_not_judged,
        say["col_false_alarms"]: say["rule_verdict_not_judged"] if record.false_alarms is None else record.false_alarms,
    }
