"""Months of one quantity as a line from zero; a month without a number is a gap, and this month stands beside a year ago."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from gwanje.interfaces.paper.scenario_svg import Drawing, nice_steps

_LEFT, _TOP, _FLOOR, _HEIGHT, _RIGHT = 8.0, 20.0, 96.0, 114.0, 104.0
_YEAR = 12
Month = tuple[date, float | None]


def monthly_chart(
    months: Sequence[Month], *, title: str, unit: str, last: str, before: str, series: int, name: str, width: float
) -> Markup:
    """The line with its newest month told in words at its end, and the same month a year before as an open dot."""
    drawing = Drawing(name, width)
    drawing.words(unit, (_LEFT, 11), bold=title)
    most = max((number for _, number in months if number is not None), default=0.0)
    top = nice_steps(0.0, most, 2)[-1]
    drawing.line("axis", (_LEFT, _FLOOR), (width - _RIGHT, _FLOOR))
    places = [
        (_x(at, len(months), width), None if number is None else _FLOOR - (_FLOOR - _TOP) * number / top)
        for at, (_, number) in enumerate(months)
    ]
    for (x0, y0), (x1, y1) in pairwise(places):
        if y0 is not None and y1 is not None:
            drawing.line(f"line-{series}", (x0, y0), (x1, y1))
    _lone(drawing, places, series)
    for at, (month, _) in enumerate(months):
        if month.month == 1:
            drawing.line("grid", (places[at][0], _FLOOR), (places[at][0], _FLOOR + 4))
            drawing.words(str(month.year), (places[at][0], _HEIGHT), style="soft", anchor="middle")
    x, y = places[-1]  # a month without a number has its words and no dot
    if y is not None:
        drawing.dot(f"dot-{series}", (x, y))
    year_ago = places[-1 - _YEAR] if len(places) > _YEAR else None
    low = _FLOOR if y is None else y
    if year_ago is not None and year_ago[1] is not None:
        drawing.dot("open", (year_ago[0], year_ago[1]))
        drawing.line("goal", (year_ago[0], year_ago[1]), (width - _RIGHT + 4, year_ago[1]))
        drawing.words(before, (width - _RIGHT + 6, _apart(year_ago[1], low) + 4), style="soft")
    drawing.words("", (width - _RIGHT + 6, low + 4), bold=last)
    return drawing.markup(_HEIGHT + 4, f"{title}: {last}; {before}")


def _x(at: int, many: int, width: float) -> float:
    return _LEFT + (width - _RIGHT - _LEFT) * at / max(1, many - 1)


def _lone(drawing: Drawing, places: Sequence[tuple[float, float | None]], series: int) -> None:
    """A month between two gaps is a dot: a line needs two."""
    for at, (x, y) in enumerate(places):
        beside = [places[one][1] for one in (at - 1, at + 1) if 0 <= one < len(places)]
        if y is not None and all(one is None for one in beside):
            drawing.dot(f"dot-{series} small", (x, y))


def _apart(wanted: float, other: float) -> float:
    """Beside the words at `other`, moved away where the two would run into each other."""
    if abs(wanted - other) >= 14:
        return wanted
    return other - 14 if wanted <= other else other + 14
