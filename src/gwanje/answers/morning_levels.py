"""Levels on the morning page: what was adopted or declined in this tower, and which proposals wait for a person."""

from collections.abc import Iterator
from datetime import datetime

from gwanje.answers.answer import Absence
from gwanje.answers.instants_in_words import instant_words
from gwanje.answers.level_lines import scheme_lead
from gwanje.answers.level_words import level_called
from gwanje.answers.levelling import LevelLine, levels
from gwanje.answers.morning import LeadLine, LevelMark, LevelStrip, NewThing
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf, known_day
from gwanje.foundation.names import Language
from gwanje.watch import ENTRY, LevelAct, LevelAdopted, LevelDeclined, LevelExtended, LevelProposed, waiting

_SHOWN = 3
_STANDS = frozenset({"held", "day_unknown", "term_over", "last_told"})


def level_strip(tower: Tower, as_of: AsOf, mandate: str | None) -> LevelStrip:
    """The levels that stand on a day in every scheme, or may stand; of one affair where it is named."""
    lines = [line for line in levels(tower, "", as_of).lines if mandate in (None, line.lead.mandate)]
    orders = {one.key: one.order for one in tower.schemes}
    marks = tuple(
        LevelMark(
            scheme=line.scheme,
            scheme_names=line.scheme_names,
            resource=line.resource,
            resource_names=line.resource_names,
            state=line.state,
            ranks=tuple(sorted(orders[line.scheme].index(level["key"]) for level in line.levels)),
            words=_cited(tower, line, as_of),
            lead=line.lead,
        )
        for line in lines
        if line.levels and line.state in _STANDS
    )
    marks = tuple(one for one in marks if max(one.ranks) > 0)
    return LevelStrip(marks=marks, rest=_rest(len(marks), len(lines), len({line.scheme for line in lines})))


def _cited(tower: Tower, line: LevelLine, as_of: AsOf) -> Sentence:
    """The level in words with the sources of the steps behind it."""
    facts = [tower.facts.by_id[step] for step in line.steps if step in tower.facts.by_id]
    known = [fact for fact in facts if tower.facts.known_of(fact) <= as_of.known]
    sources = (*line.words.sources, *(source for fact in known for source in fact.sources))
    return Sentence(en=line.words.en, ko=line.words.ko, sources=tuple(dict.fromkeys(sources)))


def _rest(marks: int, lines: int, schemes: int) -> Sentence:
    """Everything that was looked at and has no level, so that silence means something."""
    if lines == 0:
        return Sentence(en="No warning scheme was known by then.", ko="그 시점에 알려진 경보 체계 없음.")
    if marks == 0:
        return Sentence(
            en=f"No level is known: {_many(lines, 'resource')} of {_many(schemes, 'warning scheme')}.",
            ko=f"알려진 단계 없음(경보 체계 {schemes}개, 자원 {lines}종).",
        )
    return Sentence(
        en=f"No level is known for the other {lines - marks} of {_many(lines, 'resource')} in {_many(schemes, 'warning scheme')}.",
        ko=f"그 밖의 자원 {lines - marks}종은 알려진 단계 없음(경보 체계 {schemes}개, 자원 {lines}종).",
    )


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def entered_things(tower: Tower, as_of: AsOf, since: datetime, until: datetime) -> Iterator[NewThing]:
    """What people decided about levels after `since` and not later than `until`; the reason stands in the log."""
    for act in tower.watch_store.levels.acts():
        if since < act.at <= until and isinstance(act, LevelAdopted | LevelDeclined | LevelExtended):
            yield NewThing(
                id=f"{ENTRY}{act.number}",
                kind="level",
                known_on=known_day(act.at, tower.zone),
                what=_decided(tower, act),
                lead=_lead(tower, act, as_of),
            )


def waiting_levels(tower: Tower, as_of: AsOf) -> Absence:
    """The proposals that nobody has adopted or declined by the known instant."""
    acts = [act for act in tower.watch_store.levels.acts() if act.at <= as_of.known]
    found = waiting(acts)
    if not found:
        return Absence(
            status="none",
            reason=Sentence(
                en="Nothing: no proposal has been made that waits for a person.", ko="없음: 결정을 기다리는 안건 없음."
            ),
        )
    told = [(_proposal(tower, act, "en"), _proposal(tower, act, "ko")) for act in found[:_SHOWN]]
    more = (f"; and {len(found) - _SHOWN} more", f" 외 {len(found) - _SHOWN}건") if len(found) > _SHOWN else ("", "")
    return Absence(
        status="ok",
        reason=Sentence(
            en=f"Levels to decide: {', '.join(one for one, _ in told)}{more[0]}.",
            ko=f"결정할 단계: {', '.join(one for _, one in told)}{more[1]}.",
        ),
    )


def _proposal(tower: Tower, act: LevelProposed, lang: Language) -> str:
    level = _level(tower, act.scheme, act.level, lang) if act.level else ("nothing proposed", "제안 없음")[lang == "ko"]
    return f"{_resource(tower, act, lang)} {level} (entry {act.number})"


def _decided(tower: Tower, act: LevelAdopted | LevelDeclined | LevelExtended) -> Sentence:
    names = {lang: (_resource(tower, act, lang), _level(tower, act.scheme, act.level, lang)) for lang in _LANGUAGES}
    (resource_en, level_en), (resource_ko, level_ko) = names["en"], names["ko"]
    if isinstance(act, LevelDeclined):
        return Sentence(
            en=f"{resource_en}: {level_en} not raised, entry {act.number}, signed by {act.by}.",
            ko=f"{resource_ko}: {level_ko} 발령하지 않음({act.number}번, 결재 {act.by}).",
        )
    if isinstance(act, LevelExtended):
        end = instant_words((act.until or act.at).astimezone(tower.zone), tower.zone)
        return Sentence(
            en=f"{resource_en}: {level_en} extended until {end.en}, entry {act.number}, signed by {act.by}.",
            ko=f"{resource_ko}: {level_ko} {end.ko}까지 연장({act.number}번, 결재 {act.by}).",
        )
    start = instant_words((act.effective or act.at).astimezone(tower.zone), tower.zone)
    beyond = (", beyond its criteria", ", 기준과 다르게") if act.override_reason else ("", "")
    return Sentence(
        en=f"{resource_en}: {level_en} from {start.en}{beyond[0]}, entry {act.number}, signed by {act.by}.",
        ko=f"{resource_ko}: {start.ko}부터 {level_ko}{beyond[1]}({act.number}번, 결재 {act.by}).",
    )


_LANGUAGES: tuple[Language, ...] = ("en", "ko")


def _resource(tower: Tower, act: LevelAct, lang: Language) -> str:
    """The resource by name; one of a scheme that is no longer loaded by its key."""
    scheme = tower.schemes.by_key.get(act.scheme)
    found = (
        next((one.names.best(lang) for one in scheme.resources if one.key == act.resource), None) if scheme else None
    )
    return found or (tower.items[act.resource].names.best(lang) if act.resource in tower.items else act.resource)


def _level(tower: Tower, scheme: str, level: str, lang: Language) -> str:
    known = tower.schemes.by_key.get(scheme)
    return level_called(known, level, lang) if known else level


def _lead(tower: Tower, act: LevelAct, as_of: AsOf) -> LeadLine:
    scheme = tower.schemes.by_key.get(act.scheme)
    if scheme is None:
        return LeadLine(state="not_known", words=Sentence(en="lead not known", ko="소관 알 수 없음"))
    return scheme_lead(tower, scheme, as_of)
