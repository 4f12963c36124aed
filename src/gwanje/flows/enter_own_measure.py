"""Enter a measure of one's own country that goes with a scheme: its term, whose it is; a renewal is another one."""

from dataclasses import dataclass
from datetime import datetime

from gwanje.foundation.errors import RefusedInputError, unknown_key
from gwanje.watch import Actor, LevelAct, OwnMeasureEntered, Scheme
from gwanje.watch.decisions import check_term
from gwanje.watch.store import WatchStore


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """What is entered: the kind as its scheme has it, the words of the measure, owner, span and source."""

    scheme: Scheme
    kind: str
    what: str
    begins: datetime
    until: datetime | None
    owner: str
    source: str


def enter_own_measure(store: WatchStore, measure: NewMeasure, actor: Actor) -> LevelAct:
    """Keep a measure.

    Raises:
        UnknownKeyError: the scheme has no such kind of measure.
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
        )
    )
