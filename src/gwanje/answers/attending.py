"""What asks to be looked at on a day, from every part of the watch room, and what people did about it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from gwanje.answers.answer import Answer, Plain
from gwanje.answers.attending_signals import raised_signals
from gwanje.answers.leads import lead_of
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import highest, parse_marking
from gwanje.watch import SeenSignal, SignalGroup, SignalRaised, attention_list

Json = dict[str, Any]


class SeenLine(Plain):
    """One signal as it stands on the day."""

    id: str
    kind: str
    stage: str
    state: str
    words: Sentence
    raised: datetime
    due: datetime | None
    items: tuple[str, ...]
    lead: Sentence
    by: str = ""
    until: date | None = None
    reason: str = ""
    into: str = ""
    merged: tuple[str, ...] = ()
    back_from_snooze: bool = False


class GroupLine(Plain):
    """The open signals of one item."""

    rank: int
    key: str
    signals: tuple[SeenLine, ...]


class Attention(Answer):
    """Open signals above and below the line, and those that people put away."""

    budget: int | None
    release: str
    above: tuple[GroupLine, ...]
    below: tuple[GroupLine, ...]
    put_away: tuple[SeenLine, ...]
    basis: Sentence | None
    not_seen: tuple[Sentence, ...]

    def rows(self) -> list[Json]:
        """One signal a row: above the line, below it, put away."""
        groups = [(one, "above") for one in self.above] + [(one, "below") for one in self.below]
        told = [_row(signal, where, group.rank) for group, where in groups for signal in group.signals]
        return told + [_row(signal, signal.state, None) for signal in self.put_away]


def attention(tower: Tower, as_of: AsOf, *, now: datetime) -> Attention:
    """What asks to be looked at on a day: grouped by item, cut at the budget, nothing dropped."""
    raised = raised_signals(tower, as_of, now=now)
    acts = [act for act in tower.watch_store.attention.acts() if act.at <= as_of.known]
    rules = tower.intake.attention
    on = as_of.valid.astimezone(tower.zone).date()
    seen = attention_list(raised, acts, on, rules.budget if rules else None)
    newest = max((one.known for one in tower.vintages.snapshots() if one.known <= as_of.known), default=None)
    answer = Attention(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=highest(parse_marking(signal.marking) for signal in raised),
        sources=source_notes(tower, [source for signal in raised for source in signal.sources]),
        budget=seen.budget,
        release=newest.astimezone(tower.zone).date().isoformat() if newest else "",
        above=tuple(_group(tower, group, rank, as_of) for rank, group in enumerate(seen.above, 1)),
        below=tuple(_group(tower, group, rank, as_of) for rank, group in enumerate(seen.below, len(seen.above) + 1)),
        put_away=tuple(_line(tower, one, as_of) for one in seen.put_away),
        basis=Sentence(en=rules.basis.en, ko=rules.basis.ko) if rules else None,
        not_seen=tuple(_not_seen(tower, acts)),
    )
    return as_published(tower, answer)


def _not_seen(tower: Tower, acts: list[Any]) -> Iterator[Sentence]:
    """What this list cannot see: silence about it means nothing."""
    if not any(isinstance(act, SignalRaised) for act in acts):
        yield Sentence(
            en="Not seen: no month of trade was taken in (gwanje watch attention take-in).",
            ko="보지 못함: 접수된 월별 무역 신호 없음(gwanje watch attention take-in).",
        )
    if tower.intake.attention is None:
        yield Sentence(
            en="Not seen: this content sets no lead days, no budget and no intervals (intake/attention.yaml).",
            ko="보지 못함: 사전 알림 일수·신호 한도·점검 주기가 입력되지 않음(intake/attention.yaml).",
        )


def _group(tower: Tower, group: SignalGroup, rank: int, as_of: AsOf) -> GroupLine:
    return GroupLine(rank=rank, key=group.key, signals=tuple(_line(tower, one, as_of) for one in group.signals))


def _line(tower: Tower, one: SeenSignal, as_of: AsOf) -> SeenLine:
    signal = one.signal
    identity = signal.id.split("-", 1)[1]
    return SeenLine(
        id=signal.id,
        kind=signal.kind,
        stage=signal.stage,
        state=one.state,
        words=Sentence(en=signal.words.en, ko=signal.words.ko, sources=signal.sources),
        raised=signal.raised,
        due=signal.due,
        items=signal.items,
        lead=lead_of(tower, [identity, *signal.items], as_of).words,
        by=one.by,
        until=one.until,
        reason=one.reason,
        into=one.into,
        merged=one.merged,
        back_from_snooze=one.back_from_snooze,
    )


def _row(one: SeenLine, where: str, rank: int | None) -> Json:
    return {
        "rank": rank,
        "where": where,
        "id": one.id,
        "items": " ".join(one.items),
        "words": one.words.en,
        "due": one.due.isoformat() if one.due else None,
        "lead": one.lead.en,
        "by": one.by,
        "until": one.until.isoformat() if one.until else None,
        "reason": one.reason,
        "into": one.into,
    }
