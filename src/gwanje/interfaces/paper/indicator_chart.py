"""An indicator on one series as a drawing: what it said, from the day that could be known, beside the days of events.

A month without a score, and the days after the last figure, are hatched, never a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from gwanje.answers.indicating_answer import PathPoint, PathTold
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.org_chart_text import text_width
from gwanje.interfaces.paper.rendering import PageWords, day_word
from gwanje.interfaces.paper.scenario_svg import LINE, SMALL, Drawing, Point, lines_of, nice_steps

_TITLE, _ROWS, _HEIGHT, _FOOT, _LEFT = 18.0, 3, 120.0, 20.0, 34.0
_MARGIN = timedelta(days=14)
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a day and a number fall."""

    path: PathTold
    first: date
    last: date
    steps: list[float]
    width: float
    rows: int

    @property
    def right(self) -> float:
        return self.width - 6.0

    @property
    def top(self) -> float:
        return _TITLE + self.rows * LINE + 22

    @property
    def floor(self) -> float:
        return self.top + _HEIGHT

    def x(self, day: date) -> float:
        """The beginning of a day."""
        return _LEFT + (self.right - _LEFT) * (day - self.first).days / (self.last - self.first).days

    def y(self, number: float) -> float:
        low, high = self.steps[0], self.steps[-1]
        return self.floor - _HEIGHT * (number - low) / (high - low)


def indicator_chart(path: PathTold, lang: Language, words: PageWords, *, width: float, name: str, span: Span) -> Markup:
    """The drawing in one width; the span of days is that of all drawings of a page."""
    frame = _frame(path, width, span)
    drawing = Drawing(name, width)
    title = words["indicator_path_title"].format(name=path.names[lang], partner=path.partner_names[lang])
    drawing.words("", (0, 11), bold=lines_of(title, width, 1, bold=True)[0])
    _grid(drawing, frame, words)
    _stretches(drawing, frame)
    _events(drawing, frame, lang, words)
    _years(drawing, frame)
    without = sum(one.found is None for one in path.points)
    spoken = words["indicator_path_spoken"].format(
        title=title, alarms=sum(one.alarm for one in path.points), at=f"{path.at:g}", none=without, all=len(path.points)
    )
    return drawing.markup(frame.floor + _FOOT, spoken)


def span_of(paths: Sequence[PathTold]) -> Span:
    """From the first to the last day of some paths, so that they stand under one another."""
    days = [day for path in paths for one in path.points for day in (one.knowable, one.stands_until)]
    days += [day for path in paths for day in _moments(path)]
    return min(days), max(days) + _MARGIN


def _moments(path: PathTold) -> list[date]:
    """The days of its events that are known."""
    return [day for one in path.events for day in (one.announced, one.in_force, one.first_shortfall) if day]


def _frame(path: PathTold, width: float, span: Span) -> _Frame:
    numbers = [one.found for one in path.points if one.found is not None]
    steps = nice_steps(min([*numbers, 0.0]), max([*numbers, path.at]), 4)
    return _Frame(path, *span, steps, width, min(_ROWS, len(_moments(path))))


def _grid(drawing: Drawing, frame: _Frame, words: PageWords) -> None:
    for number in frame.steps:
        y = frame.y(number)
        drawing.line("axis" if number == 0 else "grid", (_LEFT, y), (frame.right, y))
        drawing.words(f"{number:g}", (_LEFT - 6, y + 4), style="soft", anchor="end")
    unit = words[f"indicator_path_{frame.path.quantity}"]
    drawing.words(unit, (0, frame.top - 9), style="soft")
    y = frame.y(frame.path.at)
    drawing.line("goal", (_LEFT, y), (frame.right, y))
    drawing.words(words["indicator_path_at"].format(at=f"{frame.path.at:g}"), (_LEFT + 4, y - 4), style="soft")


def _stretches(drawing: Drawing, frame: _Frame) -> None:
    """The line from figure to figure; hatched where there is no score, before the first and after the last figure."""
    points = sorted(frame.path.points, key=lambda one: (one.knowable, one.month))
    _hatch(drawing, frame, frame.first, points[0].knowable)
    line: list[Point] = []
    for at, one in enumerate(points):
        following = points[at + 1].knowable if at + 1 < len(points) else frame.last
        until = min(following, one.stands_until)
        if one.found is None:
            _draw(drawing, line)
            line = []
            _hatch(drawing, frame, one.knowable, following)
            continue
        line += [(frame.x(one.knowable), frame.y(one.found)), (frame.x(until), frame.y(one.found))]
        if until < following:
            _draw(drawing, line)
            line = []
            _hatch(drawing, frame, until, following)
    _draw(drawing, line)
    _alarms(drawing, frame, points)


def _alarms(drawing: Drawing, frame: _Frame, points: Sequence[PathPoint]) -> None:
    for one in points:
        if one.alarm and one.found is not None:
            drawing.dot("alarm", (frame.x(one.knowable), frame.y(one.found)))


def _draw(drawing: Drawing, line: Sequence[Point]) -> None:
    if len(line) > 1:
        drawing.curve("line-1", line)


def _hatch(drawing: Drawing, frame: _Frame, start: date, end: date) -> None:
    if start < end:
        drawing.hatched((frame.x(start), frame.top), frame.x(end) - frame.x(start), _HEIGHT)


def _events(drawing: Drawing, frame: _Frame, lang: Language, words: PageWords) -> None:
    """A thin rule on each day that a source tells, with the day and what it was; rows so that none hides another."""
    told = sorted(
        (day, words[f"indicator_path_{kind}"].format(event=event.event))
        for event in frame.path.events
        for kind, day in (
            ("announced", event.announced),
            ("in_force", event.in_force),
            ("shortfall", event.first_shortfall),
        )
        if day is not None
    )
    free = [0.0] * frame.rows
    for day, what in told:
        at, text = frame.x(day), f"{day_word(lang)(day)} {what}"
        long = text_width(text, SMALL)
        start = min(at + 3, frame.width - long)
        row = next((number for number in range(frame.rows) if free[number] <= start), None)
        top = frame.top if row is None else _TITLE + row * LINE
        drawing.line("rule thin", (at, top), (at, frame.floor))
        if row is not None:
            drawing.words(text, (start, _TITLE + row * LINE + 10), style="soft")
            free[row] = start + long + 8


def _years(drawing: Drawing, frame: _Frame) -> None:
    """The first day of each year, as far as there is room for its number."""
    free = 0.0
    for year in range(frame.first.year + 1, frame.last.year + 1):
        at, half = frame.x(date(year, 1, 1)), text_width(str(year), SMALL) / 2
        drawing.line("grid", (at, frame.floor), (at, frame.floor + 4))
        if at - half >= free and at + half <= frame.width:
            drawing.words(str(year), (at, frame.floor + 16), style="soft", anchor="middle")
            free = at + half + 8
