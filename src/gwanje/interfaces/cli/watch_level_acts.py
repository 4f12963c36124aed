"""`gwanje watch level propose | consult | log`: readings held against criteria, what others say, and every act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gwanje.answers.level_lines import actor, stations_of_day
from gwanje.answers.level_log import act_told, level_log
from gwanje.answers.level_words import advice_words
from gwanje.answers.levelling import day_readings
from gwanje.assembly import clock
from gwanje.flows.consult_on_level import consult_on_level
from gwanje.flows.propose_level import consider_level, keep_proposal
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit, emit_report
from gwanje.interfaces.cli.reading import read_text
from gwanje.interfaces.cli.watch_level_asked import (
    act_row,
    by_option,
    effective_option,
    moment_asked,
    one_resource,
    scheme_option,
    state_at,
)
from gwanje.interfaces.cli.watch_level_readings import reading_told
from gwanje.interfaces.cli.watch_stocks import stocks_option
from gwanje.interfaces.cli.words import Words, words
from gwanje.watch import Reading, Scheme

if TYPE_CHECKING:
    from gwanje.answers.stock_files import StockTable


@click.command()
@click.argument("subject", metavar="ITEM-OR-RESOURCE")
@click.option(
    "--input",
    "inputs",
    multiple=True,
    metavar="KEY=VALUE@SOURCE",
    help="A reading: gas-stock=92%@weekly-report, ticking=yes@NV4, dubai-price=105/6d@ED2 (held for 6 days). May be repeated.",
)
@click.option("--note", default="", metavar="TEXT", help="What the readings do not say.")
@click.option("--try", "only_try", is_flag=True, help="Only say what the criteria propose; nothing is recorded.")
@stocks_option
@scheme_option
@effective_option
@by_option
@common_options
def propose(
    asked: Asked,
    subject: str,
    inputs: tuple[str, ...],
    note: str,
    only_try: bool,  # noqa: FBT001 - a flag of the command line
    stocks: Path | None,
    scheme: str,
    effective: str | None,
    by: str,
) -> None:
    """Hold readings against the criteria of a scheme and keep what they propose, as a draft that decides nothing.

    What loaded data measure of a condition is read from them; --input comes before data. With --on and --known only what
    could be known then is read.
    """
    from gwanje.answers.level_beside import beside_level  # noqa: PLC0415 - only a proposal reads data

    at = clock()
    moment = moment_asked(asked, effective or asked.on, at)
    chosen_scheme, resource = one_resource(asked, subject, scheme, moment)
    seen = AsOf(moment.valid, asked.as_of.known if asked.known else moment.known)
    readings = _readings(asked, chosen_scheme, resource, inputs, seen)
    criteria = asked.tower.schemes.criteria(chosen_scheme, seen.known)
    considered = consider_level(chosen_scheme, criteria, resource, readings)
    beside = beside_level(asked.tower, chosen_scheme, resource, seen, _stocks(asked, stocks, seen))
    advice, say = considered.advice, words(asked.lang)
    has_readings = any(one.absent is None for one in readings)
    told = advice_words(chosen_scheme, advice, has_readings=has_readings).say(asked.lang)
    lines = [told, *(line for one in advice.as_answer()["results"] for line in _result(one, asked.lang))]
    lines += [say["lvl_beside"], *(f"  {one.item}: {one.words.say(asked.lang)}" for one in beside)]
    measured = [one.model_dump(mode="json") for one in beside]
    if only_try:
        times = {"on": seen.valid.isoformat(), "known": seen.known.isoformat()}
        emit_report(asked, {"entry": None, **times, **advice.as_answer(), "beside": measured}, [], lines)
        return
    line = stations_of_day(asked.tower, chosen_scheme, moment)
    state = state_at(asked, chosen_scheme, resource, moment)
    who = actor(asked.tower, by, at, moment)
    act = keep_proposal(
        asked.tower.watch_store, considered, state, line, who, on=moment.valid, note=note, beside=measured
    )
    lines.append(say.say("lvl_kept", entry=act.number, by=by))
    emit_report(asked, act_told(act), [act_row(act)], lines)


@click.command()
@click.argument("entry", type=int)
@click.option("--says", required=True, metavar="TEXT", help="What the office says to the proposal.")
@effective_option
@by_option
@common_options
def consult(asked: Asked, entry: int, says: str, effective: str | None, by: str) -> None:
    """Keep what an office that is consulted says to proposal ENTRY; it may agree or object, and decides nothing."""
    at = clock()
    moment = moment_asked(asked, effective, at)
    proposal = asked.tower.watch_store.levels.proposal(entry)
    line = stations_of_day(asked.tower, asked.tower.schemes.get(proposal.scheme), moment)
    act = consult_on_level(asked.tower.watch_store, proposal, says, line, actor(asked.tower, by, at, moment))
    said = words(asked.lang).say("lvl_consulted", entry=act.number, proposal=entry, by=by)
    emit_report(asked, act_told(act), [act_row(act)], [said])


@click.command()
@click.argument("subject", metavar="[ITEM-OR-RESOURCE]", default="")
@scheme_option
@common_options
def log(asked: Asked, subject: str, scheme: str) -> None:
    """Every act on levels in this tower, in order, with its number, by whom, and why."""
    answer = level_log(asked.tower, subject, AsOf(asked.as_of.valid, max(asked.as_of.known, clock())), scheme=scheme)
    say = words(asked.lang)
    zone = asked.tower.zone
    rows = [
        row
        | {
            "kind": say.of("lvl_act", row["kind"]),
            "at": f"{datetime.fromisoformat(row['at']).astimezone(zone):%Y-%m-%d %H:%M}",
        }
        for row in answer.rows()
    ]
    table = [{say[f"col_act_{key}"]: value for key, value in row.items()} for row in rows]
    lead = [] if answer.acts else [say["lvl_no_acts"]]
    lead += [say.say("lvl_erased", entry=one["entry"], **one["erased"]) for one in answer.erased]
    emit(answer, asked, table=table, lead=lead)


def _stocks(asked: Asked, file: Path | None, seen: AsOf) -> StockTable | None:
    """A file of one's own; a count that lies after the two times of the proposal is refused with its line."""
    if file is None:
        return None
    from gwanje.answers.stock_files import read_stocks  # noqa: PLC0415 - only when a file is given

    text, name = read_text(file)
    return read_stocks(asked.tower, name, text, seen)


def _readings(asked: Asked, scheme: Scheme, resource: str, inputs: tuple[str, ...], seen: AsOf) -> list[Reading]:
    """What was typed, then what sources report of the day, then what loaded data measure; each condition once."""
    from gwanje.answers.level_figures import data_readings  # noqa: PLC0415 - only a proposal reads data

    kinds = {key: condition.kind for key, condition in scheme.conditions(resource).items()}
    found = [reading_told(text, kinds, seen.valid) for text in inputs]
    typed = {one.condition for one in found}
    reported = {one.condition: one for one in day_readings(asked.tower, scheme, resource, seen)}
    found += [one for key, one in reported.items() if key not in typed]
    return [*found, *data_readings(asked.tower, scheme, resource, seen, [one.condition for one in found])]


def _result(one: dict[str, Any], lang: Language) -> Iterator[str]:
    """A criterion, then each of its conditions with the figures that were held against it and what would be needed."""
    say = words(lang)
    yield f"  {one['criterion']} ({one['level'] or '–'}): {one['why'][lang]}"
    for part in one["conditions"]:
        yield f"    {part['about'][lang]}: {part['why'][lang]}"
        reading = part["reading"] or {}
        for figure in reading.get("measured", ()):
            value = _figure(figure["value"], part, say)
            yield say.say("lvl_figure", basis=figure["basis"][lang], period=figure["period"], value=value)
        if reading.get("measured"):
            yield say.say("lvl_read_from", sources=", ".join(reading["sources"]), known=reading["known"])
        if part["needs"] and part["outcome"] == "not_checkable":
            yield say.say("lvl_needs", words=part["needs"][lang])


def _figure(value: float, part: dict[str, Any], say: Words) -> str:
    """A change with its sign, in points where it is one of a share; anything else in its unit, in three digits."""
    if part["kind"] == "reliance-change":
        return say.say("lvl_points", points=f"{value * 100:+.3g}")
    return f"{value * 100:+.3g}%" if part["unit"] == "share" else f"{value:.3g} {part['unit']}"
