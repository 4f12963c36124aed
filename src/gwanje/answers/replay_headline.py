"""What a replay found, in one sentence: how far each resource rose, and how many days were quiet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gwanje.answers.level_words import level_called
from gwanje.answers.replay_answer import DayLevel, ReplayDay
from gwanje.answers.sentences import Sentence
from gwanje.foundation.names import Language, Names
from gwanje.watch import Scheme


@dataclass(frozen=True, slots=True)
class _Top:
    """How far a resource rose: the level that surely held, since when, and the one that perhaps held."""

    level: str
    day: date
    perhaps: str | None
    sources: tuple[str, ...]


def replay_headline(scheme: Scheme, days: Sequence[ReplayDay]) -> Sentence:
    """How far each resource rose as it was known then, and on how many days nothing moved."""
    names = {one.key: one.names for one in scheme.resources}
    told = {key: top for key in _resources(days) if (top := _highest(scheme, days, key)) is not None}
    quiet = sum(one.quiet for one in days)
    risen_en = "; ".join(f"{_name(names[key], 'en')} to {_by(scheme, top, 'en')}" for key, top in told.items())
    risen_ko = ", ".join(f"{_name(names[key], 'ko')} {_by(scheme, top, 'ko')}" for key, top in told.items())
    return Sentence(
        en=f"{f'Raised: {risen_en}' if told else 'No level was raised'}. {quiet} of {len(days)} days were quiet.",
        ko=f"{f'격상: {risen_ko}' if told else '단계 격상 없음'}. {len(days)}일 중 {quiet}일은 변동 없음.",
        sources=tuple(dict.fromkeys(source for top in told.values() for source in top.sources)),
    )


def known_otherwise(scheme: Scheme, days: Sequence[ReplayDay]) -> tuple[Sentence, ...]:
    """For each resource the days of which more, or other, is known now than was known then."""
    names = {one.key: one.names for one in scheme.resources}
    return tuple(_otherwise(names[key], days, key) for key in _resources(days) if _differing(days, key))


def _otherwise(name: Names, days: Sequence[ReplayDay], key: str) -> Sentence:
    differing = _differing(days, key)
    first, last = min(one for one, _ in differing), max(one for one, _ in differing)
    now = list(dict.fromkeys(level.now_short.en for _, level in differing))
    now_ko = list(dict.fromkeys(level.now_short.ko for _, level in differing))
    return Sentence(
        en=f"{name.best('en')}: on {len(differing)} days between {_day(first, 'en')} and {_day(last, 'en')} "
        f"more is known now: {'; '.join(now)}.",
        ko=f"{name.best('ko')}: {_day(first, 'ko')}부터 {_day(last, 'ko')}까지 {len(differing)}일은 현재 달리 알려짐: "
        f"{', '.join(now_ko)}.",
    )


def _resources(days: Sequence[ReplayDay]) -> list[str]:
    return list(dict.fromkeys(level.resource for one in days for level in one.levels))


def _levels(days: Sequence[ReplayDay], resource: str) -> Iterator[tuple[date, DayLevel]]:
    yield from ((one.day, level) for one in days for level in one.levels if level.resource == resource)


def _differing(days: Sequence[ReplayDay], resource: str) -> list[tuple[date, DayLevel]]:
    return [(day, one) for day, one in _levels(days, resource) if one.then_levels != one.now_levels]


def _highest(scheme: Scheme, days: Sequence[ReplayDay], resource: str) -> _Top | None:
    """The highest level that surely held as it was known then, and the one that perhaps held."""
    rank = scheme.order.index
    path = list(_levels(days, resource))
    sure = max((min(map(rank, one.then_levels)) for _, one in path if one.then_levels), default=0)
    perhaps = max((rank(level) for _, one in path for level in (*one.then_levels, *one.now_levels)), default=0)
    if perhaps == 0:
        return None
    day = min(day for day, one in path if one.then_levels and min(map(rank, one.then_levels)) == sure)
    sources = tuple(source for one in days if one.day == day for thing in one.new for source in thing.words.sources)
    return _Top(scheme.order[sure], day, scheme.order[perhaps] if perhaps > sure else None, sources)


def _by(scheme: Scheme, top: _Top, lang: Language) -> str:
    said, perhaps = level_called(scheme, top.level, lang), ""
    if top.perhaps is not None:
        higher = level_called(scheme, top.perhaps, lang)
        perhaps = (
            f", perhaps later {higher}, day unknown" if lang == "en" else f", 이후 {higher} 가능성(날짜 알 수 없음)"
        )
    day = _day(top.day, lang)
    return f"{said} by {day}{perhaps}" if lang == "en" else f"{said}({day}){perhaps}"


def _name(names: Names, lang: Language) -> str:
    said = names.best(lang)
    return said[:1].lower() + said[1:] if lang == "en" else said


def _day(day: date, lang: Language) -> str:
    return f"{day.month}월 {day.day}일" if lang == "ko" else f"{day.day} {day:%B}"
