"""A small drawing as SVG whose colours are the page's tokens: lines, bands, bars, words with a halo, hatching.

Geometry only. A hatched part is one that nobody knows; the hatching has a name of its own in each drawing, so that a
drawing that is not shown never takes it from one that is.
"""

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from gwanje.interfaces.paper.org_chart_text import Run, Style, runs_text, wrapped

SMALL = 11.5
LINE = 14.0
Point = tuple[float, float]


class Drawing:
    """What is drawn so far, from back to front."""

    def __init__(self, name: str, width: float) -> None:
        self.name, self.width = name, width
        self._parts: list[str] = []

    def line(self, style: str, start: Point, end: Point) -> None:
        """A straight line."""
        self._parts.append(
            f'<line class="{style}" x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>'
        )

    def curve(self, style: str, points: Sequence[Point]) -> None:
        """A line through points."""
        told = _told(_without_flats(points))
        self._parts.append(f'<polyline class="{style}" points="{told}"/>')

    def dot(self, style: str, at: Point) -> None:
        """A dot."""
        self._parts.append(f'<circle class="{style}" cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="3.2"/>')

    def band(self, style: str, upper: Sequence[Point], lower: Sequence[Point]) -> None:
        """The area between two lines."""
        told = _told([*_without_flats(upper), *reversed(_without_flats(lower))])
        self._parts.append(f'<polygon class="{style}" points="{told}"/>')

    def bar(self, style: str, corner: Point, width: float, height: float) -> None:
        """A filled rectangle."""
        self._parts.append(self._rectangle(f'class="{style}"', corner, width, height))

    def hatched(self, corner: Point, width: float, height: float) -> None:
        """A hatched rectangle."""
        self._parts.append(self._rectangle(f'fill="url(#{self.name}-hatch)"', corner, width, height))

    def flow(self, fill: str, start: tuple[float, float, float], end: tuple[float, float, float]) -> None:
        """A stream from one place to another: x, top and bottom of each; the fill is a class or, empty, hatching."""
        (x0, top0, bottom0), (x1, top1, bottom1) = start, end
        middle = (x0 + x1) / 2
        path = (
            f"M{x0:.1f},{top0:.1f}C{middle:.1f},{top0:.1f} {middle:.1f},{top1:.1f} {x1:.1f},{top1:.1f}"
            f"V{bottom1:.1f}C{middle:.1f},{bottom1:.1f} {middle:.1f},{bottom0:.1f} {x0:.1f},{bottom0:.1f}Z"
        )
        worn = f'class="{fill}"' if fill else f'fill="url(#{self.name}-hatch)"'
        self._parts.append(f'<path {worn} d="{path}"/>')

    def words(self, text: str, at: Point, *, style: str = "", anchor: str = "start", bold: str = "") -> None:
        """Words on one line, with a halo of paper; `bold` stands before them in heavier type."""
        heavy = f'<tspan class="strong">{escape(bold)}</tspan> ' if bold else ""
        self._parts.append(
            f'<text class="halo {style}" x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="{anchor}">{heavy}{escape(text)}</text>'
        )

    def upright(self, text: str, at: Point) -> None:
        """Words that run upwards."""
        self._parts.append(
            f'<text class="soft slant" transform="translate({at[0]:.1f} {at[1]:.1f}) rotate(-90)" text-anchor="middle">'
            f"{escape(text)}</text>"
        )

    def markup(self, height: float, spoken: str) -> Markup:
        """The drawing, with what it says for those who do not see it."""
        hatch = (
            f'<defs><pattern id="{self.name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><line class="hatching" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
        )
        drawn = "".join(self._parts)
        return Markup(  # noqa: S704 - words are escaped where they enter
            f'<svg viewBox="0 0 {self.width:.0f} {height:.0f}" role="img" aria-label="{escape(spoken)}">'
            f"{hatch if '-hatch)' in drawn else ''}{drawn}</svg>"
        )

    @staticmethod
    def _rectangle(worn: str, corner: Point, width: float, height: float) -> str:
        return f'<rect {worn} x="{corner[0]:.1f}" y="{corner[1]:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _told(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _without_flats(points: Sequence[Point]) -> list[Point]:
    """The same line without the points inside a level stretch."""
    heights = [f"{y:.1f}" for _, y in points]
    inner = range(1, len(points) - 1)
    level = {at for at in inner if heights[at - 1] == heights[at] == heights[at + 1]}
    return [point for at, point in enumerate(points) if at not in level]


def lines_of(text: str, width: float, most: int = 2, size: float = SMALL, *, bold: bool = False) -> list[str]:
    """A text as lines that fit a width."""
    return [runs_text(line) for line in wrapped([Run(text, Style("", size, bold))], width, most)]


def nice_steps(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round numbers from at or below the lowest to at or above the highest, about as many as wanted; zero among them."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= 0:
        return [0.0, 1.0]
    exponent = -12
    while 10.0 ** (exponent + 1) < (high - low) / wanted:
        exponent += 1
    sizes = [step * 10.0**exponent for step in (1, 2, 2.5, 5, 10)]
    step = next(size for size in sizes if size >= (high - low) / wanted)
    first, last = -round(-low / step + 0.499999), round(high / step + 0.499999)
    return [number * step for number in range(first, last + 1)]


def apart(places: Sequence[float], gap: float, top: float) -> list[float]:
    """The same places, from the lowest on the page upwards, moved up where two are too close; down again below the top."""
    moved = list(places)
    for below, above in pairwise(range(len(moved))):
        moved[above] = min(moved[above], moved[below] - gap)
    for row, place in enumerate(reversed(moved)):
        moved[len(moved) - 1 - row] = max(place, top + row * gap)
    return moved
