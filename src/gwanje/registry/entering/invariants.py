"""What holds on every day: no affair with a unit that has ended, no unit below one, no post unexplained.

Checked when all events of one instant are entered, so that their order within a day is the planner's choice.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from gwanje.foundation.errors import ContentError
from gwanje.foundation.instants import AsOf
from gwanje.registry import refusals
from gwanje.registry.content.events import Change, MovePosts, PostChange, ReformRecord
from gwanje.registry.content.records import Holding, Parent
from gwanje.registry.entering.building import LogBuilder
from gwanje.registry.entering.ledger import PostLine, ledger_of
from gwanje.registry.entering.posts import flows_of, stock_of
from gwanje.registry.entering.versions import END_OF_TIME, numbered
from gwanje.registry.entries import ABSENT, Entry
from gwanje.registry.scopes import Scope


def refuse_leftovers(builder: LogBuilder, ended: Iterable[tuple[str, AsOf]]) -> None:
    """Refuse affairs and units left behind by units that end at an instant, and posts that do not add up then."""
    for unit, now in ended:
        if now.known == END_OF_TIME:
            _refuse_posts(builder, unit, now)
        gone = builder.log.standing(unit, "exists", now)
        if gone is None or gone.value is not ABSENT:
            continue
        for entry in builder.log.naming(unit, now):
            _refuse_leftover(builder, unit, gone, entry, now)


def _refuse_leftover(builder: LogBuilder, unit: str, gone: Entry, entry: Entry, now: AsOf) -> None:
    value = entry.value
    if isinstance(value, Holding) and unit in value.named_units:
        raise refusals.orphan(entry.subject, Scope.of_aspect(entry.aspect).key, unit, gone, entry, builder.zone)
    if isinstance(value, Parent) and value.upward == unit:
        below = builder.log.standing(entry.subject, "exists", now)
        if below is not None and below.value is not ABSENT:
            raise refusals.stranded(entry.subject, unit, gone, entry, builder.zone)


def _refuse_posts(builder: LogBuilder, unit: str, now: AsOf) -> None:
    """Refuse a difference that no claim records, whoever told its two sides, and fewer posts than none."""
    of_day = [entry for entry, _ in flows_of(builder.log, unit, now) if entry.start == now.valid]
    if not of_day:
        return
    place, day = of_day[-1].place, refusals.day_of(now.valid, builder.zone)
    for line in ledger_of(builder.log, unit, now):
        if line.on == now.valid and line.balance == "open" and not line.claims:
            eve = AsOf(now.valid - timedelta(microseconds=1), now.known)
            raise _open_without_claim(line, stock_of(builder.log, unit, eve), day, place)
    stock = stock_of(builder.log, unit, now)
    if stock is not None and stock < 0:
        facts = dict.fromkeys(fact for entry in of_day for fact in entry.facts)
        raise _less_than_none(unit, stock, ", ".join(facts), day, place)


def _open_without_claim(line: PostLine, there: int | None, day: str, place: str) -> ContentError:
    said, facts = (line.announced or 0) + line.moved_in - line.moved_out, ", ".join(line.facts)
    sides = f"{said:+d} announced and moved, {line.listed_change or 0:+d} listed"
    if line.gap:
        met = "not known how many" if there is None else there
        sides += f"; lists from {line.listed_before} to {line.listed_after}, {met} there the day before"
    return ContentError(
        f"Posts of {line.unit} do not add up on {day} ({facts}): {sides}",
        place=place,
        expected="a ledger that balances, or a cited claim under which the difference stands open",
        found=f"a difference of {line.difference} and no claim",
        remedy="Correct the counts, or cite the claim that records the disagreement in 'claims' (Convention R3).",
    )


def _less_than_none(unit: str, stock: int, facts: str, day: str, place: str) -> ContentError:
    return ContentError(
        f"From {day} unit {unit} would have {stock} posts",
        place=place,
        expected="no more posts taken away than there are",
        found=f"{-stock} more than there are, with {facts}",
        remedy="Correct the number, or enter the posts that came before (Convention R3).",
    )


def refuse_imbalance(reform: ReformRecord) -> None:
    """Refuse posts of a reform that do not add up where no claim records the disagreement."""
    for (unit, _), changes in _posts_by_day(reform).items():
        lists = [one for one in changes if isinstance(one, PostChange) and one.listed is not None]
        announced = [one.announced for one in changes if isinstance(one, PostChange) and one.announced is not None]
        moves = [one.posts if one.to == unit else -one.posts for one in changes if isinstance(one, MovePosts)]
        said, listed = sum(announced) + sum(moves), sum(one.listed or 0 for one in lists)
        cited = any(one.claims for one in changes)
        if lists and (announced or moves) and listed != said and not cited:
            raise refusals.imbalance(lists[0].fact, said, listed, lists[0].place or reform.place)


def _posts_by_day(reform: ReformRecord) -> dict[tuple[str, datetime | str], list[PostChange | MovePosts]]:
    """What a reform says of the posts of each unit on each day."""
    found: dict[tuple[str, datetime | str], list[PostChange | MovePosts]] = {}
    for event in numbered(reform):
        change = event.change
        if isinstance(change, PostChange | MovePosts):
            units = (change.unit,) if isinstance(change, PostChange) else (change.origin, change.to)
            for unit in units:
                found.setdefault((unit, _day_of(change, reform)), []).append(change)
    return found


def _day_of(change: Change, reform: ReformRecord) -> datetime | str:
    return change.effective or change.not_later_than or reform.effective
