"""Who is hit through whom, from left to right: supplier, what is cut, industries that use it, the rest behind them.

The width of a stream is the output not made at the high end. The part that is lost in every run is solid; the rest of
it is light, and hatched where nobody knows how much of the user's output depends on what is cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from gwanje.answers.simulating_amounts import amount_said
from gwanje.answers.simulating_answer import Chain, ChainFlow, ChainPart, Simulation
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.rendering import PageWords
from gwanje.interfaces.paper.scenario_svg import LINE, Drawing, lines_of

_BLOCK = 9.0
_GAP = 8.0
_HEAD = 24.0
_TALL = 300.0
_ABOVE = 3 * LINE + 8


@dataclass
class _Box:
    """A part of the chain on the drawing; streams leave and arrive from its top down."""

    part: ChainPart
    x: float
    top: float
    height: float
    leaving: float = 0.0
    arriving: float = 0.0


def chain_wide(answer: Simulation, lang: Language, words: PageWords, *, width: float, name: str) -> Markup:
    """The whole chain from left to right."""
    return _Chart(answer, lang, words, width, name).markup()


class _Chart:
    """One chain while it is drawn."""

    def __init__(self, answer: Simulation, lang: Language, words: PageWords, width: float, name: str) -> None:
        self.chain: Chain = answer.chain
        self.lang, self.words, self.width = lang, words, width
        self.drawing = Drawing(name, width)
        self.columns = _columns(width, has_rest=self.chain.rest is not None)
        most = max(sum(one.high_musd for one in self.chain.users), 1e-12)
        self.scale = _TALL / max(most, self.chain.rest.high_musd if self.chain.rest else 0.0)

    def markup(self) -> Markup:
        users, bottom = self._stack(self.chain.users, 2)
        causes, lower = self._stack(self.chain.causes, 1, centre=bottom)
        supplier, _ = self._stack([_whole(self.chain)], 0, centre=bottom)
        self._heads()
        for cause in causes:
            self._stream(supplier[0], cause, cause.part.low_musd, cause.part.high_musd, unknown=self._unknown(cause))
        places = {one.part.key: one for one in (*causes, *users)}
        for flow in self.chain.flows:
            source, target = places[flow.source], places[flow.target]
            self._stream(source, target, flow.low_musd, flow.high_musd, unknown=flow.unknown or flow.shared)
        boxes = [*supplier, *causes, *users]
        if self.chain.rest is not None:
            boxes.append(self._behind(self.chain.rest, users, bottom))
        for box in boxes:
            self._box(box)
        self._supplier_name(supplier[0])
        for box in boxes[1:]:
            self._label(box)
        return self.drawing.markup(max(bottom, lower) + 6, self._spoken())

    def _unknown(self, cause: _Box) -> bool:
        return any(one.unknown or one.shared for one in self.chain.flows if one.source == cause.part.key)

    def _stack(
        self, parts: Sequence[ChainPart], column: int, *, centre: float | None = None
    ) -> tuple[list[_Box], float]:
        """Parts below one another, each with room for its words; centred on a height where one is given."""
        room = [max(one.high_musd * self.scale, self._words_height(one, column)) for one in parts]
        total = sum(room) + _GAP * (len(room) - 1)
        y = _HEAD if centre is None else _HEAD + max(_ABOVE, (centre - _HEAD - total) / 2)
        boxes = []
        for part, height in zip(parts, room, strict=True):
            boxes.append(_Box(part, self.columns[column], y, max(part.high_musd * self.scale, 1.0)))
            y += height + _GAP
        return boxes, y - _GAP

    def _room(self, column: int) -> float:
        ends = [*self.columns[1:], self.width]
        return ends[column] - self.columns[column] - _BLOCK - 10

    def _words_height(self, part: ChainPart, column: int) -> float:
        return (len(lines_of(part.names[self.lang], self._room(column) * 0.72, 3)) + 1) * LINE

    def _heads(self) -> None:
        said = ["scenario_head_supplier", "scenario_head_cut", "scenario_head_users"]
        if self.chain.rest is None:
            said[2] = "scenario_head_industries"
        heads = [*said, *(["scenario_head_rest"] if self.chain.rest else [])]
        for x, key in zip(self.columns, heads, strict=True):
            self.drawing.words(self.words[key], (x, 11), style="soft")

    def _stream(self, source: _Box, target: _Box, low: float, high: float, *, unknown: bool) -> None:
        x0, x1 = source.x + _BLOCK, target.x
        solid, whole = low * self.scale, max(high * self.scale, 0.6)
        top0, top1 = source.top + source.leaving, target.top + target.arriving
        if solid > 0:
            self.drawing.flow("flow-solid", (x0, top0, top0 + solid), (x1, top1, top1 + solid))
        ends = (x0, top0 + solid, top0 + whole), (x1, top1 + solid, top1 + whole)
        self.drawing.flow("flow", *ends)
        if unknown:
            self.drawing.flow("", *ends)
        source.leaving += whole
        target.arriving += whole

    def _behind(self, rest: ChainPart, users: Sequence[_Box], bottom: float) -> _Box:
        """The rest behind the users: a bracket at their right edge, one stream as wide as what the rest loses."""
        height = max(rest.high_musd * self.scale, 1.0)
        top = _HEAD + max(0.0, (bottom - _HEAD - height) / 2)
        box = _Box(rest, self.columns[3], top, height)
        edge = self.columns[3] - min(70.0, (self.columns[3] - self.columns[2]) * 0.25)
        first, last = users[0].top, users[-1].top + max(users[-1].height, LINE)
        self.drawing.line("rule", (edge, first), (edge, last))
        for end in (first, last):
            self.drawing.line("rule", (edge - 6, end), (edge, end))
        unknown = any(one.unknown for one in self.chain.flows)
        solid = rest.low_musd * self.scale
        if solid > 0:
            self.drawing.flow("flow-solid", (edge, top, top + solid), (box.x, top, top + solid))
        ends = (edge, top + solid, top + height), (box.x, top + solid, top + height)
        self.drawing.flow("flow-behind", *ends)
        if unknown:
            self.drawing.flow("", *ends)
        return box

    def _box(self, box: _Box) -> None:
        self.drawing.bar("bar-1", (box.x, box.top), _BLOCK, box.height)

    def _supplier_name(self, box: _Box) -> None:
        lines = lines_of(self.chain.supplier[self.lang], self._room(0) * 0.9, 2, bold=True)
        for number, line in enumerate(lines):
            self.drawing.words("", (box.x, box.top - 6 - (len(lines) - 1 - number) * LINE), bold=line)

    def _only_cause(self, box: _Box) -> None:
        """The words of a single cause stand above it, where no stream runs."""
        lines = lines_of(box.part.names[self.lang], self._room(1) * 0.6, 2)
        lines.append(amount_said(box.part.high_musd, self.lang))
        for number, line in enumerate(lines):
            style = "soft" if number == len(lines) - 1 else ""
            self.drawing.words(line, (box.x, box.top - 6 - (len(lines) - 1 - number) * LINE), style=style)

    def _label(self, box: _Box) -> None:
        column = self.columns.index(box.x)
        if column == 1 and len(self.chain.causes) == 1:
            self._only_cause(box)
            return
        lines = lines_of(box.part.names[self.lang], self._room(column) * 0.72, 3)
        middle = box.top + max(box.height, (len(lines) + 1) * LINE) / 2 if box.height > LINE * 3 else box.top + LINE
        first = middle - (len(lines) - 1) * LINE / 2 if box.height > LINE * 3 else box.top + 10
        for number, line in enumerate(lines):
            self.drawing.words(line, (box.x + _BLOCK + 6, first + number * LINE))
        amount = (
            amount_said(box.part.high_musd, self.lang) if box.part.high_musd > 0 else self.words["scenario_no_hold"]
        )
        self.drawing.words(amount, (box.x + _BLOCK + 6, first + len(lines) * LINE), style="soft")

    def _spoken(self) -> str:
        parts = [*self.chain.causes, *self.chain.users, *([self.chain.rest] if self.chain.rest else [])]
        told = [f"{one.names[self.lang]} {amount_said(one.high_musd, self.lang)}" for one in parts]
        return f"{self.chain.supplier[self.lang]}; {'; '.join(told)}"


def _whole(chain: Chain) -> ChainPart:
    return ChainPart(
        key="supplier",
        names=chain.supplier,
        count=1,
        low_musd=sum(one.low_musd for one in chain.causes),
        high_musd=sum(one.high_musd for one in chain.causes),
    )


def _columns(width: float, *, has_rest: bool) -> list[float]:
    shares = (0.0, 0.2, 0.47, 0.82) if has_rest else (0.0, 0.26, 0.68)
    return [round(width * one) for one in shares]


def chain_narrow(answer: Simulation, lang: Language, words: PageWords, *, width: float, name: str) -> Markup:
    """The same chain for a phone: one below the other, indented, every bar on one scale."""
    chain = answer.chain
    drawing = Drawing(name, width)
    indent = 16.0
    most = max(
        [one.high_musd for one in (*chain.causes, *chain.users, *([chain.rest] if chain.rest else []))], default=1
    )
    scale = (width - 2 * indent) / (most or 1.0)
    y = 12.0
    drawing.words("", (0, y), bold=chain.supplier[lang])
    y += 8
    for cause in chain.causes:
        y = _step(drawing, cause, (indent, y), scale, lang, words, unknown=_is_unknown(chain.flows, cause.key))
        for flow in chain.flows:
            if flow.source == cause.key:
                user = next(one for one in chain.users if one.key == flow.target)
                part = user.model_copy(update={"low_musd": flow.low_musd, "high_musd": flow.high_musd})
                y = _step(drawing, part, (2 * indent, y), scale, lang, words, unknown=flow.unknown or flow.shared)
    if chain.rest is not None:
        y = _step(
            drawing, chain.rest, (0.0, y + 6), scale, lang, words, unknown=any(one.unknown for one in chain.flows)
        )
    return drawing.markup(y, answer.titles.chain.say(lang))


def _is_unknown(flows: Sequence[ChainFlow], key: str) -> bool:
    return any(one.unknown or one.shared for one in flows if one.source == key)


def _step(
    drawing: Drawing,
    part: ChainPart,
    at: tuple[float, float],
    scale: float,
    lang: Language,
    words: PageWords,
    *,
    unknown: bool,
) -> float:
    x, y = at
    amount = amount_said(part.high_musd, lang) if part.high_musd > 0 else words["scenario_no_hold"]
    lines = lines_of(part.names[lang], drawing.width - x - 110, 3)
    for number, line in enumerate(lines):
        drawing.words(line, (x, y + 14 + number * LINE))
    drawing.words(amount, (drawing.width, y + 14), anchor="end", style="soft")
    top = y + 18 + (len(lines) - 1) * LINE
    solid, whole = part.low_musd * scale, max(part.high_musd * scale, 1.0)
    drawing.bar("bar-1", (x, top), solid, _BLOCK)
    drawing.bar("span", (x + solid, top), whole - solid, _BLOCK)
    if unknown:
        drawing.hatched((x + solid, top), whole - solid, _BLOCK)
    return top + _BLOCK + 6
