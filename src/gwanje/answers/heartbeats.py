"""Proof of life: how many items and sources were looked at, how old the oldest is, and which feeds may be stale."""

from datetime import datetime

from gwanje.answers.morning import Heartbeat, Staleness
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.evidence import staleness
from gwanje.foundation.instants import AsOf, days_between, known_day
from gwanje.foundation.names import Language


def heartbeat(tower: Tower, as_of: AsOf, *, touched: set[str]) -> Heartbeat:
    """How much was looked at that day; the oldest source counts from when its newest vintage became known."""
    newest = {key: found for key in tower.sources if (found := _newest_known(tower, key, as_of)) is not None}
    ages = {key: days_between(known, as_of.valid, tower.zone) for key, known in newest.items()}
    oldest = max(ages, key=lambda key: (ages[key], key)) if ages else None
    items = len(tower.items.all())
    quiet = items - len(touched)
    facts = len(tower.facts.known_by(as_of.known))
    days = max(0, ages[oldest]) if oldest else None
    held = sum(bool(tower.vintages.snapshots(key)) for key in tower.sources)
    if oldest:
        words = Sentence(
            en=f"Quiet: {quiet} of {items} items, {len(newest)} sources, oldest {days} days ({oldest}); {facts} dated facts read.",
            ko=f"이상 없음: 품목 {items}개 중 {quiet}개, 자료원 {len(newest)}개, 가장 오래된 것 {days}일 전({oldest}), 확인한 사실 {facts}건.",
        )
    else:
        words = Sentence(
            en=f"Quiet: {quiet} of {items} items; no data source was known by then, so silence about trade means nothing; {facts} dated facts read.",
            ko=f"이상 없음: 품목 {items}개 중 {quiet}개. 그 시점까지 알려진 자료원이 없어 무역에 관한 침묵은 의미가 없음. 확인한 사실 {facts}건.",
        )
    return Heartbeat(
        items=items, quiet_items=quiet, sources=len(newest), sources_total=held, facts=facts,
        oldest_days=days, oldest_source=oldest, words=words,
    )  # fmt: skip


def _newest_known(tower: Tower, source: str, as_of: AsOf) -> datetime | None:
    known = [snapshot.known for snapshot in tower.vintages.snapshots(source) if snapshot.known <= as_of.known]
    return max(known, default=None)


def staleness_lines(tower: Tower, as_of: AsOf) -> tuple[Staleness, ...]:
    """For every source that holds data known by then: fresh, due, overdue, or not computable and why."""
    lines = []
    for key in tower.sources:
        newest = _newest_known(tower, key, as_of)
        if newest is None:
            continue
        found = staleness(tower.sources[key], newest, as_of.valid)
        name, day = tower.sources[key].names, known_day(newest, tower.zone)
        state_ko = {
            "fresh": "최신",
            "due": "갱신 예정",
            "overdue": "갱신 지연",
            "not computable": "갱신 여부 계산 불가(인용된 주기·시차 없음)",
            "no data": "자료 없음",
        }
        lines.append(
            Staleness(
                source=key,
                state=found.state,
                known_on=day,
                words=Sentence(
                    en=f"{name.best('en')}, known {day}: {found.reason}.",
                    ko=f"{name.best('ko')}, {day} 확인: {state_ko[found.state]}.",
                ),
            )
        )
    return tuple(lines)


def feeds_in_words(tower: Tower, lines: tuple[Staleness, ...]) -> tuple[Sentence, ...]:
    """What to look at first: late feeds one by one, then those for which nothing can be said, together."""
    late = [line.words for line in lines if line.state in {"overdue", "due"}]
    unclear = [line.source for line in lines if line.state == "not computable"]
    fresh = [line.source for line in lines if line.state == "fresh"]
    words = list(late)
    if fresh:
        words.append(Sentence(en=f"Fresh: {_names(tower, fresh, 'en')}.", ko=f"최신: {_names(tower, fresh, 'ko')}."))
    if unclear:
        words.append(
            Sentence(
                en=f"Staleness not computable, no cadence and publication lag is cited: {_names(tower, unclear, 'en')}.",
                ko=f"갱신 여부 계산 불가(인용된 주기와 공표 시차 없음): {_names(tower, unclear, 'ko')}.",
            )
        )
    return tuple(words)


def _names(tower: Tower, keys: list[str], lang: Language) -> str:
    return ", ".join(tower.sources[key].names.best(lang) for key in keys)
