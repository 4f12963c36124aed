"""Extend the level that holds until another day, along the same line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gwanje.foundation.errors import RefusedInputError
from gwanje.watch import LevelAct, LevelExtended, LevelState, Scheme
from gwanje.watch.decisions import Actor, StationOfDay, check_in_force, check_reason, check_term, line_passed
from gwanje.watch.store import WatchStore


@dataclass(frozen=True, slots=True)
class Extension:
    """Until when the level that holds goes on, and why."""

    scheme: Scheme
    resource: str
    effective: datetime
    until: datetime
    reason: str
    proposal: int | None = None
    waived: Mapping[str, str] = field(default_factory=dict)


def extend_level(
    store: WatchStore,
    extension: Extension,
    state: LevelState | None,
    line: Sequence[StationOfDay],
    actor: Actor,
    *,
    base: int | None = None,
) -> LevelAct:
    """Keep that the level which holds goes on.

    Raises:
        RefusedInputError: no single level holds, no reason is given, a station was not passed, or the end is not later.
        NotPermittedError: he acts for a unit that does not sign on that day.
        ConflictError: somebody entered something on this resource since; nothing was recorded.
    """
    scheme, resource = extension.scheme, extension.resource
    check_in_force(scheme, extension.effective)
    last = store.levels.base()
    if state is None or len(state.levels) != 1 or state.levels[0] == scheme.rest:
        raise RefusedInputError(
            "Nothing can be extended: no single level holds",
            place=f"{scheme.key}, {resource}",
            expected="one level that holds, or whose term has just passed",
            found=" or ".join(state.levels) if state else "no level",
            remedy="Adopt the level that is to hold with gwanje watch level adopt",
        )
    level = state.levels[0]
    check_reason(level, extension.reason, overrides=True, what="extended, and nobody says why")
    proposal = store.levels.proposal(extension.proposal, scheme.key, resource) if extension.proposal else None
    seen = store.levels.refuse_unseen(scheme.key, resource, base, proposal)
    check_term(state.ends[-1] if state.ends else extension.effective, extension.until)
    passed = line_passed(line, proposal, [], actor, extension.waived)
    return store.levels.record(
        LevelExtended(
            scheme.key,
            resource,
            actor.by,
            actor.at,
            level=level,
            effective=extension.effective,
            until=extension.until,
            reason=extension.reason,
            line=passed,
            seen=seen,
        ),
        base=last,
    )
