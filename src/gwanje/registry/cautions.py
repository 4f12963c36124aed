"""What a planner is asked to look at again: nothing here refuses a reform, each may be a slip of the pen."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from gwanje.foundation.instants import AsOf
from gwanje.registry.content.events import Establish, FinaliseNames, PostChange, ReformRecord, Transfer
from gwanje.registry.holders import Holder, PartView
from gwanje.registry.reforms import ReformView
from gwanje.registry.refusals import day_of
from gwanje.registry.units import UnitView, Words

Caution = Words
_A_YEAR = timedelta(days=366)


def cautions_of(
    view: ReformView, record: ReformRecord, unit_at: Callable[[str, AsOf], UnitView], day: AsOf, zone: ZoneInfo
) -> tuple[Caution, ...]:
    """Days out of order, predecessors that lose nothing, posts that do not add up, names that are promised only.

    Args:
        view: The reform as known.
        record: What was written.
        unit_at: A unit at an `AsOf`.
        day: The last day on which something of it takes effect.
        zone: The country's zone.
    """
    told = [*_days(view, zone), *_predecessors(record, unit_at, day), *_posts(record), *_names(record, zone)]
    return tuple(Words(en, ko) for en, ko in told)


def _days(view: ReformView, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    if view.effective is None:
        return
    effective = day_of(view.effective, zone)
    if view.decided is not None and view.decided > view.effective:
        decided = day_of(view.decided, zone)
        yield (
            f"It is decided on {decided}, after it takes effect on {effective}.",
            f"의결일({decided})이 시행일({effective})보다 늦음.",
        )
    if view.decided is not None and view.effective - view.decided > _A_YEAR:
        decided = day_of(view.decided, zone)
        yield (
            f"It takes effect on {effective}, more than a year after it is decided on {decided}.",
            f"시행일({effective})이 의결일({decided})보다 1년 넘게 늦음.",
        )
    if view.known > view.effective:
        known = day_of(view.known, zone)
        yield (
            f"It is known from {known} only, after it took effect on {effective}: earlier answers stay as they were.",
            f"공개일({known})이 시행일({effective})보다 늦음. 그 전의 답은 그대로 남음.",
        )


def _predecessors(
    record: ReformRecord, unit_at: Callable[[str, AsOf], UnitView], day: AsOf
) -> Iterator[tuple[str, str]]:
    givers = {change.origin for event in record.events if isinstance(change := event.change, Transfer)}
    for event in record.events:
        change = event.change
        if not isinstance(change, Establish) or change.predecessor in (None, "not reported"):
            continue
        before = unit_at(str(change.predecessor), day)
        if before.state == "exists" and before.id not in givers:
            names = {lang: (unit_at(change.unit, day).called(lang), before.called(lang)) for lang in _LANGUAGES}
            yield (
                f"{names['en'][0]} is said to follow {names['en'][1]}, which goes on and hands no affair over.",
                f"{names['ko'][0]}의 전신이라는 {names['ko'][1]}: 그대로 존속하며 넘기는 사무가 없음.",
            )


_LANGUAGES: tuple[Literal["en"], Literal["ko"]] = ("en", "ko")


def _posts(record: ReformRecord) -> Iterator[tuple[str, str]]:
    if record.posts is None:
        return
    said = [change.announced for event in record.events if isinstance(change := event.change, PostChange)]
    known = [number for number in said if number is not None]
    total = record.posts.total
    if not known:
        yield (
            f"{total:+d} posts in all, but no event says whose.",
            f"전체 정원 {total:+d}명, 사건에 조직이 없음.",
        )
    elif sum(known) != total:
        yield (
            f"{total:+d} posts in all, but the events add up to {sum(known):+d}.",
            f"전체 정원 {total:+d}명, 사건의 합계 {sum(known):+d}명.",
        )


def _names(record: ReformRecord, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    for event in record.events:
        change = event.change
        if not isinstance(change, FinaliseNames) or change.names or change.effective == "not known":
            continue
        day = change.effective or record.effective
        if day == "not known":
            continue
        when = day_of(day, zone)
        yield (
            f"Names are to become official on {when}, but none is given: they stay provisional.",
            f"{when} 명칭 확정 예정이나 확정 명칭이 없어 잠정 명칭으로 남음.",
        )


def part_left(holder: Holder, part: PartView, lead: UnitView) -> Caution:
    """A part of an affair that has its own holder does not go with the whole."""
    names, label = holder.mandate.names, part.names
    told = {lang: label.best(lang) if label.texts() else part.scope.key for lang in _LANGUAGES}
    return Words(
        f"{names.best('en')} goes, its part [{told['en']}] stays with {lead.called('en')}: transfer it too if it goes.",
        f"{names.best('ko')} 이관에도 [{told['ko']}] 부분은 {lead.called('ko')}에 남음. 함께 가면 따로 이관할 것.",
    )
