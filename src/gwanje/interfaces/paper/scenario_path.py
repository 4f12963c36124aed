"""Output not made, day by day: a line in the middle of its band, told to the horizon and no further."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from gwanje.answers.simulating_amounts import UNDER, share_said
from gwanje.answers.simulating_answer import ReadingTold, Simulation, is_measurable
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.org_chart_text import text_width
from gwanje.interfaces.paper.rendering import PageWords
from gwanje.interfaces.paper.scenario_svg import LINE, SMALL, Drawing, apart, lines_of, nice_steps

_LEFT, _BOTTOM, _STRIP = 36.0, 34.0, 26.0
_RULE_ROWS = 2
_TOP = 10.0 + _RULE_ROWS * LINE
_EVERY = (5, 10, 20, 30, 60, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where a day and a share of normal output fall."""

    width: float
    height: float
    days: int
    is_cut: bool
    steps: tuple[float, ...]

    @property
    def right(self) -> float:
        return self.width - (_STRIP if self.is_cut else 4.0)

    @property
    def floor(self) -> float:
        return self.height - _BOTTOM

    def x(self, day: float) -> float:
        return _LEFT + (self.right - _LEFT) * day / self.days

    def y(self, share: float) -> float:
        low, high = self.steps[0], self.steps[-1]
        return self.floor - (self.floor - _TOP) * (share - low) / (high - low)


def path_panel(
    answer: Simulation, reading: ReadingTold, lang: Language, words: PageWords, *, width: float, name: str
) -> Markup:
    """One reading on the axes that both readings share."""
    axes = _axes(answer, width)
    drawing = Drawing(name, width)
    _grid(drawing, axes, words)
    _lines(drawing, axes, answer, reading.key)
    _horizon(drawing, axes, answer, words)
    _rules(drawing, axes, answer, reading.key, lang, words)
    _meanings(drawing, axes, answer, reading, lang, words)
    return drawing.markup(axes.height, reading.words.say(lang))


def _axes(answer: Simulation, width: float) -> _Axes:
    lost = [one for day in answer.path for one in day.lost.values()]
    low = min(one.low_share for one in lost)
    high = max(one.high_share for one in lost)
    steps = nice_steps(low if is_measurable(low) and abs(low) > high / 50 else 0.0, high)
    return _Axes(width, 236.0, answer.horizon_days, answer.horizon_days < answer.days_asked, tuple(steps))


def _grid(drawing: Drawing, axes: _Axes, words: PageWords) -> None:
    for step in axes.steps:
        drawing.line("axis" if step == 0 else "grid", (_LEFT, axes.y(step)), (axes.right, axes.y(step)))
        drawing.words(_points(step), (_LEFT - 6, axes.y(step) + 4), style="soft", anchor="end")
    every = next((one for one in _EVERY if axes.days / one <= 5), _EVERY[-1])
    for day in range(0, axes.days + 1, every):
        near_end = axes.x(axes.days) - axes.x(day) < 24
        if day == 0 or not near_end:
            drawing.words(str(day), (axes.x(day), axes.floor + 15), style="soft", anchor="middle" if day else "start")
    drawing.words(words["scenario_days_axis"], (_LEFT, axes.floor + 30), style="soft")


def _points(share: float) -> str:
    return f"{round(share * 100, 10):g}".replace("-", "−")


def _lines(drawing: Drawing, axes: _Axes, answer: Simulation, key: str) -> None:
    lost = [(axes.x(one.day), one.lost[key]) for one in answer.path]
    upper = [(x, axes.y(one.high_share)) for x, one in lost]
    lower = [(x, axes.y(one.low_share)) for x, one in lost]
    drawing.band("span", upper, lower)
    drawing.curve("edge", upper)
    drawing.curve("edge", lower)
    drawing.curve("line-1", [(x, axes.y(one.middle_share)) for x, one in lost])


def _horizon(drawing: Drawing, axes: _Axes, answer: Simulation, words: PageWords) -> None:
    """The last day that is told; what lies beyond is a hatched strip with a word, never a line."""
    drawing.line("rule", (axes.right, _TOP - 4), (axes.right, axes.floor))
    drawing.words(str(axes.days), (axes.right, axes.floor + 15), anchor="middle" if axes.is_cut else "end")
    if axes.is_cut:
        drawing.hatched((axes.right + 1, _TOP), _STRIP - 2, axes.floor - _TOP)
        text = words["scenario_beyond"].format(days=answer.days_asked)
        drawing.upright(text, (axes.right + _STRIP / 2 + 4, (axes.floor + _TOP) / 2))


def _rules(drawing: Drawing, axes: _Axes, answer: Simulation, key: str, lang: Language, words: PageWords) -> None:
    """Thin lines on the days on which something ends; their words stand above, in two rows."""
    free = [0.0] * _RULE_ROWS
    rules = [one for one in answer.rules if one.reading in (None, key)]
    told = [(one.day, words["scenario_rule"].format(day=one.day, what=one.names[lang])) for one in rules]
    for day, text in told:
        at, long = axes.x(day), text_width(text, SMALL)
        drawing.line("rule thin", (at, _TOP - 4), (at, axes.floor))
        start = min(at + 3, axes.width - long)
        row = next((one for one in range(_RULE_ROWS) if free[one] <= start), None)
        if row is not None:
            drawing.words(text, (start, 10 + row * LINE), style="soft")
            free[row] = start + long + 8


def _meanings(
    drawing: Drawing, axes: _Axes, answer: Simulation, reading: ReadingTold, lang: Language, words: PageWords
) -> None:
    """At the band what its edges and its line stand for, with their numbers on its highest day."""
    ever = max(max(abs(one.lost[reading.key].high_share), abs(one.lost[reading.key].low_share)) for one in answer.path)
    if not is_measurable(ever):
        drawing.words(
            words["scenario_every_day"].format(share=UNDER[lang]), (axes.right - 6, axes.y(0) - 7), anchor="end"
        )
        return
    highest = max(answer.path, key=lambda one: one.lost[reading.key].high_share)
    lost = highest.lost[reading.key]
    told = (
        (lost.low_share, reading.low_means[lang]),
        (lost.middle_share, reading.middle_means[lang]),
        (lost.high_share, reading.high_means[lang]),
    )
    is_early = axes.x(highest.day) < (_LEFT + axes.right) / 2
    is_high = axes.y(lost.high_share) < (_TOP + axes.floor) / 2
    if is_early and is_high:
        drawing.words(
            words["scenario_on_day"].format(day=highest.day), (axes.right - 6, _TOP + 12), style="soft", anchor="end"
        )
        places = [_TOP + 12 + row * LINE for row in (3, 2, 1)]
    else:
        places = apart([axes.y(share) - 6 for share, _ in told], LINE, _TOP + 10)
    for (share, means), place in zip(told, places, strict=True):
        number = share_said(share, lang) if share >= 0 or not is_measurable(share) else f"−{share_said(share, lang)}"
        text = _fitting(means, axes.right - _LEFT - 10 - text_width(f"{number} ", SMALL, bold=True))
        drawing.words(text, (axes.right - 6, place), anchor="end", bold=number)


def _fitting(text: str, room: float) -> str:
    found: Sequence[str] = lines_of(text, room, 1)
    return found[0] if found else text
