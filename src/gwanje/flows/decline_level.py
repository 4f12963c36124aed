"""Decline a level: "not raised, because …" is kept, with who says so and on what he had seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from gwanje.watch import LevelAct, LevelDeclined, Scheme
from gwanje.watch.decisions import Actor, StationOfDay, check_place, check_reason
from gwanje.watch.store import WatchStore


@dataclass(frozen=True, slots=True)
class Refusal:
    """A level that is not raised, and why."""

    scheme: Scheme
    resource: str
    level: str
    reason: str
    proposal: int | None = None


def decline_level(
    store: WatchStore, refusal: Refusal, line: Sequence[StationOfDay], actor: Actor, *, base: int | None = None
) -> LevelAct:
    """Keep that a level was not raised.

    Raises:
        RefusedInputError: no reason is given, or nothing is said about what he has seen.
        NotPermittedError: he acts for a unit that does not sign on that day.
        ConflictError: somebody entered something on this resource since; nothing was recorded.
    """
    scheme, resource = refusal.scheme, refusal.resource
    last = store.levels.base()
    check_reason(refusal.level, refusal.reason, overrides=True, what="not raised, and nobody says why")
    proposal = store.levels.proposal(refusal.proposal, scheme.key, resource) if refusal.proposal else None
    seen = store.levels.refuse_unseen(scheme.key, resource, base, proposal)
    check_place(line, "sign", actor)
    return store.levels.record(
        LevelDeclined(
            scheme.key,
            resource,
            actor.by,
            actor.at,
            level=refusal.level,
            reason=refusal.reason,
            proposal=proposal.number if proposal else 0,
            unit=actor.unit,
            seen=seen,
        ),
        base=last,
    )
