"""Where everything on the chart of a reform stands: lines of text, marks, outlines, the tree and the joining lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from gwanje.answers.org_chart import OrgChart
from gwanje.answers.org_charting import ChartRow, Fate
from gwanje.interfaces.paper.org_chart_order import aligned, ordered
from gwanje.interfaces.paper.org_chart_text import Run, Runs, Style, runs_text, runs_width, wrapped
from gwanje.interfaces.paper.org_chart_words import ChartWords, family

WIDTH = 1560
MARGIN = 28
_LEFT, _LEFT_END = 34, 462
_RIGHT, _RIGHT_END = 574, 972
_WORDS, _WORDS_END = 984, 1532
_INDENT = 22
_ALL = 999
_LEADING = 1.3
_GAP = 5
_ABOVE_ROOT, _ABOVE_OFFICE = 12, 4
_TITLE = Style("t", 27, bold=True)
_SUB = Style("u", 15)
_NOTE = Style("f", 12)
_PLAIN_WEIGHT, _MOVED_WEIGHT = 1.0, 0.08


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: where its baseline begins, and the full text where it was shortened."""

    x: float
    y: float
    runs: Runs
    full: str = ""
    unit: str = ""

    @property
    def size(self) -> float:
        """The size of its largest letters."""
        return max(run.style.size for run in self.runs)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what the letters cover."""
        return self.x, self.y - 0.82 * self.size, self.x + runs_width(self.runs), self.y + 0.2 * self.size


@dataclass(frozen=True, slots=True)
class Node:
    """A row on the drawing: its first line's middle, where its text begins and ends, and its colour."""

    row: ChartRow
    x: float
    y: float
    text_end: float
    colour: str
    outline: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Joint:
    """A line from a unit on the left to the same unit on the right."""

    unit: str
    start: tuple[float, float]
    bend: tuple[float, float]
    end: tuple[float, float]
    colour: str


@dataclass(slots=True)
class Layout:
    """Everything that is drawn."""

    lines: list[Line] = field(default_factory=list)
    before: list[Node] = field(default_factory=list)
    after: list[Node] = field(default_factory=list)
    joints: list[Joint] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class _Block:
    """A row before it has a place: its lines from its own top, and how high it is."""

    row: ChartRow
    fate: Fate | None
    names: list[Runs]
    asides: list[tuple[Runs, str]]
    beside: list[tuple[Runs, str]]
    full: str

    @property
    def height(self) -> float:
        names = sum(_line_height(line) for line in self.names)
        own = names + sum(_line_height(line) for line, _ in self.asides)
        lines = max(own, sum(_line_height(line) for line, _ in self.beside))
        return self.above + lines + _GAP + (6 if self.outlined else 0)

    @property
    def above(self) -> float:
        """The room above: more where another tree begins."""
        return {0: _ABOVE_ROOT, 1: _ABOVE_OFFICE}.get(self.row.depth, 0.0)

    @property
    def outlined(self) -> bool:
        return family(self.fate) in ("new", "known")


def _line_height(runs: Runs) -> float:
    return max(run.style.size for run in runs) * _LEADING


def lay_out(chart: OrgChart, words: ChartWords, zone: ZoneInfo) -> Layout:
    """The whole drawing."""
    layout = Layout()
    y = _head(layout, words, zone)
    pairs = [(fate.unit, fate.unit) for fate in chart.links]
    pairs += [(fate.unit, successor) for fate in chart.ended for successor in fate.successors]
    rows = ordered(chart.before.rows, chart.after.rows, pairs)
    fates = {fate.unit: fate for fate in (*chart.links, *chart.arrived, *chart.ended)}
    left = [_left_block(row, fates.get(row.unit), words) for row in rows.before]
    right = [_right_block(row, fates.get(row.unit), words) for row in rows.after]
    tops = _tops(left, right)
    for blocks, places, is_later in ((left, tops[0], False), (right, tops[1], True)):
        for block, top in zip(blocks, places, strict=True):
            _place(layout, block, y + top, is_later=is_later)
    _join(layout, pairs)
    ends = [places[-1] + blocks[-1].height for blocks, places in ((left, tops[0]), (right, tops[1])) if blocks]
    _foot(layout, words, y + max(ends, default=0.0))
    return layout


def _head(layout: Layout, words: ChartWords, zone: ZoneInfo) -> float:
    """Title, subtitle and the headings of the columns; the height at which the rows begin."""
    y = 44.0
    width = WIDTH - 2 * MARGIN
    y = _paragraph(layout, [Run(words.title(), _TITLE)], MARGIN, y, width, most=3)
    y = _paragraph(layout, [Run(words.subtitle(zone), _SUB, "soft")], MARGIN, y + 2, width, most=3) + 22
    for x, end, side in ((_LEFT - 6, _LEFT_END, "before"), (_RIGHT - 6, _RIGHT_END, "after")):
        for runs in wrapped(words.head(side), end - x, 1):
            layout.lines.append(Line(x, y, runs))
    layout.lines.append(Line(_WORDS, y, (words.beside_head(),)))
    layout.rules.append(y + 11)
    return y + 12


def _paragraph(
    layout: Layout, runs: Sequence[Run], x: float, y: float, width: float, most: int, unit: str = ""
) -> float:
    """Lines from a first baseline down; the baseline that would follow."""
    lines = wrapped(runs, width, most)
    full = runs_text(tuple(runs)).strip()
    is_cut = "".join(map(runs_text, lines)).replace(" ", "") != full.replace(" ", "")
    for line in lines:
        layout.lines.append(Line(x, y, line, full if is_cut else "", unit))
        y += _line_height(line)
    return y


def _left_block(row: ChartRow, fate: Fate | None, words: ChartWords) -> _Block:
    width = _LEFT_END - _LEFT - row.depth * _INDENT
    names, full = _names(row, fate, words, width)
    is_ended = fate is not None and family(fate) == "ended"
    told = words.ended(row, fate) if fate is not None and is_ended else words.affairs(row, fate, is_later=False)
    asides = [pair for paragraph in told for pair in _lines(paragraph, width)]
    return _Block(row, fate, names, asides, [], full)


def _right_block(row: ChartRow, fate: Fate | None, words: ChartWords) -> _Block:
    width = _RIGHT_END - _RIGHT - row.depth * _INDENT
    names, full = _names(row, fate, words, width)
    beside = _lines(words.beside(row, fate), _WORDS_END - _WORDS) if row.line == "unit" else []
    return _Block(row, fate, names, [], beside, full)


def _names(row: ChartRow, fate: Fate | None, words: ChartWords, width: float) -> tuple[list[Runs], str]:
    runs = words.name(row, fate) if row.line == "unit" else (words.gap(row),)
    lines = wrapped(runs, width - 14, 3)
    full = runs_text(runs).strip()
    is_cut = "".join(map(runs_text, lines)).replace(" ", "") != full.replace(" ", "")
    return lines, full if is_cut else ""


def _lines(runs: Sequence[Run], width: float) -> list[tuple[Runs, str]]:
    """A paragraph of any length: what happened and affairs are never cut."""
    return [(line, "") for line in wrapped(runs, width, _ALL)] if runs else []


def _tops(left: list[_Block], right: list[_Block]) -> tuple[list[float], list[float]]:
    """The longer column is set close; the other one stands as near to it as its own order allows."""
    sums = [sum(block.height for block in blocks) for blocks in (left, right)]
    leading, following = (left, right) if sums[0] > sums[1] else (right, left)
    fixed = aligned([block.height for block in leading], [None] * len(leading), [1.0] * len(leading))
    at = {block.row.unit: top for block, top in zip(leading, fixed, strict=True) if block.row.unit}
    targets = [at.get(block.row.unit) if block.row.unit else None for block in following]
    weights = [_MOVED_WEIGHT if family(block.fate) == "moved" else _PLAIN_WEIGHT for block in following]
    loose = aligned([block.height for block in following], targets, weights)
    return (fixed, loose) if leading is left else (loose, fixed)


def _place(layout: Layout, block: _Block, top: float, *, is_later: bool) -> None:
    row = block.row
    x = (_RIGHT if is_later else _LEFT) + row.depth * _INDENT + 14
    top += block.above + (3 if block.outlined else 0)
    first = block.names[0]
    size = max(run.style.size for run in first)
    baseline = top + 0.95 * size
    middle = baseline - 0.33 * size
    y, ends = baseline, []
    for line in block.names:
        layout.lines.append(Line(x, y, line, block.full, row.unit))
        ends.append(x + runs_width(line))
        y += _line_height(line)
    outline = (
        (x - 6, top - 2, max(ends) + 6, y - _line_height(block.names[-1]) + 0.36 * size) if block.outlined else None
    )
    for line, full in block.asides:
        layout.lines.append(Line(x, y, line, full, row.unit))
        y += _line_height(line)
    y = baseline
    for line, full in block.beside:
        layout.lines.append(Line(_WORDS, y, line, full, row.unit))
        y += _line_height(line)
    colour = family(block.fate) if row.line == "unit" else "gap"
    node = Node(row, x - 14, middle, ends[0], colour, outline)
    (layout.after if is_later else layout.before).append(node)


def _join(layout: Layout, pairs: Sequence[tuple[str, str]]) -> None:
    """A line from each unit on the left to itself on the right, or to those that follow it."""
    left, right = ({node.row.unit: node for node in nodes if node.row.unit} for nodes in (layout.before, layout.after))
    for first, second in pairs:
        if first in left and second in right:
            node, other = left[first], right[second]
            joint = Joint(
                unit=first,
                start=(min(node.text_end + 11, _LEFT_END), node.y),
                bend=(_LEFT_END, _RIGHT - 8),
                end=(other.x - 5, other.y),
                colour=node.colour,
            )
            layout.joints.append(joint)


def _foot(layout: Layout, words: ChartWords, y: float) -> None:
    width = WIDTH - 2 * MARGIN
    layout.rules.append(y + 8)
    y = _paragraph(layout, words.key(), MARGIN, y + 32, width, most=2) + 6
    for note in words.notes():
        y = _paragraph(layout, [Run(note, _NOTE, "soft")], MARGIN, y, width, most=8) + 2
    layout.height = y + 12
