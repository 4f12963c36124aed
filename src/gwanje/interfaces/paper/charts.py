"""Charts as SVG whose colours come from the page's tokens, so that they print, and turn dark with the page.

Geometry only: what is drawn was computed in an answer. A missing year is a gap in the line, never a zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 250
HEIGHT = 138
_LEFT, _RIGHT, _TOP, _BOTTOM = 26, 58, 16, 18
_ROW = 17
_BAR_RIGHT = 40
_MIDDLE = 0.5
_NEAR = 0.12
_LABEL_HALF = 26
_LABEL = 98


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin dated line: a restriction, an alert, a reform."""

    year: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart; `share` None is drawn as a word, not as a bar of no length."""

    label: str
    share: float | None
    flagged: bool = False
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where a year and a share fall on the drawing."""

    first: int
    last: int

    def x(self, year: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (year - self.first) / (self.last + 1 - self.first)

    def y(self, share: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - share)


def share_over_time(
    points: Sequence[tuple[int, float | None]],
    *,
    series: int,
    goal: float | None,
    goal_label: str,
    rules: Sequence[Rule],
) -> Markup:
    """A share between 0 and 100 % through the years, with the goal as a dashed line."""
    known = [(year, share) for year, share in points if share is not None]
    if not known:
        return Markup("")
    axes = _Axes(points[0][0], points[-1][0])
    year, share = known[-1]
    end = axes.x(year + _MIDDLE)
    drawn = [
        *(_grid_line(axes, level) for level in (0.0, 0.5, 1.0)),
        _goal(axes, goal, goal_label, last=share) if goal is not None else "",
        *_rules(axes, rules),
        *(_segment(axes, segment, series) for segment in _segments(points)),
        f'<circle class="dot-{series}" cx="{end:.1f}" cy="{axes.y(share):.1f}" r="3.4"/>',
        f'<text x="{end + 7:.1f}" y="{axes.y(share) + 4:.1f}" font-weight="700">{share * 100:.0f} %</text>',
        f'<text class="soft" x="{_LEFT}" y="{HEIGHT - 4}">{axes.first}</text>',
        f'<text class="soft" x="{axes.x(axes.last + 1):.1f}" y="{HEIGHT - 4}" text-anchor="end">{axes.last}</text>',
    ]
    return _svg(drawn, HEIGHT, f"{known[0][0]}–{year}: {share * 100:.0f} %")


def _grid_line(axes: _Axes, level: float) -> str:
    height = axes.y(level)
    return (
        f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{height:.1f}" y2="{height:.1f}"/>'
        f'<text class="soft" x="{_LEFT - 5}" y="{height + 4:.1f}" text-anchor="end">{level * 100:.0f}</text>'
    )


def _goal(axes: _Axes, goal: float, label: str, *, last: float) -> str:
    """The goal line; its words stand at the right, or inside where the last value's words stand there."""
    height = axes.y(goal)
    x, y = (WIDTH - _RIGHT + 5, height + 4) if abs(last - goal) > _NEAR else (_LEFT + 3, height + 13)
    return (
        f'<line class="goal" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{height:.1f}" y2="{height:.1f}"/>'
        f'<text class="soft" x="{x:.1f}" y="{y:.1f}">{escape(label)}</text>'
    )


def _rules(axes: _Axes, rules: Sequence[Rule]) -> list[str]:
    """The rules within the years shown, the earliest first; a label that would run into another is left out."""
    drawn, free_from = [], 0.0
    for rule in sorted(rules, key=lambda one: one.year):
        at = axes.x(rule.year)
        if axes.first <= rule.year < axes.last + 1:
            drawn.append(_rule(at, rule.label if at - _LABEL_HALF >= free_from else ""))
            free_from = at + _LABEL_HALF
    return drawn


def _rule(at: float, label: str) -> str:
    return (
        f'<line class="rule" x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP - 4}" y2="{HEIGHT - _BOTTOM}"/>'
        f'<text class="soft" x="{at:.1f}" y="{_TOP - 7}" text-anchor="middle">{escape(label)}</text>'
    )


def _segments(points: Sequence[tuple[int, float | None]]) -> list[list[tuple[int, float]]]:
    """Runs of years without a gap."""
    runs: list[list[tuple[int, float]]] = [[]]
    for year, share in points:
        if share is None:
            runs.append([])
        else:
            runs[-1].append((year, share))
    return [run for run in runs if run]


def _segment(axes: _Axes, run: list[tuple[int, float]], series: int) -> str:
    if len(run) == 1:
        year, share = run[0]
        return f'<circle class="dot-{series}" cx="{axes.x(year + _MIDDLE):.1f}" cy="{axes.y(share):.1f}" r="2"/>'
    path = " ".join(f"{axes.x(year + _MIDDLE):.1f},{axes.y(share):.1f}" for year, share in run)
    return f'<polyline class="line-{series}" points="{path}"/>'


def share_bars(bars: Sequence[Bar], *, series: int, absent_word: str) -> Markup:
    """Shares as bars on one scale from 0 to 100 %, in the order given; a flagged one has a dashed outline."""
    if not bars:
        return Markup("")
    inner = WIDTH - _LABEL - _BAR_RIGHT
    drawn = []
    for row, bar in enumerate(bars):
        middle = row * _ROW + _ROW / 2
        style = "bar-rest" if bar.is_rest else f"bar-{series}"
        drawn.append(f'<text x="{_LABEL - 7}" y="{middle + 4:.1f}" text-anchor="end">{escape(bar.label)}</text>')
        if bar.share is None:
            drawn.append(
                f'<text class="soft" font-style="italic" x="{_LABEL}" y="{middle + 4:.1f}">{escape(absent_word)}</text>'
            )
            continue
        width = max(1.0, inner * bar.share)
        drawn.append(f'<rect class="{style}" x="{_LABEL}" y="{middle - 5:.1f}" width="{width:.1f}" height="10"/>')
        if bar.flagged:
            drawn.append(
                f'<rect class="flag" x="{_LABEL - 1}" y="{middle - 7:.1f}" width="{width + 4:.1f}" height="14"/>'
            )
        number = f"{bar.share * 100:.1f}" if bar.share >= 0.0005 else "<0.1"
        drawn.append(f'<text x="{_LABEL + width + 6:.1f}" y="{middle + 4:.1f}">{escape(number)}</text>')
    return _svg(
        drawn,
        len(bars) * _ROW + 2,
        "; ".join(f"{bar.label} {bar.share or 0:.1%}" for bar in bars if bar.share is not None),
    )


def _svg(drawn: Sequence[str], height: float, spoken: str) -> Markup:
    return Markup(  # noqa: S704 - labels are escaped where they enter
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(spoken)}">{"".join(drawn)}</svg>'
    )
