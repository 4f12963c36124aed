"""Posts come, go and move between units; what is not listed anywhere stays unknown, never zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from gwanje.foundation.instants import AsOf
from gwanje.registry.content.events import MovePosts, PostChange
from gwanje.registry.entering.building import LogBuilder
from gwanje.registry.entering.steps import Step
from gwanje.registry.entering.versions import END_OF_TIME
from gwanje.registry.entries import Entry, Log

UNDONE = "reverse:"
"""What stands before a reform's id in the entries that take it back."""


@dataclass(frozen=True, slots=True)
class PostFlow:
    """Posts that a unit gained or lost at one instant, and what a source lists before and after.

    `beside_list`: handed over as they are listed that day, so not part of what the list shows.
    """

    announced: int | None = None
    moved: int = 0
    by_kind: tuple[tuple[str, int], ...] = ()
    listed_before: int | None = None
    listed_after: int | None = None
    counterpart: str = ""
    derived: str = ""
    unknown: bool = False
    beside_list: bool = False

    @property
    def change(self) -> int:
        """By how much the unit's posts change, as far as it is said."""
        if self.listed_before is not None and self.listed_after is not None:
            return self.listed_after - self.listed_before
        return self.said

    @property
    def said(self) -> int:
        """By how much the unit's posts change without any list."""
        return self.moved if self.announced is None else self.announced

    @property
    def is_list(self) -> bool:
        """Whether a source lists the posts before and after."""
        return self.listed_before is not None and self.listed_after is not None

    @property
    def says_something(self) -> bool:
        """Whether any number is known: what is handed over by a merger may be unknown."""
        return self.announced is not None or bool(self.moved) or self.listed_after is not None

    def turned_round(self) -> "PostFlow":
        """The flow that takes this one back, with what was listed before listed again."""
        return replace(
            self,
            announced=None if self.announced is None else -self.announced,
            moved=-self.moved,
            by_kind=tuple((kind, -count) for kind, count in self.by_kind),
            listed_before=self.listed_after,
            listed_after=self.listed_before,
        )


def undone_flows(log: Log, own: list[Entry]) -> list[tuple[Entry, PostFlow]]:
    """The flows that take back what a reform changed of one unit's posts, the last one first.

    The lists of before hold again only where the whole change was of one instant and nothing else changed the posts
    since; otherwise a list is taken back by its difference.
    """
    by_day = [_told_back(list(day)) for _, day in groupby(_with_flows(own), key=lambda told: told[0].start)]
    if _stood_alone(log, own):
        return [(entry, flow.turned_round()) for entry, flow in reversed(_with_flows(own))]
    return [told for day in reversed(by_day) for told in day]


def _with_flows(entries: Iterable[Entry]) -> list[tuple[Entry, PostFlow]]:
    return [(entry, entry.value) for entry in entries if isinstance(entry.value, PostFlow)]


def _stood_alone(log: Log, own: list[Entry]) -> bool:
    """Whether a reform changed a unit's posts at one instant, and nothing else did then or since."""
    first = own[0]
    since = [one for one in log.of(first.subject, "posts") if one.until_known is None and one.start >= first.start]
    return all(one.reform == first.reform and one.start == first.start for one in since)


def _told_back(day: list[tuple[Entry, PostFlow]]) -> list[tuple[Entry, PostFlow]]:
    """The flows of one day without their lists; what moved that day is part of what the lists show."""
    within = sum(flow.said for _, flow in day if not flow.is_list and not flow.beside_list)
    back = []
    for entry, flow in reversed(day):
        turned = flow.turned_round()
        if flow.is_list:
            left, within = within - flow.change, 0
            told = left if left or flow.announced is not None else None
            turned = replace(turned, announced=told, listed_before=None, listed_after=None)
        back.append((entry, turned))
    return back


def _pairs(kinds: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(kinds.items()))


def _put(step: Step, unit: str, flow: PostFlow) -> None:
    step.put(unit, "posts", flow)
    if step.dated.until_known is None:
        look_at_posts(step.builder, unit, step.at)


def look_at_posts(builder: LogBuilder, unit: str, at: datetime) -> None:
    """Have a unit's posts looked at when all events of an instant are entered, beside the units that end then."""
    builder.ended.append((unit, AsOf(at, END_OF_TIME)))


def change_posts(step: Step) -> None:
    """Posts are added or taken away."""
    posts = step.typed(PostChange)
    step.must_exist(posts.unit)
    kinds = dict(posts.by_kind)
    if posts.director_level:
        kinds["director-level"] = kinds.get("director-level", 0) + posts.director_level
    flow = PostFlow(
        announced=posts.announced,
        by_kind=_pairs(kinds),
        listed_before=posts.listed_before,
        listed_after=posts.listed_after,
    )
    _put(step, posts.unit, flow)


def move_posts(step: Step) -> None:
    """Posts go from one unit to another."""
    moved = step.typed(MovePosts)
    sides = ((moved.origin, moved.to, -moved.posts), (moved.to, moved.origin, moved.posts))
    for unit, other, posts in sides:
        if unit == "not reported":
            continue
        step.must_exist(unit)
        sign = 1 if posts > 0 else -1
        kinds = {kind: sign * count for kind, count in moved.by_kind.items()}
        flow = PostFlow(moved=posts, by_kind=_pairs(kinds), counterpart=other, derived=moved.derived)
        _put(step, unit, flow)


def hand_over_posts(step: Step, origin: str, to: str, posts: int | None = None) -> None:
    """All posts of a unit, or some of them, go to the one that follows it; unknown ones stay unknown."""
    stock = stock_of(step.builder.log, origin, step.now)
    count = stock if posts is None else posts
    if stock is not None and count is not None:
        flows = flows_of(step.builder.log, origin, step.now)
        listed = any(flow.is_list for entry, flow in flows if entry.start == step.at)
        _put(step, origin, PostFlow(moved=-count, counterpart=to, beside_list=listed))
    _put(step, to, PostFlow(moved=count or 0, counterpart=origin, unknown=count is None))


def flows_of(log: Log, unit: str, asof: AsOf) -> list[tuple[Entry, PostFlow]]:
    """Every gain and loss of a unit that was so and was public by an `AsOf`, the earliest first."""
    return _with_flows(entry for entry in log.of(unit, "posts") if entry.is_visible(asof))


def stock_of(log: Log, unit: str, asof: AsOf) -> int | None:
    """How many posts a unit has; None where no source lists them and it did not begin with what others handed over.

    A listed number settles what came before it in time; moves on the day of a list are part of that list. What an
    undone reform takes back is taken from what is there then.
    """
    flows = flows_of(log, unit, asof)
    base, later = _last_list(flows)
    if base is None:
        if not _begins_with_known_posts(log, unit, asof, flows):
            return None
        base = 0
    if any(flow.unknown for _, flow in later):
        return None
    return base + sum(net_change(told) for told in _by_undoing(later))


def net_change(flows: list[PostFlow]) -> int:
    """By how much flows of one day change the posts: as listed, else as said."""
    listed = any(flow.is_list for flow in flows)
    return sum(flow.change for flow in flows if not listed or flow.is_list or flow.beside_list)


def _last_list(flows: list[tuple[Entry, PostFlow]]) -> tuple[int | None, list[tuple[Entry, PostFlow]]]:
    """The last number that a source lists, and what came after it."""
    listed = [i for i, (entry, flow) in enumerate(flows) if flow.listed_after is not None and not is_undoing(entry)]
    if not listed:
        return None, flows
    entry, last = flows[listed[-1]]
    after = flows[listed[-1] + 1 :]
    return last.listed_after, [told for told in after if told[0].start > entry.start or _is_beside_the_list(*told)]


def _is_beside_the_list(entry: Entry, flow: PostFlow) -> bool:
    return flow.beside_list or is_undoing(entry)


def is_undoing(entry: Entry) -> bool:
    """Whether an entry takes a reform back; its lists are those of before, no source lists them anew."""
    return entry.verb == "reverse"


def _by_undoing(flows: list[tuple[Entry, PostFlow]]) -> list[list[PostFlow]]:
    """The flows one by one, but all that one reversal takes back together."""
    groups: dict[tuple[str, float] | int, list[PostFlow]] = {}
    for entry, flow in flows:
        key = (entry.reform, entry.starts_at) if is_undoing(entry) else entry.order
        groups.setdefault(key, []).append(flow)
    return list(groups.values())


def _begins_with_known_posts(log: Log, unit: str, asof: AsOf, flows: list[tuple[Entry, PostFlow]]) -> bool:
    """Whether a unit began with what others handed over to it, and that was told."""
    begun = next((entry for entry in log.of(unit, "exists") if entry.is_visible(asof)), None)
    if begun is None or begun.verb not in _BEGINS_WITH_WHAT_IS_HANDED_OVER:
        return False
    return any(entry.start == begun.start and entry.fact == begun.fact for entry, _ in flows)


_BEGINS_WITH_WHAT_IS_HANDED_OVER = frozenset({"merge_units", "split_unit"})
