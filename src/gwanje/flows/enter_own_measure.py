"""Enter a measure of one's own country that goes with a scheme: its term, whose it is; a renewal is another one.

It may name the step under which it was taken: a level adopted or extended here, or one that a source reports.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gwanje.foundation.errors import RefusedInputError, UnknownKeyError, unknown_key
from gwanje.watch import ENTRY, Actor, LevelAct, LevelStep, OwnMeasureEntered, Scheme
from gwanje.watch.decisions import check_term
from gwanje.watch.store import WatchStore


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """What is entered: the kind as its scheme has it, the words of the measure, owner, span, source, and decision."""

    scheme: Scheme
    kind: str
    what: str
    begins: datetime
    until: datetime | None
    owner: str
    source: str
    under: str = ""


def enter_own_measure(
    store: WatchStore,
    measure: NewMeasure,
    actor: Actor,
    *,
    steps: Iterable[LevelStep] = (),
    known: datetime | None = None,
) -> LevelAct:
    """Keep a measure; `steps` are those under which it may have been taken, of any scheme, as known by `known`.

    Raises:
        UnknownKeyError: the scheme has no such kind of measure, or no such step was known when it was entered.
        RefusedInputError: it has no words or no source, or is over before it begins.
    """
    kinds = [one.kind for one in measure.scheme.measures]
    if measure.kind not in kinds:
        remedy = f"{measure.scheme.key} has: {', '.join(kinds) or 'none'}"
        raise unknown_key(f"kind of measure of {measure.scheme.key}", measure.kind, kinds, remedy=remedy)
    for name, text in (("what it is", measure.what), ("its source", measure.source)):
        if not text.strip():
            raise RefusedInputError(
                f"A measure is entered without {name}",
                expected="words",
                found="nothing",
                remedy="Give --what and --source (Convention S2)",
            )
    check_term(measure.begins, measure.until)
    under = _decision(measure, steps, known or actor.at) if measure.under.strip() else ""
    return store.levels.record(
        OwnMeasureEntered(
            measure.scheme.key,
            "",
            actor.by,
            actor.at,
            measure=measure.kind,
            what=measure.what,
            owner=measure.owner,
            effective=measure.begins,
            until=measure.until,
            source=measure.source,
            under=under,
        )
    )


def _decision(measure: NewMeasure, steps: Iterable[LevelStep], by: datetime) -> str:
    """The id of the step that was named, by its entry number or its id; one of another scheme is none of this one."""
    scheme = measure.scheme.key
    asked = measure.under.strip()
    asked = f"{ENTRY}{asked}" if asked.isdigit() else asked
    known = {step.id: step for step in steps if step.known <= by}
    mine = {step.id: f"{step.id} ({step.resource}: {step.after})" for step in known.values() if step.scheme == scheme}
    if asked in mine:
        return asked
    other = known.get(asked)
    raise UnknownKeyError(
        f"No level decided in {scheme} is called '{asked}'",
        expected=", ".join(mine.values()) or "a level adopted, extended or reported in it; there is none",
        found=f"{asked}, which is a step of {other.scheme}" if other is not None else asked,
        remedy="Name the decision by its entry number or its id; gwanje watch level log shows the entries",
    )
