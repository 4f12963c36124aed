"""What the commands about levels have in common: who acts, on which day, on which resource of which scheme."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from gwanje.answers.level_log import act_told
from gwanje.answers.level_steps import every_step
from gwanje.answers.levelling import chosen
from gwanje.assembly import instant_asked
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.cli.options import Asked, Command
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


def moment_asked(asked: Asked, effective: str | None, now: datetime) -> AsOf:
    """When it takes effect, by default at the instant it is entered, with everything that is known in this tower."""
    valid = instant_asked(asked.tower, effective) if effective else now.astimezone(asked.tower.zone)
    return AsOf(valid, max(now, asked.tower.latest_known()))


def instant_or_none(asked: Asked, text: str | None) -> datetime | None:
    """An instant, where one was given."""
    return instant_asked(asked.tower, text) if text else None


def one_resource(asked: Asked, subject: str, scheme: str, moment: AsOf) -> tuple[Scheme, str]:
    """The one resource of one scheme that is meant; several are refused with their schemes."""
    pairs = [(one, resource) for one, resource in chosen(asked.tower, subject, scheme, moment) if one.levels]
    if not scheme:
        pairs = [(one, resource) for one, resource in pairs if one.in_force(moment.valid)]
    if len(pairs) == 1:
        return pairs[0]
    raise WrongUseError(
        f"'{subject}' has levels in several schemes" if pairs else f"'{subject}' has no levels in this scheme",
        expected="one scheme" if pairs else "a scheme whose levels were read",
        found=", ".join(f"{one.key}: {resource}" for one, resource in pairs) or "none",
        remedy="Give --scheme, and the resource by the name it has there",
    )


def target_of(asked: Asked, subject: str, scheme: str, moment: AsOf) -> tuple[int | None, Scheme, str]:
    """A proposal by its number with its scheme and resource, or a resource without a proposal."""
    if subject.isdigit():
        proposal = asked.tower.watch_store.levels.proposal(int(subject))
        return proposal.number, asked.tower.schemes.get(proposal.scheme), proposal.resource
    return (None, *one_resource(asked, subject, scheme, moment))


def level_asked(asked: Asked, scheme: Scheme, level: str, proposal: int | None) -> str:
    """The level named, or the one that is proposed."""
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


def state_at(asked: Asked, scheme: Scheme, resource: str, moment: AsOf) -> LevelState | None:
    """Where the resource stands."""
    return level_at(every_step(asked.tower), scheme.key, resource, moment)


def stations_waived(without: Sequence[str]) -> dict[str, str]:
    """Stations that are passed by, each with the reason."""
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


def reason_told(asked: Asked, reason: str) -> list[str]:
    """The reason as a line, where one was given."""
    return [words(asked.lang).say("lvl_reason", reason=reason)] if reason else []


def act_row(act: LevelAct) -> dict[str, Any]:
    """An act as one flat row."""
    told = act_told(act)
    return {key: told.get(key) for key in ("entry", "at", "kind", "scheme", "resource", "level", "by", "why")}
