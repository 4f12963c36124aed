"""Posts come, go and move between units; what is not listed anywhere stays unknown, never zero."""

from collections.abc import Mapping
from dataclasses import dataclass

from gwanje.foundation.instants import AsOf
from gwanje.registry.content.events import MovePosts, PostChange
from gwanje.registry.entering.steps import Step
from gwanje.registry.entries import Entry, Log


@dataclass(frozen=True, slots=True)
class PostFlow:
    """Posts that a unit gained or lost at one instant, and what a source lists before and after."""

    announced: int | None = None
    moved: int = 0
    by_kind: tuple[tuple[str, int], ...] = ()
    listed_before: int | None = None
    listed_after: int | None = None
    counterpart: str = ""
    derived: str = ""
    unknown: bool = False

    @property
    def change(self) -> int | None:
        """By how much the unit's posts change, as far as it is said."""
        if self.listed_before is not None and self.listed_after is not None:
            return self.listed_after - self.listed_before
        return self.moved if self.announced is None else self.announced

    @property
    def says_something(self) -> bool:
        """Whether any number is known: what is handed over by a merger may be unknown."""
        return bool(self.announced or self.moved or self.listed_after is not None)

    def undone(self) -> "PostFlow":
        """The flow that takes this one back."""
        return PostFlow(
            announced=None if self.announced is None else -self.announced,
            moved=-self.moved,
            by_kind=tuple((kind, -count) for kind, count in self.by_kind),
            listed_before=self.listed_after,
            listed_after=self.listed_before,
            counterpart=self.counterpart,
            derived=self.derived,
            unknown=self.unknown,
        )


def _pairs(kinds: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(kinds.items()))


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
    step.put(posts.unit, "posts", flow)


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
        step.put(unit, "posts", flow)


def hand_over_posts(step: Step, origin: str, to: str, posts: int | None = None) -> None:
    """All posts of a unit, or some of them, go to the one that follows it; unknown ones stay unknown."""
    stock = stock_of(step.builder.log, origin, step.now)
    count = stock if posts is None else posts
    if stock is not None and count is not None:
        step.put(origin, "posts", PostFlow(moved=-count, counterpart=to))
    step.put(to, "posts", PostFlow(moved=count or 0, counterpart=origin, unknown=count is None))


def flows_of(log: Log, unit: str, asof: AsOf) -> list[tuple[Entry, PostFlow]]:
    """Every gain and loss of a unit that was so and was public by an `AsOf`, the earliest first."""
    visible = [entry for entry in log.of(unit, "posts") if entry.is_visible(asof)]
    return [(entry, entry.value) for entry in visible if isinstance(entry.value, PostFlow)]


def stock_of(log: Log, unit: str, asof: AsOf) -> int | None:
    """How many posts a unit has; None where no source lists them and it did not begin with what others handed over.

    A listed number settles what came before it in time; moves on the day of a list are part of that list.
    """
    flows = flows_of(log, unit, asof)
    listed = [index for index, (_, flow) in enumerate(flows) if flow.listed_after is not None]
    if listed:
        entry, last = flows[listed[-1]]
        base = last.listed_after or 0
        later = [flow for one, flow in flows[listed[-1] + 1 :] if one.start > entry.start]
    else:
        base, later = 0, [flow for _, flow in flows]
        begun = next((entry for entry in log.of(unit, "exists") if entry.is_visible(asof)), None)
        if not flows or begun is None or begun.verb not in _BEGINS_WITH_WHAT_IS_HANDED_OVER:
            return None
    if any(flow.unknown or flow.change is None for flow in later):
        return None
    return base + sum(flow.change or 0 for flow in later)


_BEGINS_WITH_WHAT_IS_HANDED_OVER = frozenset({"merge_units", "split_unit"})
