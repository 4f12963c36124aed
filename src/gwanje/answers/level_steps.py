"""What levels and own measures rest on: steps that sources report, and acts that people entered in this tower."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from gwanje.answers.answer import Plain
from gwanje.answers.tower import Tower
from gwanje.evidence import Fact
from gwanje.foundation.errors import ContentError, UnknownKeyError
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.watch import (
    ENTRY,
    EarlyEnd,
    LevelAct,
    LevelAdopted,
    LevelState,
    LevelStep,
    OwnMeasure,
    OwnMeasureEnded,
    OwnMeasureEntered,
    Phrase,
    Scheme,
    Silence,
    adopted_steps,
)


def every_step(tower: Tower) -> tuple[LevelStep, ...]:
    """Reported steps and adopted ones, of every scheme."""
    return (*reported_steps(tower), *adopted_steps(tower.watch_store.levels.acts()))


def reported_steps(tower: Tower) -> tuple[LevelStep, ...]:
    """Every step that a dated fact reports; a scheme that is loaded must have its resource and its levels."""
    return tuple(step for fact in tower.facts for step in _steps_of(tower, fact))


def _steps_of(tower: Tower, fact: Fact) -> Iterator[LevelStep]:
    for change in fact.levels:
        tower.schemes.check_step(change.scheme, change.resource, (change.before, change.after), fact.place)
        if fact.when.start is None:
            raise ContentError(
                f"Fact '{fact.id}' moves a level on a day that it does not give",
                place=fact.place,
                expected="a start, or a start and an end between which it lies",
                found=fact.when.text,
                remedy="Give the earliest and the latest instant at which it may have been",
            )
        between = fact.when.precision in {"between", "approximate"}
        yield LevelStep(
            id=fact.id,
            scheme=change.scheme,
            resource=change.resource,
            before=change.before,
            after=change.after,
            earliest=fact.when.start,
            known=tower.facts.known_of(fact),
            latest=fact.when.end if between else None,
            ends=fact.ends.ends if fact.ends else (),
            unverified=fact.status == "unverified",
        )


def own_measures(tower: Tower, scheme: Scheme) -> tuple[OwnMeasure, ...]:
    """The measures of one's own country that go with a scheme: dated facts of its kinds, and what people entered."""
    kinds = {one.kind for one in scheme.measures}
    mine = [fact for fact in tower.facts if fact.kind in kinds and scheme.mandate in fact.subjects]
    acts = tower.watch_store.levels.acts()
    entered = [act for act in acts if isinstance(act, OwnMeasureEntered)]
    early = early_ends(acts)
    found = (
        *(_measure(tower, fact) for fact in mine if fact.when.start is not None),
        *(_entered_measure(act) for act in entered if act.scheme == scheme.key),
    )
    return tuple(replace(one, early=early.get(one.id)) for one in found)


def early_ends(acts: Iterable[LevelAct]) -> dict[str, EarlyEnd]:
    """Measures that somebody ended before their term, by the id of the measure."""
    return {
        act.measure: EarlyEnd(act.effective or act.at, act.at, act.reason, f"{ENTRY}{act.number}")
        for act in acts
        if isinstance(act, OwnMeasureEnded)
    }


def _entered_measure(act: OwnMeasureEntered) -> OwnMeasure:
    """A measure as somebody entered it: its words are his, and cited as his entry."""
    return OwnMeasure(
        id=f"{ENTRY}{act.number}",
        kind=act.measure,
        what=Phrase(en=act.what, ko=act.what),
        begins=act.effective or act.at,
        known=act.at,
        ends=(act.until,) if act.until else (),
        owner_words=act.owner,
        sources=(f"{ENTRY}{act.number}",),
        under=act.under,
    )


def _measure(tower: Tower, fact: Fact) -> OwnMeasure:
    assert fact.when.start is not None
    ender = tower.facts.get(fact.ended_by) if fact.ended_by else None
    return OwnMeasure(
        id=fact.id,
        kind=fact.kind,
        what=Phrase(en=fact.statement.en, ko=fact.statement.ko),
        begins=fact.when.start,
        known=tower.facts.known_of(fact),
        begins_latest=fact.when.end if fact.when.precision in {"between", "approximate"} else None,
        ends=fact.ends.ends if fact.ends else (),
        end_known=tower.facts.known_of(ender) if ender else None,
        term=Phrase(en=fact.term.en, ko=fact.term.ko) if fact.term else None,
        owner=tuple(actor for actor in fact.actors if is_unit(tower, actor)),
        sources=fact.sources,
        unverified=fact.status == "unverified",
    )


def is_unit(tower: Tower, word: str) -> bool:
    """Whether a word is the id of a unit of the registry; a name is not."""
    try:
        return tower.registry.find_unit(word) == word
    except UnknownKeyError:
        return False


def silence_of(
    scheme: Scheme, resource: str, state: LevelState | None, steps: Mapping[str, LevelStep], as_of: AsOf
) -> Silence | None:
    """From when on no source tells the level of a resource; None where somebody has spoken since."""
    silence = scheme.silent_since(resource, as_of)
    if silence is None or (state is not None and steps[state.steps[0]].earliest > silence.after):
        return None
    return silence


class Reason(Plain):
    """Why a person went beyond the criteria, in his own words: kept as they are, and no claim of the tower's."""

    en: str
    ko: str
    by: str = ""

    def say(self, lang: Language) -> str:
        """The words in one language."""
        return self.ko if lang == "ko" else self.en


def override_of(tower: Tower, step: str, scheme: str, resource: str, as_of: AsOf) -> tuple[bool | None, Reason | None]:
    """Whether the criterion was met when a step was taken, and the reason given where it was not."""
    if step.startswith(ENTRY):
        return _entered_override(tower, int(step.removeprefix(ENTRY)))
    fact = tower.facts.by_id.get(step)
    for change in fact.levels if fact is not None and tower.facts.known_of(fact) <= as_of.known else ():
        if (change.scheme, change.resource) == (scheme, resource):
            reason = change.override_reason
            return change.criterion_met, Reason(en=reason.en, ko=reason.ko) if reason else None
    return None, None


def _entered_override(tower: Tower, number: int) -> tuple[bool | None, Reason | None]:
    act = next((one for one in tower.watch_store.levels.acts() if one.number == number), None)
    if not isinstance(act, LevelAdopted):
        return None, None
    if not act.override_reason:
        return True, None
    was_checked = act.proposed not in {"", "not_checkable"}
    return False if was_checked else None, Reason(en=act.override_reason, ko=act.override_reason, by=act.by)
