"""Affairs change hands: transferred whole or in part, merged, or delegated for a time (Convention R1)."""

from dataclasses import dataclass

from gwanje.foundation.endings import Ending
from gwanje.registry import refusals
from gwanje.registry.content.events import Delegate, Transfer
from gwanje.registry.content.records import Holding
from gwanje.registry.entering.steps import Step
from gwanje.registry.entries import Entry
from gwanje.registry.scopes import WHOLE, Scope


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who decides in place of whom, in which form, until when; without an end it stands until it is changed."""

    origin: str
    to: str
    form: str
    until: Ending | None


_GIVES_A_LEAD = frozenset({"transfer", "merge"})
"""Two of these about one affair and scope on one day would give two leads; after a merger of units one may follow."""


def transfer(step: Step) -> None:
    """A mandate, whole or in part, goes to a unit; what it cooperates with comes along only where that is said.

    Where the lead stays, what the event leaves out stays too: naming a cooperating unit takes nothing away.
    """
    given = step.typed(Transfer)
    step.must_exist(given.to)
    partners = given.cooperating if isinstance(given.cooperating, tuple) else ()
    step.must_exist(*(unit for unit in (given.inner, *partners) if unit is not None and unit != "not reported"))
    for unit, role in ((given.inner, "inner"), *((one, "cooperating") for one in partners)):
        if unit == given.to:
            raise step.refuse(f"{given.to} to be the lead only", f"it is named under '{role}' too")
    for mandate in given.mandates:
        step.declared("mandate", mandate)
        _check_part(step, mandate, given.scope)
        _transfer_one(step, given, mandate)


def _check_part(step: Step, mandate: str, part: str) -> None:
    declared = [one.key for one in step.builder.content.mandates[mandate].parts]
    known = {Scope.of_aspect(aspect).part for aspect in step.builder.log.aspects(mandate, "holding:")}
    if part != WHOLE and part not in declared and part not in known:
        raise refusals.unknown_part(mandate, part, [*declared, *sorted(known - {WHOLE})], step.change.fact, step.place)


def _transfer_one(step: Step, given: Transfer, mandate: str) -> None:
    scope = given.about
    met = step.state(mandate, scope.aspect)
    if met is not None and met.start == step.at and met.verb in _GIVES_A_LEAD:
        raise refusals.two_leads(mandate, scope.key, met, step.entry(mandate, scope.aspect, None), step.builder.zone)
    source = met or _wider(step, mandate, scope)
    here = source.value.lead or source.value.state if source and isinstance(source.value, Holding) else None
    if here != given.origin:
        found = f"it is {_held(here)}" if here else "who held it is not known"
        raise step.refuse(f"mandate {_named(mandate, scope)} to be {_held(given.origin)}", found, source)
    stays = source.value if source is not None and given.origin == given.to else None
    kept = stays if isinstance(stays, Holding) else given
    holding = Holding(
        lead=given.to,
        inner=given.inner if "inner" in given.model_fields_set else kept.inner,
        cooperating=given.cooperating if "cooperating" in given.model_fields_set else kept.cooperating,
        derived=given.derived,
        scope=given.scope,
        scheme=given.scheme,
        item=given.item,
        sources=step.dated.sources,
    )
    step.put_holding(mandate, holding, derived=given.derived)
    if given.overlap_days is not None:
        step.put(mandate, scope.aspect.replace("holding:", "overlap:", 1), given.overlap_days)


def _wider(step: Step, mandate: str, scope: Scope) -> Entry | None:
    """The narrowest holding that answers for a part that has none of its own: a part comes out of it."""
    found: Entry | None = None
    best = -1
    for aspect in step.builder.log.aspects(mandate, "holding:"):
        held = Scope.of_aspect(aspect)
        entry = step.state(mandate, aspect) if held.covers(scope) and held.narrowness > best else None
        if entry is not None:
            found, best = entry, held.narrowness
    return found


def _named(mandate: str, scope: Scope) -> str:
    return mandate if scope == Scope() else f"{mandate} ({scope.key})"


def _held(origin: str) -> str:
    return origin if origin in {"dispersed", "not reported", "none"} else f"held by {origin}"


def delegate(step: Step) -> None:
    """Deciding passes on for a time; the holding stays as it is."""
    given = step.typed(Delegate)
    form = step.builder.delegation_declared(given.form, given.fact, step.place)
    if form.needs_end and given.until is None:
        raise step.refuse(f"a delegation in the form '{given.form}' to say until when", "no 'until' is given")
    for side in (given.origin, given.to):
        if side in step.builder.content.units:
            step.must_exist(side)
        else:
            step.declared("post", side)
    for mandate in given.mandates:
        step.declared("mandate", mandate)
        _check_part(step, mandate, given.scope)
        source = step.state(mandate, given.about.aspect) or _wider(step, mandate, given.about)
        held = source.value if source is not None and isinstance(source.value, Holding) else None
        giver = step.builder.unit_of(given.origin, step.now)
        if held is None or giver not in (held.lead, held.inner):
            found = f"it is {_held(held.lead or held.state)}" if held else "who held it is not known"
            raise step.refuse(
                f"mandate {_named(mandate, given.about)} to be led where {given.origin} stands", found, source
            )
        aspect = given.about.aspect.replace("holding:", "delegation:", 1)
        met = step.state(mandate, aspect)
        if met is not None and met.start == step.at and getattr(met.value, "to", given.to) != given.to:
            need = f"mandate {_named(mandate, given.about)} to be delegated once"
            raise step.refuse(need, f"it goes to {getattr(met.value, 'to', '')}", met)
        step.put(mandate, aspect, Delegation(given.origin, given.to, given.form, given.until))
