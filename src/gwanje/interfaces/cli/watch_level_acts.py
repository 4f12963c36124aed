"""`gwanje watch level propose | consult | log`: readings held against criteria, what others say, and every act."""

from datetime import datetime
from typing import Any

import click

from gwanje.answers.level_lines import actor, stations_of_day
from gwanje.answers.level_log import act_told, level_log
from gwanje.answers.level_words import advice_words
from gwanje.assembly import clock
from gwanje.flows.consult_on_level import consult_on_level
from gwanje.flows.propose_level import consider_level, keep_proposal
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit, emit_report
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
from gwanje.interfaces.cli.words import words


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
    scheme: str,
    effective: str | None,
    by: str,
) -> None:
    """Hold readings against the criteria of a scheme and keep what they propose, as a draft that decides nothing."""
    at = clock()
    moment = moment_asked(asked, effective, at)
    chosen_scheme, resource = one_resource(asked, subject, scheme, moment)
    conditions = chosen_scheme.conditions(resource)
    kinds = {key: condition.kind for key, condition in conditions.items()}
    readings = [reading_told(text, kinds, moment.valid) for text in inputs]
    considered = consider_level(chosen_scheme, resource, readings)
    advice, say = considered.advice, words(asked.lang)
    told = advice_words(chosen_scheme, advice, has_readings=bool(readings)).say(asked.lang)
    lines = [told, *(_result(one, asked.lang) for one in advice.as_answer()["results"])]
    if only_try:
        emit_report(asked, {"entry": None, **advice.as_answer()}, [], lines)
        return
    line = stations_of_day(asked.tower, chosen_scheme, moment)
    state = state_at(asked, chosen_scheme, resource, moment)
    who = actor(asked.tower, by, at, moment)
    act = keep_proposal(asked.tower.watch_store, considered, state, line, who, on=moment.valid, note=note)
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


def _result(one: dict[str, Any], lang: str) -> str:
    conditions = "; ".join(f"{part['about'][lang]}: {part['why'][lang]}" for part in one["conditions"])
    return f"  {one['criterion']} ({one['level'] or '–'}): {one['why'][lang]} [{conditions}]"
