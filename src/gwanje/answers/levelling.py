"""Alert levels on a day: every scheme side by side, with lead, line, term, criteria, and what nobody knows."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.instants_in_words import ends_words
from gwanje.answers.level_grounds import LevelGrounds, level_grounds
from gwanje.answers.level_lines import StationLine, approval_line, scheme_lead
from gwanje.answers.level_measures import MeasureUnder, measures_under
from gwanje.answers.level_states import StateKey
from gwanje.answers.level_steps import Reason, every_step, override_of, silence_of
from gwanje.answers.level_words import (
    NO_LEVEL,
    NO_LEVELS_READ,
    advice_words,
    criterion_words,
    planned_words,
    sentence,
    state_words,
)
from gwanje.answers.morning import LeadLine
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import as_published, marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import UnknownKeyError, unknown_key
from gwanje.foundation.instants import AsOf, day_start
from gwanje.foundation.names import search_form
from gwanje.watch import (
    LevelAct,
    LevelAdopted,
    LevelDeclined,
    LevelProposed,
    LevelState,
    LevelStep,
    Scheme,
    level_at,
    propose_level,
)

Json = dict[str, Any]


class LevelLine(Plain):
    """One resource of one scheme on a day."""

    scheme: str
    scheme_names: Json
    resource: str
    resource_names: Json
    state: StateKey
    levels: tuple[Json, ...]
    levels_note: Sentence | None = None
    steps: tuple[str, ...] = ()
    since: datetime | None = None
    ends: tuple[datetime, ...] = ()
    is_raised: bool = False
    words: Sentence
    planned: tuple[Sentence, ...] = ()
    criterion_met: bool | None = None
    override_reason: Reason | None = None
    grounds: tuple[LevelGrounds, ...] = ()
    measures: tuple[MeasureUnder, ...] = ()
    lead: LeadLine
    line: tuple[StationLine, ...] = ()
    term: Sentence | None = None
    notice: Sentence | None = None
    criteria: Json
    criteria_words: Sentence
    criteria_told: tuple[Sentence, ...] = ()
    criteria_public: str
    unknowns: tuple[str, ...] = ()
    waiting: tuple[Json, ...] = ()
    declined: tuple[Json, ...] = ()


class Levels(Answer):
    """Levels in every scheme, side by side; `base` is the last entry seen in the journal."""

    asked: str
    lines: tuple[LevelLine, ...]
    unknowns: tuple[Json, ...]
    base: int

    def rows(self) -> list[Json]:
        """One resource of one scheme a row."""
        return [
            {
                "scheme": one.scheme,
                "resource": one.resource,
                "state": one.state,
                "levels": " | ".join(level["key"] for level in one.levels),
                "words": one.words.en,
                "criteria": one.criteria_words.en,
                "lead": one.lead.words.en,
                "unit": one.lead.unit,
                "steps": " ".join(one.steps),
                "unknowns": " ".join(one.unknowns),
            }
            for one in self.lines
        ]


def levels(tower: Tower, asked: str, as_of: AsOf, *, scheme: str = "") -> Levels:
    """The levels of an item or a resource in every scheme, or of everything that schemes name, on a day."""
    pairs = chosen(tower, asked, scheme, as_of)
    steps, acts = every_step(tower), tower.watch_store.levels.acts()
    lines = tuple(level_line(tower, one, resource, as_of, steps, acts) for one, resource in pairs)
    cited = tuple(_cited(tower, pairs, lines, as_of))
    answer = Levels(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=marking_of(tower, cited),
        sources=source_notes(tower, cited),
        asked=asked,
        lines=lines,
        unknowns=tuple(_gaps(tower, pairs)),
        base=tower.watch_store.levels.base(),
    )
    return as_published(tower, answer)


def _gaps(tower: Tower, pairs: list[tuple[Scheme, str]]) -> Iterator[Json]:
    """What is not known and whoever reads these levels must know, each once."""
    for identity in dict.fromkeys(gap for scheme, _ in pairs for gap in scheme.unknowns):
        if identity in tower.unknowns.by_id:
            yield {"id": identity, "statement": tower.unknowns.by_id[identity].statement.model_dump()}


def chosen(tower: Tower, asked: str, scheme: str, as_of: AsOf) -> list[tuple[Scheme, str]]:
    """The resources of schemes that a question is about; nothing that is called so is refused with the nearest."""
    schemes = [tower.schemes.get(scheme)] if scheme else list(tower.schemes.known_by(as_of.known))
    if not asked:
        return [(one, resource.key) for one in schemes for resource in one.resources]
    form = search_form(asked)
    named = [
        (one, resource.key)
        for one in schemes
        for resource in one.resources
        if form in {search_form(text) for text in (resource.key, *resource.names.texts())}
    ]
    item = _item(tower, asked)
    if item:
        pairs = [(one, one.resource_of(item)) for one in schemes]
        return [*named, *((one, key) for one, key in pairs if key is not None and (one, key) not in named)]
    if named:
        return named
    known = [resource.key for one in schemes for resource in one.resources]
    raise unknown_key("item or resource of a scheme", asked, [*known, *(one.key for one in tower.items)])


def _item(tower: Tower, asked: str) -> str:
    try:
        return tower.items.find(asked).key
    except UnknownKeyError:
        return ""


def level_line(
    tower: Tower,
    scheme: Scheme,
    resource: str,
    as_of: AsOf,
    steps: Iterable[LevelStep],
    acts: Iterable[LevelAct],
) -> LevelLine:
    """One resource of one scheme on a day, with everything that a person who decides must see."""
    every = {step.id: step for step in steps if (step.scheme, step.resource) == (scheme.key, resource)}
    state = level_at(every.values(), scheme.key, resource, as_of)
    silence = silence_of(scheme, resource, state, every, as_of)
    readings = day_readings(tower, scheme, resource, as_of)
    criteria = tower.schemes.criteria(scheme, as_of.known)
    advice = propose_level(scheme.order, criteria, resource, {one.condition: one for one in readings})
    met, reason = override_of(tower, raised_by(state), scheme.key, resource, as_of) if state else (None, None)
    mine = [act for act in acts if (act.scheme, act.resource) == (scheme.key, resource) and act.at <= as_of.known]
    return LevelLine(
        scheme=scheme.key,
        scheme_names=scheme.names.as_answer(),
        resource=resource,
        resource_names=_resource_names(tower, scheme, resource),
        state=_key(scheme, state, as_of, silent=silence is not None),
        levels=tuple(_level(scheme, key) for key in (state.levels if state else ())),
        levels_note=sentence(scheme.levels_note, scheme.sources) if scheme.levels_note else None,
        steps=state.steps if state else (),
        since=_since(state, every),
        ends=state.ends if state else (),
        is_raised=scheme.in_force(as_of.valid) and state is not None and set(state.levels) != {scheme.rest},
        words=_words(tower, scheme, state, every, silence, as_of),
        planned=tuple(planned_words(scheme, every[one], tower.zone) for one in (state.planned if state else ())),
        criterion_met=met,
        override_reason=reason,
        grounds=level_grounds(tower, scheme, state, mine),
        measures=measures_under(tower, scheme, every, state, acts, as_of),
        lead=scheme_lead(tower, scheme, as_of),
        line=approval_line(tower, scheme, as_of),
        term=sentence(scheme.term.words, scheme.term.sources) if scheme.term else None,
        notice=sentence(scheme.notice, scheme.sources) if scheme.notice else None,
        criteria=advice.as_answer(),
        criteria_words=advice_words(scheme, advice, has_readings=bool(readings)),
        criteria_told=tuple(criterion_words(scheme, one.criterion) for one in advice.results),
        criteria_public=scheme.criteria_public,
        unknowns=scheme.unknowns,
        waiting=tuple(_proposal(act) for act in _waiting(mine)),
        declined=tuple(_declined(act) for act in mine if isinstance(act, LevelDeclined)),
    )


def _since(state: LevelState | None, steps: Mapping[str, LevelStep]) -> datetime | None:
    """From when the level stands that holds; None where there is none, or the day of a step is not known."""
    if state is None or len(state.levels) > 1 or not state.run:
        return None
    first = steps[state.run[0]]
    return first.latest or first.earliest


def raised_by(state: LevelState) -> str:
    """The step that brought the level which holds, or may hold: its reason stands until another level is adopted."""
    return state.run[0] if state.run else state.steps[0]


def day_readings(tower: Tower, scheme: Scheme, resource: str, as_of: AsOf) -> list[Any]:
    """What sources report of the conditions on the day asked about, up to its hour, as known then."""
    start = day_start(as_of.valid.astimezone(tower.zone).date(), tower.zone)
    until = min(as_of.valid + timedelta(microseconds=1), start + timedelta(days=1))
    return tower.schemes.readings(scheme, resource, start, until, as_of.known)


def _words(
    tower: Tower,
    scheme: Scheme,
    state: LevelState | None,
    steps: dict[str, LevelStep],
    silence: Any,
    as_of: AsOf,
) -> Sentence:
    if not scheme.levels:
        return NO_LEVELS_READ
    if scheme.ended is not None:
        return NO_LEVEL.then(sentence(scheme.ended, scheme.sources))
    if scheme.start is not None and as_of.valid < scheme.start:
        return Sentence(en="the scheme is not in force yet", ko="아직 시행 전")
    if not scheme.in_force(as_of.valid) and scheme.ends is not None:
        end = ends_words(scheme.ends.ends, tower.zone, as_of.valid)
        return NO_LEVEL.then(Sentence(en=f"The scheme is {end.en}.", ko=f"체계 {end.ko}."))
    return state_words(scheme, state, steps, silence, as_of, tower.zone)


def _key(scheme: Scheme, state: LevelState | None, as_of: AsOf, *, silent: bool) -> StateKey:
    if not scheme.levels:
        return "no_levels_read"
    if not scheme.in_force(as_of.valid):
        return "scheme_not_in_force"
    if state is None:
        return "none"
    if len(state.levels) > 1:
        return "day_unknown"
    if state.term in ("over", "over by one reading"):
        return "term_over"
    return "last_told" if silent else "held"


def _level(scheme: Scheme, key: str) -> Json:
    level = next((one for one in scheme.levels if one.key == key), None)
    action = level.action if level else None
    return {
        "key": key,
        "names": level.names.as_answer() if level else {},
        "action": {"en": action.en, "ko": action.ko} if action else None,
        "sources": list(level.sources) if level else [],
    }


def _resource_names(tower: Tower, scheme: Scheme, resource: str) -> Json:
    found = next((one.names for one in scheme.resources if one.key == resource), None)
    names = found or (tower.items[resource].names if resource in tower.items else None)
    return names.as_answer() if names else {}


def _waiting(acts: list[LevelAct]) -> list[LevelProposed]:
    answered = {act.proposal for act in acts if isinstance(act, LevelAdopted | LevelDeclined)}
    return [act for act in acts if isinstance(act, LevelProposed) and act.number not in answered]


def _proposal(act: LevelProposed) -> Json:
    return {
        "entry": act.number,
        "level": act.level or None,
        "outcome": act.outcome,
        "by": act.by,
        "at": act.at.isoformat(),
        "note": act.note,
    }


def _declined(act: LevelDeclined) -> Json:
    return {
        "entry": act.number,
        "level": act.level,
        "reason": act.reason,
        "by": act.by,
        "at": act.at.isoformat(),
    }


def _cited(tower: Tower, pairs: list[tuple[Scheme, str]], lines: tuple[LevelLine, ...], as_of: AsOf) -> Iterable[str]:
    for scheme in {one.key: one for one, _ in pairs}.values():
        yield from scheme.sources
    for line in lines:
        yield from (source for told in line.criteria_told for source in told.sources)
        for step in line.steps:
            fact = tower.facts.by_id.get(step)
            if fact is not None and tower.facts.known_of(fact) <= as_of.known:
                yield from fact.sources
        yield from line.criteria_words.sources
        yield from (one for one in _held_sources(line) if one in tower.sources or one in tower.references.by_id)


def _held_sources(line: LevelLine) -> Iterator[str]:
    """What the readings of adopted proposals, and what stood beside them, were read from; words typed are no ids."""
    for ground in line.grounds:
        yield from (source for one in ground.readings for source in one.sources)
        yield from (source for one in ground.beside for source in one.words.sources)
