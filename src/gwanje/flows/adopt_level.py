"""Adopt a level, up, down or kept, along the approval line of its scheme: an act, kept with what was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gwanje.watch import LevelAct, LevelAdopted, LevelConsulted, LevelProposed, LevelState, Scheme
from gwanje.watch.decisions import (
    Actor,
    StationOfDay,
    check_in_force,
    check_reason,
    check_term,
    is_override,
    line_passed,
)
from gwanje.watch.store import WatchStore


@dataclass(frozen=True, slots=True)
class LevelDecision:
    """What a person decided: the level, from when and until when, on which proposal, and why where it overrides."""

    scheme: Scheme
    resource: str
    level: str
    effective: datetime
    until: datetime | None = None
    proposal: int | None = None
    reason: str = ""
    note: str = ""
    form: str = ""
    waived: Mapping[str, str] = field(default_factory=dict)


def adopt_level(
    store: WatchStore,
    decision: LevelDecision,
    state: LevelState | None,
    line: Sequence[StationOfDay],
    actor: Actor,
    *,
    base: int | None = None,
) -> LevelAct:
    """Keep a decision about a level.

    Args:
        store: The watch room's part of the journal.
        decision: What was decided.
        state: Where the resource stood when it was decided.
        line: The stations of the scheme's approval line with their units of the day.
        actor: Who signs.
        base: The number of the last entry he has seen; the proposal's own number where it is not given.

    Raises:
        RefusedInputError: an override without a reason, a station that was not passed, a term that cannot run, or
            nothing said about what he has seen while others entered something.
        NotPermittedError: he acts for a unit that does not sign on that day.
        ConflictError: somebody entered something on this resource since; nothing was recorded.
        UnknownKeyError: there is no such proposal.
    """
    scheme, resource = decision.scheme, decision.resource
    check_in_force(scheme, decision.effective)
    last, acts = store.levels.base(), store.levels.acts()
    proposal = store.levels.proposal(decision.proposal, scheme.key, resource) if decision.proposal else None
    seen = store.levels.refuse_unseen(scheme.key, resource, base, proposal)
    overrides = is_override(decision.level, scheme.rest, proposal)
    check_reason(decision.level, decision.reason, overrides=overrides)
    consulted = [act for act in acts if isinstance(act, LevelConsulted) and act.proposal == decision.proposal]
    passed = line_passed(line, proposal, consulted, actor, decision.waived)
    until = decision.until or _by_term(decision)
    check_term(decision.effective, until)
    return store.levels.record(
        LevelAdopted(
            scheme.key,
            resource,
            actor.by,
            actor.at,
            before=" | ".join(state.levels) if state else scheme.rest,
            level=decision.level,
            effective=decision.effective,
            until=until,
            proposal=proposal.number if proposal else 0,
            proposed=_proposed(proposal),
            override_reason=decision.reason if overrides else "",
            note=decision.note if overrides else decision.note or decision.reason,
            form=decision.form,
            line=passed,
            seen=seen,
        ),
        base=last,
    )


def _by_term(decision: LevelDecision) -> datetime | None:
    """The end by the scheme's own term; a level of rest has none."""
    term = decision.scheme.term
    if term is None or term.days is None or decision.level == decision.scheme.rest:
        return None
    return decision.effective + timedelta(days=term.days)


def _proposed(proposal: LevelProposed | None) -> str:
    return "" if proposal is None else proposal.level or proposal.outcome
