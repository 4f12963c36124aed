"""The chart of a reform as SVG: before and after side by side, what moved coloured by what happened to it.

The file stands alone: it opens in a browser, turns dark with it, and prints on one sheet. Drawing only; what is drawn
was computed in the answer, where it stands in the layout.
"""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from gwanje.answers.org_chart import OrgChart
from gwanje.foundation.instants import known_day
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.gate import require_sources
from gwanje.interfaces.paper.labels import labels
from gwanje.interfaces.paper.org_chart_layout import MARGIN, WIDTH, Joint, Layout, Line, Node, lay_out
from gwanje.interfaces.paper.org_chart_text import Run
from gwanje.interfaces.paper.org_chart_words import ChartWords

_FAMILY = (
    'Pretendard, "Apple SD Gothic Neo", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", system-ui, sans-serif'
)
ONE_SHEET = 1240
"""Up to this height a chart is printed on one A4 sheet, on its side, with names of 7 points; a higher one on several."""
_STRONG = ("moved", "ended", "rank", "name", "affair")
_STYLE = f"""
svg.chart {{ background: var(--paper); font-family: {_FAMILY}; }}
svg.chart text {{ fill: var(--ink); font-variant-numeric: tabular-nums; white-space: pre; }}
.t {{ font-size: 27px; font-weight: 700; letter-spacing: -.01em; }} .u {{ font-size: 15px; }}
.h {{ font-size: 18px; font-weight: 700; }} .f {{ font-size: 12px; }}
.w {{ font-size: 13px; }} .s {{ font-size: 13px; font-weight: 600; }}
.n-ministry {{ font-size: 18px; }} .n-office {{ font-size: 17px; }} .n-bureau {{ font-size: 16px; }} .n-unit {{ font-size: 15.5px; }}
.firm {{ font-weight: 600; }} .lent {{ font-style: italic; }}
svg.chart .soft, svg.chart .quiet, svg.chart .gap {{ fill: var(--quiet); }} .gap {{ font-style: italic; }}
svg.chart .moved {{ fill: var(--series-1); --c: var(--series-1); }} svg.chart .rank {{ fill: var(--series-2); --c: var(--series-2); }}
svg.chart .name {{ fill: var(--series-3); --c: var(--series-3); }} svg.chart .affair {{ fill: var(--series-4); --c: var(--series-4); }}
svg.chart .new, svg.chart .known {{ fill: var(--ink); --c: var(--ink); }}
svg.chart .ended {{ fill: var(--series-5); --c: var(--series-5); }} svg.chart .joint.ended {{ stroke: var(--c); stroke-width: 2.2; stroke-dasharray: 12 3 2 3; }}
text.struck {{ text-decoration: line-through; }} svg.chart text.struck tspan {{ fill: var(--quiet); }}
svg.chart .rule {{ stroke: var(--hair); stroke-width: 1; }} svg.chart .tree {{ stroke: var(--hair); stroke-width: 1.2; fill: none; }}
svg.chart .guess {{ stroke-dasharray: 3 3; }}
svg.chart .joint {{ fill: none; stroke: var(--hair); stroke-width: 1.4; }} svg.chart .halo {{ fill: none; stroke: var(--paper); stroke-width: 7; }}
svg.chart .joint.moved {{ stroke: var(--c); stroke-width: 3; }} svg.chart .joint.rank {{ stroke: var(--c); stroke-width: 2.2; stroke-dasharray: 9 4; }}
svg.chart .joint.name {{ stroke: var(--c); stroke-width: 2.2; stroke-dasharray: 2 4; }} svg.chart .joint.affair {{ stroke: var(--c); stroke-width: 1.6; }}
svg.chart .dot {{ stroke: none; }} svg.chart .dot.quiet {{ fill: var(--hair); }} svg.chart .dot.new, svg.chart .dot.known {{ fill: var(--paper); stroke: var(--ink); stroke-width: 1.4; }}
svg.chart .outline {{ fill: none; stroke: var(--ink); stroke-width: 1.3; }} svg.chart .outline.known {{ stroke-dasharray: 4 3; }}
svg.chart .hatch {{ stroke: var(--hair); stroke-width: 1; }}
@page {{ size: A4 landscape; margin: 6mm; }}
@media print {{ svg.chart {{ background: none; }} }}
"""


def org_chart_svg(chart: OrgChart, lang: Language, zone: ZoneInfo | None = None) -> str:
    """The chart as a drawing of its own; without a zone, days are those of the answer's own instants."""
    zone = zone or ZoneInfo(getattr(chart.on.tzinfo, "key", "UTC"))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + _drawing(chart, lang, zone, f"{_tokens()}{_STYLE}{_ALONE}")


def org_chart_title(chart: OrgChart, lang: Language) -> str:
    """The finding of the chart in one sentence."""
    return ChartWords(chart, lang, labels(lang)).title()


_ALONE = f"""
@media screen {{ svg.chart {{ width: 100%; height: auto; max-width: {WIDTH}px; }} }}
@media print {{ svg.chart {{ width: 100%; height: 100vh; }} svg.chart.tall {{ height: auto; }} }}
"""


def _drawing(chart: OrgChart, lang: Language, zone: ZoneInfo, style: str) -> str:
    words = ChartWords(chart, lang, labels(lang))
    layout = lay_out(chart, words, zone)
    height = round(layout.height)
    tall = " tall" if height > ONE_SHEET else ""
    struck = {node.row.unit for node in layout.before if node.colour == "ended"}
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart{tall}" xml:lang="{lang}" lang="{lang}" role="img" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
    )
    parts = [
        opening,
        f"<title>{escape(words.title())}</title>",
        f"<style>{style}</style>",
        _HATCH,
        *(f'<line class="rule" x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{y:.1f}" y2="{y:.1f}"/>' for y in layout.rules),
        *_tree(layout.before),
        *_tree(layout.after),
        *_joints(layout),
        *(_mark(node) for node in (*layout.before, *layout.after) if node.row.line == "unit"),
        *(_text(line, struck=line.unit in struck) for line in layout.lines),
        "</svg>\n",
    ]
    return "\n".join(parts)


_HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
)


@cache
def _tokens() -> str:
    """The colours of every page, light and dark, as the chart needs them; paper is always light."""
    sheet = files("gwanje.interfaces.paper").joinpath("templates", "tokens.css").read_text(encoding="utf-8")
    return sheet.split("* {", 1)[0].replace("@media (prefers", "@media screen and (prefers")


def _tree(nodes: list[Node]) -> list[str]:
    """A hair line from each row up to the one it hangs under; a place that is not reported is a broken line."""
    at = {node.row.key: node for node in nodes}
    drawn = []
    for node in nodes:
        above = at.get(node.row.above)
        if above is None:
            continue
        x = above.x
        guess = " guess" if node.row.link_status != "reported" or node.row.line == "gap" else ""
        drawn.append(f'<path class="tree{guess}" d="M{x:.1f} {above.y + 8:.1f}V{node.y:.1f}H{node.x - 6:.1f}"/>')
    return drawn


def _joints(layout: Layout) -> list[str]:
    """Grey lines first, those in colour above them, each with a rim of paper so that crossings can be followed."""
    drawn = [_joint(joint, "joint quiet") for joint in layout.joints if joint.colour not in _STRONG]
    for colour in reversed(_STRONG):
        joints = [joint for joint in layout.joints if joint.colour == colour]
        drawn += [_joint(joint, "halo") for joint in joints] + [_joint(joint, f"joint {colour}") for joint in joints]
    return drawn


def _joint(joint: Joint, classes: str) -> str:
    (x0, y0), (x1, x2), (x3, y3) = joint.start, joint.bend, joint.end
    half = (x1 + x2) / 2
    return (
        f'<path class="{classes}" d="M{x0:.1f} {y0:.1f}H{x1:.1f}'
        f'C{half:.1f} {y0:.1f} {half:.1f} {y3:.1f} {x2:.1f} {y3:.1f}H{x3:.1f}"/>'
    )


def _mark(node: Node) -> str:
    drawn = f'<circle class="dot {node.colour}" cx="{node.x:.1f}" cy="{node.y:.1f}" r="4"/>'
    if node.outline is not None:
        x, y, right, bottom = node.outline
        drawn += (
            f'<rect class="outline {node.colour}" x="{x:.1f}" y="{y:.1f}" width="{right - x:.1f}" '
            f'height="{bottom - y:.1f}" rx="3"/>'
        )
    if node.colour == "ended":
        drawn += f'<rect fill="url(#hatch)" x="{node.x + 8:.1f}" y="{node.y - 10:.1f}" width="{node.text_end - node.x:.1f}" height="20"/>'
    return drawn


def _text(line: Line, *, struck: bool) -> str:
    is_name = line.runs[0].style.name.startswith("n-")
    full = f"<title>{escape(line.full)}</title>" if line.full else ""
    spans = "".join(_span(run) for run in line.runs)
    classes = ' class="struck"' if struck and is_name else ""
    return f'<text x="{line.x:.1f}" y="{line.y:.1f}"{classes}>{full}{spans}</text>'


def _span(run: Run) -> str:
    classes = f"{run.style.name} {run.colour}".strip()
    return f'<tspan class="{classes}">{escape(run.text)}</tspan>'


def org_chart_page(chart: OrgChart, lang: Language, zone: ZoneInfo, twin: str) -> str:
    """The chart on a page of its own; `twin` is the file name of the other language."""
    words = ChartWords(chart, lang, labels(lang))
    environment = Environment(
        loader=PackageLoader("gwanje.interfaces.paper"), autoescape=True, undefined=StrictUndefined
    )
    page = environment.from_string('{% extends "page.html" %}{% block body %}{{ drawing }}{% endblock %}').render(
        lang=lang,
        title=words.title(),
        kind=labels(lang)["chart_kind"],
        kind_sources=(),
        answer=chart,
        label=labels(lang),
        css=Markup(_sheet()),  # noqa: S704 - our own style sheet
        twin=twin,
        other="en" if lang == "ko" else "ko",
        other_label=labels(lang)["other_language"],
        stamp=lambda moment: f"{moment.astimezone(zone).date()}",
        known_stamp=lambda known: f"{known_day(known, zone)}",
        drawing=Markup(_drawing(chart, lang, zone, _STYLE)),  # noqa: S704 - words are escaped where they enter
    )
    return require_sources(page, "org-chart")


_ON_A_PAGE = """
@media screen { main { overflow-x: auto; } svg.chart { min-width: 960px; } }
@media print { svg.chart { max-height: 191mm; } svg.chart.tall { max-height: none; } .top { padding-bottom: 0; } }
"""


def _sheet() -> str:
    sheet = files("gwanje.interfaces.paper").joinpath("templates", "tokens.css").read_text(encoding="utf-8")
    return f"{sheet}\nmain {{ max-width: {WIDTH}px; }}\n{_ON_A_PAGE}"
