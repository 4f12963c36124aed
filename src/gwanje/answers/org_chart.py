"""The chart of a reform: the structure before and after side by side, where each unit went, and what happened to it."""

from gwanje.answers.org_chart_counts import counts, gathering, successions
from gwanje.answers.org_chart_fates import Comparing, fates
from gwanje.answers.org_chart_rows import Day, Posts, column, lineage
from gwanje.answers.org_charting import ChartColumn, Fate, OrgChart, Standing
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf

__all__ = ["DRAWN_WHOLE", "OrgChart", "org_chart"]

DRAWN_WHOLE = 60
"""Up to this many units are all drawn; of more, those that change and the units above them, the rest counted."""


def org_chart(tower: Tower, earlier: AsOf, later: AsOf, *, focus: str | None = None, whole: bool = False) -> OrgChart:
    """Two days of the structure as two columns of a chart, with what became of every unit.

    Args:
        tower: The country's tower.
        earlier: The instant of the first column.
        later: The instant of the second column; not before the first one.
        focus: A unit by id or name: only it, what hangs under it on either day, and the units above are drawn.
        whole: Draw every unit, however many there are.

    Raises:
        WrongUseError: The later instant is before the earlier one, or the unit of focus stands on neither.
    """
    if later.valid <= earlier.valid:
        raise WrongUseError(
            "The later day of a chart is not after the earlier one",
            expected="two days, the earlier first",
            found=f"{_day(tower, earlier)}, {_day(tower, later)}",
            remedy="Give the days in the order of time",
        )
    registry = tower.registry
    before, after = (_standing(tower, as_of) for as_of in (earlier, later))
    holders = [(registry.held_by(one.id, earlier), registry.held_by(one.id, later)) for one in registry.mandates()]
    gone = {unit: registry.show(unit, later).placed.unit for unit in before if unit not in after}
    days = Comparing(before, after, gone, holders, registry.diff(earlier, later))
    became = fates(days)
    root = _focus(tower, focus, before, after)
    meant = _within(root, before, after) if root else set(became)
    shown = set(became) if whole and not root else _shown(meant, became, before, after, focused=bool(root))
    columns = [
        column(Day(_day(tower, at), standing, holders, _posts(tower, at), is_later=at is later), shown, became)
        for at, standing in ((earlier, before), (later, after))
    ]
    return _answer(tower, (earlier, later), days, columns, (became, meant), root)


def _standing(tower: Tower, as_of: AsOf) -> Standing:
    return {placed.unit.id: placed for placed in tower.registry.structure(as_of).units}


def _posts(tower: Tower, as_of: AsOf) -> Posts:
    """How many posts each unit has on a day, and whether the lists add up."""

    def of(unit: str) -> tuple[int | None, bool]:
        posts = tower.registry.posts_of(unit, as_of)
        lines = tower.registry.ledger(as_of, unit) if posts is not None else []
        return posts, any(line.balance == "open" for line in lines)

    return of


def _day(tower: Tower, as_of: AsOf) -> str:
    return as_of.valid.astimezone(tower.zone).date().isoformat()


def _focus(tower: Tower, focus: str | None, before: Standing, after: Standing) -> str:
    if focus is None:
        return ""
    unit = tower.registry.find_unit(focus)
    if unit not in before and unit not in after:
        raise WrongUseError(
            f"The unit {unit} stands on neither day",
            expected="a unit that stands on one of the two days",
            found=focus,
            remedy="Choose days on which it stands: gwanje org show UNIT prints the periods of its names",
        )
    return unit


def _within(root: str, before: Standing, after: Standing) -> set[str]:
    """A unit and everything under it on either day."""
    return {
        unit for standing in (before, after) for unit in standing if unit == root or root in lineage(unit, standing)
    }


def _shown(meant: set[str], became: dict[str, Fate], before: Standing, after: Standing, *, focused: bool) -> set[str]:
    """What is drawn: all of it while it is small, else what changes; always with every unit above, on both days."""
    small = len(meant) <= DRAWN_WHOLE
    start = meant if small else {unit for unit in meant if became[unit].main != "unchanged"}
    if small and not focused:
        return start
    shown: set[str] = set()
    waiting = list(start)
    while waiting:
        unit = waiting.pop()
        if unit in shown:
            continue
        shown.add(unit)
        for standing in (before, after):
            if unit in standing:
                waiting += lineage(unit, standing)
    return shown


def _answer(
    tower: Tower,
    times: tuple[AsOf, AsOf],
    days: Comparing,
    columns: list[ChartColumn],
    told: tuple[dict[str, Fate], set[str]],
    root: str,
) -> OrgChart:
    earlier, later = times
    drawn = {row.unit for side in columns for row in side.rows if row.unit}
    every = [fate for unit, fate in told[0].items() if unit in drawn]
    became = {unit: fate for unit, fate in told[0].items() if unit in told[1]}
    reforms = [
        reform
        for reform in tower.registry.reforms(later)
        if reform.effective is not None and earlier.valid < reform.effective <= later.valid
    ]
    cited = [*_sources(days), *(source for reform in reforms for source in reform.sources)]
    answer = OrgChart(
        on=later.valid,
        known=later.known,
        country=tower.iso3,
        sources=source_notes(tower, cited),
        earlier=columns[0].day,
        later=columns[1].day,
        planned=any(reform.status == "planned" for reform in reforms),
        focus=(days.after.get(root) or days.before[root]).unit.as_answer() if root else None,
        before=columns[0],
        after=columns[1],
        links=tuple(fate for fate in every if fate.unit in days.before and fate.unit in days.after),
        arrived=tuple(fate for fate in every if fate.unit not in days.before),
        ended=tuple(fate for fate in every if fate.unit not in days.after),
        counts=counts(became.values()),
        gathering=gathering(days, became),
        successions=successions(days, became),
        reforms=tuple(
            {key: value for key, value in reform.as_answer().items() if key != "events"} for reform in reforms
        ),
        undated=tuple(event.as_answer() for event in days.diff.undated),
    )
    return as_published(tower, answer)


def _sources(days: Comparing) -> list[str]:
    """The sources of the changes first, then those of units and holders."""
    cited = [source for change in days.diff.changes for source in change.sources]
    for standing in (days.after, days.before):
        cited += [source for placed in standing.values() for source in placed.unit.sources]
    return cited + [source for pair in days.holders for holder in pair for source in holder.sources]
