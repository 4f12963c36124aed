"""`gwanje watch level propose | consult | adopt | decline | extend | log`: what people do about levels."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from gwanje.answers.level_lines import actor, stations_of_day
from gwanje.answers.level_log import act_told, level_log
from gwanje.answers.level_steps import every_step
from gwanje.answers.level_words import advice_words, level_called
from gwanje.answers.levelling import chosen
from gwanje.assembly import clock, instant_asked
from gwanje.flows.adopt_level import LevelDecision, adopt_level
from gwanje.flows.consult_on_level import consult_on_level
from gwanje.flows.decline_level import Refusal, decline_level
from gwanje.flows.extend_level import Extension, extend_level
from gwanje.flows.propose_level import consider_level, keep_proposal
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.cli.options import Asked, Command, common_options
from gwanje.interfaces.cli.org_reform import base_option
from gwanje.interfaces.cli.output import emit, emit_report
from gwanje.interfaces.cli.watch_level_readings import reading_told
from gwanje.interfaces.cli.words import words
from gwanje.watch import LevelAct, LevelState, Scheme, level_at


def by_option(command: Command) -> Command:
    """Who acts: the line of the scheme is checked against it."""
    return click.option(
        "--by",
        required=True,
        metavar="OFFICE",
        help="Who acts: a unit or post of the registry, or an office or opaque id; kept for ever.",
    )(command)


def scheme_option(command: Command) -> Command:
    """Which scheme, where an item has levels in several."""
    return click.option("--scheme", default="", metavar="SCHEME", help="Which scheme, by key or name.")(command)


def effective_option(command: Command) -> Command:
    """From when it holds."""
    return click.option(
        "--effective",
        default=None,
        metavar="TIME",
        help="From when it holds, and whose line counts: that of this day; default: now, by the clock.",
    )(command)


def without_option(command: Command) -> Command:
    """Stations that were passed by."""
    return click.option(
        "--without",
        multiple=True,
        metavar="STATION=REASON",
        help="A station of the line that is passed by, and why: draft or consult. May be repeated.",
    )(command)


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
    at, moment = clock(), _moment(asked, effective)
    chosen_scheme, resource = _one(asked, subject, scheme, moment)
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
    state = _state(asked, chosen_scheme, resource, moment)
    act = keep_proposal(asked.tower.watch_store, considered, state, line, actor(asked.tower, by, at, moment), note=note)
    lines.append(say.say("lvl_kept", entry=act.number, by=by))
    emit_report(asked, act_told(act), [_row(act)], lines)


@click.command()
@click.argument("entry", type=int)
@click.option("--says", required=True, metavar="TEXT", help="What the office says to the proposal.")
@effective_option
@by_option
@common_options
def consult(asked: Asked, entry: int, says: str, effective: str | None, by: str) -> None:
    """Keep what an office that is consulted says to proposal ENTRY; it may agree or object, and decides nothing."""
    at, moment = clock(), _moment(asked, effective)
    proposal = asked.tower.watch_store.levels.proposal(entry)
    line = stations_of_day(asked.tower, asked.tower.schemes.get(proposal.scheme), moment)
    act = consult_on_level(asked.tower.watch_store, proposal, says, line, actor(asked.tower, by, at, moment))
    said = words(asked.lang).say("lvl_consulted", entry=act.number, proposal=entry, by=by)
    emit_report(asked, act_told(act), [_row(act)], [said])


@click.command()
@click.argument("subject", metavar="ENTRY-OR-RESOURCE")
@click.option("--level", default="", metavar="LEVEL", help="The level to adopt; default: the one that is proposed.")
@click.option("--reason", default="", metavar="TEXT", help="Why; needed where the criteria do not propose this level.")
@click.option("--until", default=None, metavar="TIME", help="When it is over; default: the term of the scheme, if any.")
@click.option("--note", default="", metavar="TEXT", help="Anything else that is to be kept beside it.")
@click.option(
    "--notice", default="", metavar="TEXT", help="The notice by which it is made known, for example its number."
)
@without_option
@scheme_option
@effective_option
@by_option
@base_option
@common_options
def adopt(
    asked: Asked,
    subject: str,
    level: str,
    reason: str,
    until: str | None,
    note: str,
    notice: str,
    without: tuple[str, ...],
    scheme: str,
    effective: str | None,
    by: str,
    base: int | None,
) -> None:
    """Adopt a level, up, down or kept: a person signs, on a proposal (its ENTRY number) or on a resource without one.

    A level that the criteria do not propose needs --reason. Whoever drafted it cannot sign it.
    """
    at, moment = clock(), _moment(asked, effective)
    proposal, chosen_scheme, resource = _target(asked, subject, scheme, moment)
    decision = LevelDecision(
        chosen_scheme,
        resource,
        _level(asked, chosen_scheme, level, proposal),
        moment.valid,
        until=_instant(asked, until),
        proposal=proposal,
        reason=reason,
        note=note,
        form=notice,
        waived=_waived(without),
    )
    act = adopt_level(
        asked.tower.watch_store,
        decision,
        _state(asked, chosen_scheme, resource, moment),
        stations_of_day(asked.tower, chosen_scheme, moment),
        actor(asked.tower, by, at, moment),
        base=base,
    )
    called = level_called(chosen_scheme, decision.level, asked.lang)
    said = words(asked.lang).say("lvl_adopted", entry=act.number, resource=resource, level=called, by=by)
    emit_report(asked, act_told(act), [_row(act)], [said, *_reason(asked, reason)])


@click.command()
@click.argument("subject", metavar="ENTRY-OR-RESOURCE")
@click.option("--reason", required=True, metavar="TEXT", help="Why it is not raised; kept for ever.")
@click.option("--level", default="", metavar="LEVEL", help="The level not raised; default: the one that is proposed.")
@scheme_option
@effective_option
@by_option
@base_option
@common_options
def decline(
    asked: Asked,
    subject: str,
    reason: str,
    level: str,
    scheme: str,
    effective: str | None,
    by: str,
    base: int | None,
) -> None:
    """Keep that a level is not raised, and why: on a proposal (its ENTRY number) or on a resource without one."""
    at, moment = clock(), _moment(asked, effective)
    proposal, chosen_scheme, resource = _target(asked, subject, scheme, moment)
    refusal = Refusal(chosen_scheme, resource, _level(asked, chosen_scheme, level, proposal), reason, proposal)
    line = stations_of_day(asked.tower, chosen_scheme, moment)
    act = decline_level(asked.tower.watch_store, refusal, line, actor(asked.tower, by, at, moment), base=base)
    called = level_called(chosen_scheme, refusal.level, asked.lang)
    said = words(asked.lang).say("lvl_declined", entry=act.number, resource=resource, level=called, reason=reason)
    emit_report(asked, act_told(act), [_row(act)], [said])


@click.command()
@click.argument("subject", metavar="ENTRY-OR-RESOURCE")
@click.option("--until", required=True, metavar="TIME", help="Until when the level that holds goes on.")
@click.option("--reason", required=True, metavar="TEXT", help="Why it goes on; kept for ever.")
@without_option
@scheme_option
@effective_option
@by_option
@base_option
@common_options
def extend(
    asked: Asked,
    subject: str,
    until: str,
    reason: str,
    without: tuple[str, ...],
    scheme: str,
    effective: str | None,
    by: str,
    base: int | None,
) -> None:
    """Let the level that holds go on until another day, along the same line."""
    at, moment = clock(), _moment(asked, effective)
    proposal, chosen_scheme, resource = _target(asked, subject, scheme, moment)
    end = instant_asked(asked.tower, until)
    extension = Extension(chosen_scheme, resource, moment.valid, end, reason, proposal, _waived(without))
    act = extend_level(
        asked.tower.watch_store,
        extension,
        _state(asked, chosen_scheme, resource, moment),
        stations_of_day(asked.tower, chosen_scheme, moment),
        actor(asked.tower, by, at, moment),
        base=base,
    )
    said = words(asked.lang).say("lvl_extended", entry=act.number, resource=resource, until=end.isoformat(), by=by)
    emit_report(asked, act_told(act), [_row(act)], [said])


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
    emit(answer, asked, table=table, lead=[] if answer.acts else [say["lvl_no_acts"]])


def _moment(asked: Asked, effective: str | None) -> AsOf:
    """When it takes effect, with everything that is known in this tower."""
    now = clock()
    valid = instant_asked(asked.tower, effective) if effective else now.astimezone(asked.tower.zone)
    return AsOf(valid, max(now, asked.tower.latest_known()))


def _instant(asked: Asked, text: str | None) -> datetime | None:
    return instant_asked(asked.tower, text) if text else None


def _one(asked: Asked, subject: str, scheme: str, moment: AsOf) -> tuple[Scheme, str]:
    pairs = [(one, resource) for one, resource in chosen(asked.tower, subject, scheme, moment) if one.levels]
    if len(pairs) == 1:
        return pairs[0]
    raise WrongUseError(
        f"'{subject}' has levels in several schemes" if pairs else f"'{subject}' has no levels in this scheme",
        expected="one scheme" if pairs else "a scheme whose levels were read",
        found=", ".join(f"{one.key}: {resource}" for one, resource in pairs) or "none",
        remedy="Give --scheme, and the resource by the name it has there",
    )


def _target(asked: Asked, subject: str, scheme: str, moment: AsOf) -> tuple[int | None, Scheme, str]:
    """A proposal by its number with its scheme and resource, or a resource without a proposal."""
    if subject.isdigit():
        proposal = asked.tower.watch_store.levels.proposal(int(subject))
        return proposal.number, asked.tower.schemes.get(proposal.scheme), proposal.resource
    return (None, *_one(asked, subject, scheme, moment))


def _level(asked: Asked, scheme: Scheme, level: str, proposal: int | None) -> str:
    if level:
        return scheme.level(level).key
    proposed = asked.tower.watch_store.levels.proposal(proposal).level if proposal is not None else ""
    if proposed:
        return proposed
    raise WrongUseError(
        "No level is named, and none is proposed",
        expected="--level LEVEL",
        found="none",
        remedy=f"Give one of: {', '.join(scheme.order)}",
    )


def _state(asked: Asked, scheme: Scheme, resource: str, moment: AsOf) -> LevelState | None:
    return level_at(every_step(asked.tower), scheme.key, resource, moment)


def _waived(without: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in without:
        station, _, reason = text.partition("=")
        if station not in {"draft", "consult"} or not reason.strip():
            raise WrongUseError(
                f"'{text}' passes by no station",
                expected="draft=REASON or consult=REASON",
                found=text,
                remedy="Name the station and the reason; who signs cannot be passed by",
            )
        found[station] = reason
    return found


def _result(one: dict[str, Any], lang: str) -> str:
    conditions = "; ".join(f"{part['about'][lang]}: {part['why'][lang]}" for part in one["conditions"])
    return f"  {one['criterion']} ({one['level'] or '–'}): {one['why'][lang]} [{conditions}]"


def _reason(asked: Asked, reason: str) -> list[str]:
    return [words(asked.lang).say("lvl_reason", reason=reason)] if reason else []


def _row(act: LevelAct) -> dict[str, Any]:
    told = act_told(act)
    return {key: told.get(key) for key in ("entry", "at", "kind", "scheme", "resource", "level", "by", "why")}
