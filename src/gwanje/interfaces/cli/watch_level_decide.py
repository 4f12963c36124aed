"""`gwanje watch level adopt | decline | extend | measure`: a person decides, along the line, with reasons and terms."""

import click

from gwanje.answers.level_lines import actor, stations_of_day
from gwanje.answers.level_log import act_told
from gwanje.answers.level_steps import every_step
from gwanje.answers.level_words import level_called
from gwanje.assembly import clock, instant_asked
from gwanje.flows.adopt_level import LevelDecision, adopt_level
from gwanje.flows.decline_level import Refusal, decline_level
from gwanje.flows.enter_own_measure import NewMeasure, enter_own_measure
from gwanje.flows.extend_level import Extension, extend_level
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.org_reform import base_option
from gwanje.interfaces.cli.output import emit_report
from gwanje.interfaces.cli.watch_level_asked import (
    act_row,
    by_option,
    effective_option,
    instant_or_none,
    level_asked,
    moment_asked,
    reason_told,
    scheme_option,
    state_at,
    stations_waived,
    target_of,
    without_option,
)
from gwanje.interfaces.cli.words import words


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
    at = clock()
    moment = moment_asked(asked, effective, at)
    proposal, chosen_scheme, resource = target_of(asked, subject, scheme, moment)
    decision = LevelDecision(
        chosen_scheme,
        resource,
        level_asked(asked, chosen_scheme, level, proposal),
        moment.valid,
        until=instant_or_none(asked, until),
        proposal=proposal,
        reason=reason,
        note=note,
        form=notice,
        waived=stations_waived(without),
    )
    act = adopt_level(
        asked.tower.watch_store,
        decision,
        state_at(asked, chosen_scheme, resource, moment),
        stations_of_day(asked.tower, chosen_scheme, moment),
        actor(asked.tower, by, at, moment),
        base=base,
    )
    called = level_called(chosen_scheme, decision.level, asked.lang)
    said = words(asked.lang).say("lvl_adopted", entry=act.number, resource=resource, level=called, by=by)
    emit_report(asked, act_told(act), [act_row(act)], [said, *reason_told(asked, reason)])


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
    at = clock()
    moment = moment_asked(asked, effective, at)
    proposal, chosen_scheme, resource = target_of(asked, subject, scheme, moment)
    refusal = Refusal(chosen_scheme, resource, level_asked(asked, chosen_scheme, level, proposal), reason, proposal)
    line = stations_of_day(asked.tower, chosen_scheme, moment)
    act = decline_level(asked.tower.watch_store, refusal, line, actor(asked.tower, by, at, moment), base=base)
    called = level_called(chosen_scheme, refusal.level, asked.lang)
    said = words(asked.lang).say("lvl_declined", entry=act.number, resource=resource, level=called, reason=reason)
    emit_report(asked, act_told(act), [act_row(act)], [said])


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
    at = clock()
    moment = moment_asked(asked, effective, at)
    proposal, chosen_scheme, resource = target_of(asked, subject, scheme, moment)
    end = instant_asked(asked.tower, until)
    extension = Extension(chosen_scheme, resource, moment.valid, end, reason, proposal, stations_waived(without))
    act = extend_level(
        asked.tower.watch_store,
        extension,
        state_at(asked, chosen_scheme, resource, moment),
        stations_of_day(asked.tower, chosen_scheme, moment),
        actor(asked.tower, by, at, moment),
        base=base,
    )
    said = words(asked.lang).say("lvl_extended", entry=act.number, resource=resource, until=end.isoformat(), by=by)
    emit_report(asked, act_told(act), [act_row(act)], [said])


@click.command()
@click.argument("kind")
@click.option("--what", required=True, metavar="TEXT", help="The measure in words, with its figures.")
@click.option("--source", required=True, metavar="TEXT", help="Where it stands: the notice and its number.")
@click.option("--until", default=None, metavar="TIME", help="When it is over; without it its end is not read.")
@click.option("--owner", default="", metavar="TEXT", help="Whose measure it is, where another ministry holds it.")
@click.option(
    "--under",
    default="",
    metavar="DECISION",
    help="The level under which it was taken: the entry of an adoption or extension, or the id of a reported step.",
)
@scheme_option
@effective_option
@by_option
@common_options
def measure(
    asked: Asked,
    kind: str,
    what: str,
    source: str,
    until: str | None,
    owner: str,
    under: str,
    scheme: str,
    effective: str | None,
    by: str,
) -> None:
    """Enter a measure of one's own country that goes with a scheme: KIND is price-ceiling, stock-release and so on.

    A renewal is entered as another one; where it is missing, the replay and the countdowns show the gap.
    """
    at = clock()
    moment = moment_asked(asked, effective, at)
    told = NewMeasure(
        scheme=asked.tower.schemes.get(scheme),
        kind=kind,
        what=what,
        begins=moment.valid,
        until=instant_or_none(asked, until),
        owner=owner,
        source=source,
        under=under,
    )
    act = enter_own_measure(
        asked.tower.watch_store,
        told,
        actor(asked.tower, by, at, moment),
        steps=every_step(asked.tower),
        known=moment.known,
    )
    say, document = words(asked.lang), act_told(act)
    said = [say.say("lvl_measure", entry=act.number, kind=kind, by=by)]
    said += [say.say("lvl_measure_under", under=document["under"])] if document["under"] else []
    emit_report(asked, document, [act_row(act)], said)
