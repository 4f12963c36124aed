"""Propose a level: readings in, what the criteria say, kept as a draft. Nothing is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gwanje.foundation.errors import RefusedInputError, unknown_key
from gwanje.watch import Criterion, LevelAct, LevelAdvice, LevelProposed, LevelState, Reading, Scheme, propose_level
from gwanje.watch.decisions import Actor, StationOfDay, check_in_force, check_place
from gwanje.watch.store import WatchStore


@dataclass(frozen=True, slots=True)
class Considered:
    """What the criteria say to readings, before anything is kept."""

    scheme: Scheme
    resource: str
    readings: tuple[Reading, ...]
    advice: LevelAdvice


def consider_level(
    scheme: Scheme, criteria: Sequence[Criterion], resource: str, readings: Sequence[Reading]
) -> Considered:
    """What the criteria of a scheme that were public by then say to readings; nothing is recorded.

    Raises:
        UnknownKeyError: a reading is of no condition of the scheme for this resource.
        RefusedInputError: a reading without a source, or no value for its condition; two readings of one condition.
    """
    known = scheme.conditions(resource)
    for reading in readings:
        if reading.condition not in known:
            names = ", ".join(known) or "none: its criteria are not public"
            raise unknown_key(f"condition of {scheme.key}", reading.condition, known, remedy=f"There are: {names}")
        if reading.absent is None and not any(source.strip() for source in reading.sources):
            raise RefusedInputError(
                f"The reading of '{reading.condition}' has no source",
                expected="where the value comes from",
                found="nothing",
                remedy="Write KEY=VALUE@SOURCE (Convention S2)",
            )
    by_key = {reading.condition: reading for reading in readings}
    if len(by_key) < len(readings):
        raise RefusedInputError(
            "One condition has two readings",
            expected="one reading for each condition",
            found=", ".join(reading.condition for reading in readings),
            remedy="Give the one you rest on; a disagreement of sources belongs into the note",
        )
    return Considered(scheme, resource, tuple(readings), propose_level(scheme.order, criteria, resource, by_key))


def keep_proposal(
    store: WatchStore,
    considered: Considered,
    state: LevelState | None,
    line: Sequence[StationOfDay],
    actor: Actor,
    *,
    on: datetime,
    note: str = "",
    beside: Sequence[Mapping[str, Any]] = (),
) -> LevelAct:
    """Keep a proposal as a draft that waits for a person; `beside` is what was measured and decides nothing.

    Raises:
        NotPermittedError: he acts for a unit that does not draft on that day.
        RefusedInputError: the scheme is not in force on that day.
    """
    check_in_force(considered.scheme, on)
    check_place(line, "draft", actor)
    advice = considered.advice
    return store.levels.record(
        LevelProposed(
            considered.scheme.key,
            considered.resource,
            actor.by,
            actor.at,
            level=advice.level,
            outcome=advice.outcome,
            at_least=advice.at_least,
            current=state.levels if state else (),
            readings=tuple(one.as_answer() for one in considered.readings if one.absent is None),
            results=tuple(one.as_answer() for one in advice.results),
            note=note,
            unit=actor.unit,
            beside=tuple(beside),
        )
    )
