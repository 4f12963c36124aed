"""What a decision about a level must bring: a reason where it overrides, the stations of its line, a term that can run.

These are refusals, no decisions: whatever passes them was decided by a person (Convention R2).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gwanje.foundation.errors import NotPermittedError, RefusedInputError
from gwanje.watch.adoptions import LevelConsulted, LevelProposed, StationPassed
from gwanje.watch.schemes import Scheme

NOT_ASKED = "not asked: the line does not need it"


@dataclass(frozen=True, slots=True)
class StationOfDay:
    """One station of an approval line with the units that stand there on the day; none where no source names one."""

    station: str
    needed: bool
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: as he was named, the unit of the registry he acts for where there is one, and when."""

    by: str
    at: datetime
    unit: str = ""


def is_override(level: str, rest: str, proposal: LevelProposed | None) -> bool:
    """Whether a level is adopted without its criterion: nothing proposed exactly this level.

    Shapes and units:
        level, rest: keys of levels of one scheme; rest is the one at which nothing is raised. proposal: what the
        criteria said, None where nobody asked them.
        Result: False where the criteria propose this level, or where none is met, none above could not be checked, and
        the level is the one of rest.

    Source:
        Project choice: who goes beyond the criteria says why, up and down (Convention R2).

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> is_override("attention", "none", None)
        True
    """
    if proposal is None:
        return True
    if proposal.outcome == "proposed":
        return proposal.level != level
    return not (proposal.outcome == "none_met" and not proposal.at_least and level == rest)


def check_reason(
    level: str, reason: str, *, overrides: bool, what: str = "adopted against, or beyond, what criteria say"
) -> None:
    """Refuse a level that overrides its criteria without a reason.

    Shapes and units:
        level: key of a level. reason: words. overrides: from is_override. what: how the refusal calls it.

    Source:
        Project choice: an override without a reason is refused (Convention R2).

    Differs:
        Nothing.

    Raises:
        RefusedInputError: it overrides and no reason is given.

    Example:
        >>> check_reason("attention", "unrest", overrides=True)
    """
    if overrides and not reason.strip():
        raise RefusedInputError(
            f"The level '{level}' is {what}",
            expected="the reason of the person who decides",
            found="no reason",
            remedy="Give --reason; it is kept for ever beside the level",
        )


def check_place(line: Sequence[StationOfDay], station: str, actor: Actor) -> None:
    """Refuse somebody who acts for a unit that does not stand at a station on that day.

    Shapes and units:
        line: the stations with their units of the day. actor: his unit is empty where the registry does not know him;
        then, and where no source names who stands there, nothing can be checked and his name is kept as it is.

    Source:
        Convention R4: access follows affairs.

    Differs:
        Nothing.

    Raises:
        NotPermittedError: his unit is another one.

    Example:
        >>> from datetime import UTC
        >>> line = [StationOfDay("sign", True, ("nv-u01",))]
        >>> check_place(line, "sign", Actor("nv-u01", datetime(2030, 5, 1, tzinfo=UTC), "nv-u01"))
    """
    units = {unit for one in line if one.station == station for unit in one.units}
    if actor.unit and units and actor.unit not in units:
        raise NotPermittedError(
            f"{actor.by} does not stand at the station '{station}' of this line on that day",
            expected=f"one of {', '.join(sorted(units))}",
            found=actor.unit,
            remedy="Let the office act that stands there; gwanje watch level shows the line of the day",
        )


def line_passed(
    line: Sequence[StationOfDay],
    proposal: LevelProposed | None,
    consulted: Iterable[LevelConsulted],
    signer: Actor,
    waived: Mapping[str, str],
) -> tuple[StationPassed, ...]:
    """The stations of the line as they were passed; one that is needed and was not passed is refused.

    Shapes and units:
        line: the stations with their units of the day. proposal: the draft, None where there is none. consulted: what
        offices said to it. signer: who adopts. waived: reasons by station that was passed by.
        Result: one entry for each station that was passed or passed by, in the order of the line; an office that need
        not be consulted and was not says `NOT_ASKED`: nothing is passed by in silence.

    Source:
        Project choice: whoever signs is not who drafted, where the line has both stations.

    Differs:
        Nothing.

    Raises:
        RefusedInputError: a needed station is missing and no reason is given, or drafter and signer are the same.
        NotPermittedError: the signer's unit does not stand at the last station on that day.

    Example:
        >>> from datetime import UTC
        >>> boss = Actor("nv-u01", datetime(2030, 5, 1, tzinfo=UTC), "nv-u01")
        >>> line_passed([StationOfDay("sign", True, ("nv-u01",))], None, [], boss, {})[0].station
        'sign'
    """
    said = list(consulted)
    passed: list[StationPassed] = []
    for station in line:
        found = _passed(station, proposal, said, signer)
        reason = waived.get(station.station, "").strip()
        if not found and reason:
            found = [StationPassed(station.station, signer.by, signer.at, 0, signer.unit, reason, waived=True)]
        if not found and station.needed:
            raise _missing(station)
        if not found and station.station == "consult":
            found = [StationPassed(station.station, signer.by, signer.at, 0, signer.unit, NOT_ASKED, waived=True)]
        passed.extend(found)
    drafted_too = proposal is not None and any(one.station == "draft" for one in line)
    if drafted_too and proposal is not None and proposal.by == signer.by and any(one.station == "sign" for one in line):
        raise RefusedInputError(
            "Who drafted a level cannot sign it",
            expected=f"another person or office than {proposal.by}",
            found=signer.by,
            remedy="Let the office that signs adopt it; gwanje watch level shows the line of the day",
        )
    if not any(one.station == "sign" for one in line):
        passed.append(StationPassed("sign", signer.by, signer.at, 0, signer.unit))
    check_place(line, "sign", signer)
    return tuple(passed)


def _passed(
    station: StationOfDay, proposal: LevelProposed | None, said: list[LevelConsulted], signer: Actor
) -> list[StationPassed]:
    if station.station == "draft":
        return [StationPassed("draft", proposal.by, proposal.at, 0, proposal.unit)] if proposal else []
    if station.station == "consult":
        asked = [one for one in said if not station.units or not one.unit or one.unit in station.units]
        return [StationPassed("consult", one.by, one.at, one.proposal, one.unit, one.says) for one in asked]
    return [StationPassed("sign", signer.by, signer.at, proposal.number if proposal else 0, signer.unit)]


def _missing(station: StationOfDay) -> RefusedInputError:
    who = f" ({', '.join(station.units)})" if station.units else ""
    return RefusedInputError(
        f"The line has not passed the station '{station.station}'{who}",
        expected="every station that is needed, or the reason for passing it by",
        found="nothing entered there",
        remedy=_REMEDIES.get(station.station, "") + f' or give --without {station.station}="the reason"',
    )


_REMEDIES = {
    "draft": "Enter a proposal with gwanje watch level propose and adopt it by its number,",
    "consult": "Let the office say its word with gwanje watch level consult,",
}


def check_in_force(scheme: Scheme, at: datetime) -> None:
    """Refuse a level under a scheme that is not in force on the day.

    Shapes and units:
        scheme: from content. at: an instant with zone.

    Source:
        Convention T4: an end that has passed is a visible state.

    Differs:
        Nothing.

    Raises:
        RefusedInputError: it has not begun, or has ended by some reading.

    Example:
        >>> from datetime import UTC
        >>> from gwanje.foundation.names import Names
        >>> check_in_force(Scheme(key="alerts", names=Names(), sources=("NV1",)), datetime(2030, 5, 1, tzinfo=UTC))
    """
    if not scheme.in_force(at):
        raise RefusedInputError(
            f"The scheme '{scheme.key}' is not in force on that day",
            place=scheme.place,
            expected="a scheme under which levels are raised then",
            found=scheme.ended.en if scheme.ended else f"from {scheme.start}, ends {scheme.ends}",
            remedy="Give another --scheme, or the day with --effective; --try only says what its criteria propose",
        )


def check_term(begins: datetime, until: datetime | None) -> None:
    """Refuse a term that is over before it begins.

    Shapes and units:
        begins, until: instants with zone; None where no term is given.

    Source:
        Convention T1: periods are half-open.

    Differs:
        Nothing.

    Raises:
        RefusedInputError: the end is not after the begin.

    Example:
        >>> from datetime import UTC
        >>> check_term(datetime(2030, 5, 1, tzinfo=UTC), None)
    """
    if until is not None and until <= begins:
        raise RefusedInputError(
            "The term is over before it begins",
            expected=f"an end after {begins.isoformat()}",
            found=until.isoformat(),
            remedy="Give a later --until, or leave it out where there is no term",
        )
