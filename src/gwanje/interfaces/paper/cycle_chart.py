"""A cycle of levels as one drawing: a step for each resource, what is known now hatched over it, measures as bars below.

A level that held by one of two readings, and a day that no source tells, is a hatched area, never a line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from markupsafe import Markup

from gwanje.answers.replay_answer import DayLevel, DayMeasure, Replay
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.org_chart_text import text_width
from gwanje.interfaces.paper.rendering import PageWords, day_word
from gwanje.interfaces.paper.scenario_svg import LINE, SMALL, Drawing, lines_of

_ROW, _TITLE, _NOTES, _GAP, _BAR_ROW = 16.0, 18.0, 2, 22.0, 30.0
_CERTAIN = frozenset({"in_force", "in_force_end_not_read"})
_NARROW, _LEAST_ROOM = 500.0, 60.0
Run = tuple[date, date, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a day falls, and how the words of a page are made."""

    answer: Replay
    lang: Language
    words: PageWords
    width: float
    left: float

    @property
    def right(self) -> float:
        return self.width - 8.0

    def x(self, day: date) -> float:
        """The beginning of a day."""
        span = (self.answer.last - self.answer.first).days + 1
        return self.left + (self.right - self.left) * (day - self.answer.first).days / span

    def rank(self, level: str) -> int:
        return next((at for at, one in enumerate(self.answer.levels) if one["key"] == level), 0)

    def level_name(self, at: int) -> str:
        names = self.answer.levels[at]["names"]
        return str(names.get(self.lang, names["ko"])["text"])


def cycle_chart(answer: Replay, lang: Language, words: PageWords, *, width: float, name: str) -> Markup:
    """The drawing in one width."""
    frame = _Frame(answer, lang, words, width, 66.0 if width < _NARROW else 96.0)
    drawing = Drawing(name, width)
    top = 6.0
    for resource in dict.fromkeys(one.resource for day in answer.days for one in day.levels):
        top = _panel(drawing, frame, resource, top) + _GAP
    top = _measures(drawing, frame, top)
    _months(drawing, frame, top)
    return drawing.markup(top + 18, answer.headline.say(lang))


def _panel(drawing: Drawing, frame: _Frame, resource: str, top: float) -> float:
    """One resource; returns its lower edge."""
    names = frame.answer.resource_names[resource]
    drawing.words("", (0, top + 11), bold=str(names.get(frame.lang, names["ko"])["text"]))
    first = top + _TITLE + _NOTES * LINE
    floor = first + _ROW * (len(frame.answer.levels) - 1)
    for at in range(len(frame.answer.levels)):
        y = floor - at * _ROW
        drawing.line("axis" if at == 0 else "grid", (frame.left, y), (frame.right, y))
        drawing.words(frame.level_name(at), (frame.left - 6, y + 4), style="soft", anchor="end")
    path = [(day.day, one) for day in frame.answer.days for one in day.levels if one.resource == resource]
    _known_otherwise(drawing, frame, path, floor)
    _steps(drawing, frame, path, floor)
    _moves(drawing, frame, path, top + _TITLE, floor)
    return floor


def _steps(drawing: Drawing, frame: _Frame, path: Sequence[tuple[date, DayLevel]], floor: float) -> None:
    """The level as it was known then: a line, or hatching between the levels that it may have been."""
    last: float | None = None
    for start, end, levels in _runs([(day, one.then_levels) for day, one in path]):
        ranks = [frame.rank(level) for level in levels] or [0]
        low, high = floor - min(ranks) * _ROW, floor - max(ranks) * _ROW
        x0, x1 = frame.x(start), frame.x(end + timedelta(days=1))
        if last is not None and last != low:
            drawing.line("step-rise", (x0, last), (x0, low))
        if low != high:
            drawing.hatched((x0, high), x1 - x0, low - high)
        drawing.line(f"step step-{min(ranks)}", (x0, low), (x1, low))
        last = low


def _known_otherwise(drawing: Drawing, frame: _Frame, path: Sequence[tuple[date, DayLevel]], floor: float) -> None:
    """What is known now and was not known then: hatched from the level known then."""
    differing = [(day, one.now_levels if one.now_levels != one.then_levels else ()) for day, one in path]
    for start, end, levels in _runs(differing):
        if levels:
            ranks = [frame.rank(level) for level in levels]
            x0, x1 = frame.x(start), frame.x(end + timedelta(days=1))
            low, high = floor - min(ranks) * _ROW, floor - max(ranks) * _ROW
            drawing.hatched((x0, high), x1 - x0, max(low - high, 5.0))
            said = frame.words["cycle_known_now"].format(
                levels=frame.words["cycle_or"].join(frame.level_name(rank) for rank in sorted(set(ranks)))
            )
            _inside(drawing, said, x0, x1, (low + high) / 2)
    _untold(drawing, frame, path, floor)


def _untold(drawing: Drawing, frame: _Frame, path: Sequence[tuple[date, DayLevel]], floor: float) -> None:
    """A level that no source has told since: the line goes on under hatching that says so."""
    silent = [(day, one) for day, one in path if one.untold is not None and one.now_levels == one.then_levels]
    if not silent or silent[0][1].untold is None:
        return
    x0, x1 = frame.x(silent[0][0]), frame.x(silent[-1][0] + timedelta(days=1))
    low = floor - min((frame.rank(level) for level in silent[0][1].now_levels), default=0) * _ROW
    drawing.hatched((x0, low - _ROW), x1 - x0, _ROW)
    _inside(drawing, silent[0][1].untold.say(frame.lang), x0, x1, low - _ROW / 2)


def _inside(drawing: Drawing, said: str, x0: float, x1: float, middle: float) -> None:
    """Words within a stretch, cut to it; none where it has no room for any."""
    if x1 - x0 > _LEAST_ROOM:
        drawing.words(lines_of(said, x1 - x0 - 12, 1)[0], (x0 + 6, middle + 4), style="soft")


def _moves(drawing: Drawing, frame: _Frame, path: Sequence[tuple[date, DayLevel]], top: float, floor: float) -> None:
    """A thin rule on each day on which something was decided, with the day and how."""
    free = [0.0] * _NOTES
    for day, one in path:
        if not one.moved:
            continue
        text = f"{day_word(frame.lang)(day)} {_how(frame, one)}".strip()
        at, long = frame.x(day), text_width(text, SMALL)
        drawing.line("rule thin", (at, top), (at, floor))
        start = min(at + 3, frame.width - long)
        row = next((number for number in range(_NOTES) if free[number] <= start), None)
        if row is not None:
            drawing.words(text, (start, top + 9 + row * LINE), style="soft")
            free[row] = start + long + 8


def _how(frame: _Frame, one: DayLevel) -> str:
    if one.override_reason is not None:
        return frame.words["cycle_override"]
    return frame.words["cycle_by_criteria"] if one.criterion_met else ""


def _measures(drawing: Drawing, frame: _Frame, top: float) -> float:
    """A bar for each measure while it ran; hatched where that became known only later, or by one reading."""
    shown: dict[str, list[tuple[date, DayMeasure]]] = {}
    for day in frame.answer.days:
        for one in day.measures:
            shown.setdefault(one.id, []).append((day.day, one))
    if not shown:
        return top
    drawing.words("", (0, top + 4), bold=frame.words["cycle_measures"])
    top += _TITLE
    for days in shown.values():
        _measure(drawing, frame, days, top)
        top += _BAR_ROW
    return top


def _measure(drawing: Drawing, frame: _Frame, days: Sequence[tuple[date, DayMeasure]], top: float) -> None:
    running = [(day, (one.state, one.only_known_later)) for day, one in days if one.state != "lapsed"]
    for (state, later), span in groupby(running, key=lambda pair: pair[1]):
        inside = [day for day, _ in span]
        x0, x1 = frame.x(inside[0]), frame.x(inside[-1] + timedelta(days=1))
        if state in _CERTAIN and not later:
            drawing.bar("bar-1", (x0, top + 16), x1 - x0, 6)
        else:
            drawing.hatched((x0, top + 16), x1 - x0, 6)
    begin = frame.x(days[0][0])
    last = days[-1][1]
    open_end = f" {frame.words['cycle_end_not_read']}" if last.state == "in_force_end_not_read" else ""
    room = frame.width - 8 - text_width(f"{last.id} ", SMALL, bold=True) - text_width(open_end, SMALL)
    text = lines_of(last.title.say(frame.lang).rstrip("."), room, 1)[0] + open_end
    long = text_width(f"{last.id} {text}", SMALL)
    drawing.words(text, (max(0.0, min(begin, frame.right - long)), top + 11), bold=last.id)


def _months(drawing: Drawing, frame: _Frame, top: float) -> None:
    """The first day of each month, in words."""
    drawing.line("axis", (frame.left, top), (frame.right, top))
    free = 0.0
    for day in (
        frame.answer.first + timedelta(days=n) for n in range((frame.answer.last - frame.answer.first).days + 1)
    ):
        if day.day == 1 or day == frame.answer.first:
            said = day_word(frame.lang)(day)
            at = frame.x(day)
            drawing.line("rule", (at, top), (at, top + 4))
            if at >= free and at + text_width(said, SMALL) <= frame.width:
                drawing.words(said, (at, top + 15), style="soft")
                free = at + text_width(said, SMALL) + 10


def _runs(path: Sequence[tuple[date, tuple[str, ...]]]) -> Iterator[Run]:
    for levels, part in groupby(path, key=lambda pair: pair[1]):
        days = [day for day, _ in part]
        yield days[0], days[-1], levels
