"""Consult on a proposed level: what the office that was asked says, kept beside the proposal."""

from collections.abc import Sequence

from gwanje.foundation.errors import RefusedInputError
from gwanje.watch import LevelAct, LevelConsulted, LevelProposed
from gwanje.watch.decisions import Actor, StationOfDay, check_place
from gwanje.watch.store import WatchStore


def consult_on_level(
    store: WatchStore, proposal: LevelProposed, says: str, line: Sequence[StationOfDay], actor: Actor
) -> LevelAct:
    """Keep what an office says to a proposal; it may agree or object, and decides nothing.

    Raises:
        RefusedInputError: it says nothing.
        NotPermittedError: he acts for a unit that is not consulted on that day.
    """
    if not says.strip():
        raise RefusedInputError(
            "An office that is consulted says something",
            expected="its word on the proposal",
            found="nothing",
            remedy='Give --says "agreed", or what it objects to',
        )
    check_place(line, "consult", actor)
    return store.levels.record(
        LevelConsulted(
            proposal.scheme,
            proposal.resource,
            actor.by,
            actor.at,
            proposal=proposal.number,
            says=says,
            unit=actor.unit,
        )
    )
