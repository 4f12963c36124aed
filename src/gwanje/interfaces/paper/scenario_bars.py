"""Exposed industries as bars from the least to the most they lose, sorted, the tail summed, labelled where they end."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from gwanje.answers.simulating_amounts import UNDER, lost_said, shares_said
from gwanje.answers.simulating_answer import IndustryLoss, Simulation, is_measurable
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.org_chart_text import text_width
from gwanje.interfaces.paper.rendering import PageWords
from gwanje.interfaces.paper.scenario_svg import LINE, SMALL, Drawing, lines_of

_BAR = 11.0
_THICK = 2.0
_ROW = 22.0


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: who, from and to and the middle in M USD, what stands at its end, what holds it back."""

    label: str
    low: float
    middle: float
    high: float
    amount: str
    short: str
    note: str
    is_unknown: bool
    is_rest: bool


def industry_rows(answer: Simulation, lang: Language, words: PageWords) -> list[Row]:
    """The rows of the chart: the largest, and the others as one."""
    unknown = answer.rests_on_unknown
    told = [one for one in answer.largest if is_measurable(one.lost[answer.telling.key].high_share)]
    rows = [_row(answer, one, lang, words, unknown=unknown) for one in told]
    if answer.others is not None and told:
        rows.append(_row(answer, answer.others, lang, words, unknown=unknown))
    return rows


def _row(answer: Simulation, one: IndustryLoss, lang: Language, words: PageWords, *, unknown: bool) -> Row:
    lost = one.lost[answer.telling.key]
    materials = [_material(answer, name, lang) for name in one.materials]
    share = shares_said(lost.model_copy(update={"low_share": lost.high_share}), lang)
    held = words["scenario_held"].format(material=", ".join(materials)) if materials else ""
    amount = lost_said(lost, lang)
    told = amount if not is_measurable(lost.high_share) else words["scenario_bar"].format(amount=amount, share=share)
    return Row(
        label=one.names[lang],
        low=max(0.0, lost.low_musd),
        middle=max(0.0, lost.middle_musd),
        high=max(0.0, lost.high_musd),
        amount=told if is_measurable(lost.high_share) else UNDER[lang],
        short=f"{amount} · {share}" if is_measurable(lost.high_share) else UNDER[lang],
        note=held,
        is_unknown=unknown,
        is_rest=one.count > 1,
    )


def _material(answer: Simulation, key: str, lang: Language) -> str:
    name = next((one.names[lang] for one in answer.figures if one.item == key), key)
    is_plain = lang == "en" and name[1:2].islower()
    return name[:1].lower() + name[1:] if is_plain else name


def bars_wide(rows: Sequence[Row], *, width: float, name: str) -> Markup:
    """Names left, bars in the middle, amounts and what holds back at the end of each bar."""
    left = width * 0.24
    scale = min((_scale(row, width - left - 10) for row in rows if row.high > 0), default=1.0)
    drawing, y = Drawing(name, width), 0.0
    for row in rows:
        lines = lines_of(row.label, left - 10)
        height = max(len(lines) * LINE + 6, 2 * LINE + 6 if row.note else _ROW)
        middle = y + height / 2
        for number, line in enumerate(lines):
            at = middle + 4 + (number - (len(lines) - 1) / 2) * LINE
            drawing.words(line, (left - 8, at), anchor="end", style="soft" if row.is_rest else "")
        end = _bar(drawing, row, (left, middle), scale)
        room = width - end - 8
        shown = [row.amount, *(lines_of(row.note, room, 1) if row.note else [])]
        for number, text in enumerate(shown):
            at = middle + 4 + (number - (len(shown) - 1) / 2) * LINE
            drawing.words(text, (end + 8, at), style="soft" if number else "")
        y += height
    return drawing.markup(y, _spoken(rows))


def _scale(row: Row, width: float) -> float:
    """What a million is long at the most, so that the words at the end of this bar still fit."""
    long = max(text_width(row.amount, SMALL), min(text_width(row.note, SMALL), width / 2))
    return (width - long) / row.high


def bars_narrow(rows: Sequence[Row], *, width: float, name: str) -> Markup:
    """Name and amount above each bar, what holds it back beneath; for a phone."""
    most = max((row.high for row in rows), default=0.0) or 1.0
    drawing, y = Drawing(name, width), 0.0
    for row in rows:
        amounts = lines_of(row.short, width * 0.62, 2)
        names = lines_of(row.label, width * 0.4, 2)
        for number, line in enumerate(names):
            drawing.words(line, (0, y + 12 + number * LINE), style="soft" if row.is_rest else "")
        for number, line in enumerate(amounts):
            drawing.words(line, (width, y + 12 + number * LINE), anchor="end")
        y += max(len(names), len(amounts)) * LINE + 12
        _bar(drawing, row, (0, y), width / most)
        if row.note:
            drawing.words(lines_of(row.note, width, 1)[0], (0, y + 20), style="soft")
            y += LINE
        y += 20
    return drawing.markup(y, _spoken(rows))


def _bar(drawing: Drawing, row: Row, at: tuple[float, float], scale: float) -> float:
    """From low to high, hatched where the range comes from something nobody knows; a tick at the middle; gives its end."""
    left, middle = at
    start, end = left + row.low * scale, left + max(row.high * scale, 1.0)
    top = middle - _BAR / 2
    if row.low > 0:
        drawing.bar("bar-rest-solid" if row.is_rest else "bar-1", (left, top), start - left, _BAR)
    style = "span-rest" if row.is_rest else "span"
    drawing.bar(style, (start, top), end - start, _BAR)
    if row.is_unknown:
        drawing.hatched((start, top), end - start, _BAR)
    drawing.line("edge", (end, top), (end, top + _BAR))
    if row.low < row.middle < row.high:
        drawing.bar("bar-1", (left + row.middle * scale - _THICK / 2, top - 2), _THICK, _BAR + 4)
    return end


def _spoken(rows: Sequence[Row]) -> str:
    return "; ".join(f"{row.label} {row.amount}" for row in rows)
