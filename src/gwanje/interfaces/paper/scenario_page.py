"""A scenario run as self-contained HTML: the finding with its range, two readings side by side, what carries the result."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from gwanje.answers.assumption_told import AssumptionTold
from gwanje.answers.price_effects_answer import Span
from gwanje.answers.regional_losses_answer import RunAmounts
from gwanje.answers.simulating_amounts import NOTHING, amounts_said, in_one_unit, share_said
from gwanje.answers.simulating_answer import SensitivityRow, Simulation, is_measurable
from gwanje.answers.simulating_quantities import ORIGINS, sentence_start
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.gate import require_sources
from gwanje.interfaces.paper.labels import labels
from gwanje.interfaces.paper.rendering import PageWords, common, noted, numbers, page_template
from gwanje.interfaces.paper.scenario_bars import bars_narrow, bars_wide, industry_rows
from gwanje.interfaces.paper.scenario_chain import chain_narrow, chain_wide
from gwanje.interfaces.paper.scenario_path import path_panel
from gwanje.interfaces.paper.scenario_prices import bar, price_part

_DEEPEST = 42
"""Percent of the series colour in the darkest cell: its number stays readable in either theme."""


def scenario_page(answer: Simulation, lang: Language, zone: ZoneInfo, twin: str) -> str:
    """The page in one language; `twin` is the file name of the other language."""
    words = PageWords(labels(lang))
    page = page_template("scenario.html").render(
        **common(answer, lang, zone, twin, "scenario.css"),
        kind=f"{words['scenario_title']} · {answer.scenario}",
        kind_sources=(),
        title=f"{answer.names[lang]} · {words['scenario_title']}",
        panels=_panels(answer, lang, words),
        bars=_bars(answer, lang, words),
        chain=_chain(answer, lang, words),
        grid=_grid(answer, lang, words),
        assumptions=_assumptions(answer, lang, words),
        has_unknown=answer.rests_on_unknown,
        numbers=numbers(answer.sources),
        noted=noted(numbers(answer.sources)),
        **price_part(answer.prices, lang),
        **_spread_rows(answer),
    )
    return require_sources(page, f"scenario-{answer.key}")


def _panels(answer: Simulation, lang: Language, words: PageWords) -> list[dict[str, Any]]:
    sizes = {"wide": 560.0, "narrow": 345.0}
    return [
        {
            "name": reading.names[lang],
            "words": reading.words,
            "drawn": {
                size: path_panel(answer, reading, lang, words, width=width, name=f"path-{reading.key}-{size}")
                for size, width in sizes.items()
            },
        }
        for reading in answer.readings
    ]


def _bars(answer: Simulation, lang: Language, words: PageWords) -> dict[str, Markup] | None:
    rows = industry_rows(answer, lang, words)
    if not rows:
        return None
    return {
        "wide": bars_wide(rows, width=680, name="bars-wide"),
        "paper": bars_wide(rows, width=470, name="bars-paper"),
        "narrow": bars_narrow(rows, width=345, name="bars-narrow"),
    }


def _chain(answer: Simulation, lang: Language, words: PageWords) -> dict[str, Markup] | None:
    if not answer.chain.users:
        return None
    return {
        "wide": chain_wide(answer, lang, words, width=1100, name="chain-wide"),
        "paper": chain_wide(answer, lang, words, width=710, name="chain-paper"),
        "narrow": chain_narrow(answer, lang, words, width=345, name="chain-narrow"),
    }


def _grid(answer: Simulation, lang: Language, words: PageWords) -> dict[str, Any] | None:
    """Cover downwards, affected share to the right; each cell with its amount, its share, and how deep it is coloured."""
    rows = answer.sensitivity
    if not rows:
        return None
    covers = {row.cover_end: row.cover_days for row in rows}
    shares = {row.share_end: row.affected_share for row in rows}
    most = max(*(row.lost_share for row in rows), 1e-12)
    unit, numbers_said = in_one_unit([row.lost_musd for row in rows], lang)
    told = zip(rows, numbers_said, strict=True)
    cells = {(row.cover_end, row.share_end): _cell(row, number, most, lang) for row, number in told}
    percent_sign = "%" if lang == "ko" else "\N{NO-BREAK SPACE}%"
    heads = {end: f"{share * 100:g}{percent_sign}" for end, share in shares.items()}
    sides = {end: words["scenario_days"].format(days=f"{cover:g}") for end, cover in covers.items()}
    ends = {end: words[f"scenario_end_{end}"] for end in ("low", "middle", "high")}
    return {
        "unit": unit,
        "shares": [(ends if answer.share_by_end else heads)[end] for end in shares],
        "rows": [
            ((ends if answer.cover_by_end else sides)[cover], [cells[cover, share] for share in shares])
            for cover in covers
        ],
    }


def _cell(row: SensitivityRow, number: str, most: float, lang: Language) -> dict[str, Any]:
    if not is_measurable(row.lost_share):
        return {"amount": "", "share": NOTHING[lang], "depth": 0}
    depth = round(max(0.0, row.lost_share / most) * _DEEPEST)
    return {"amount": number, "share": share_said(row.lost_share, lang), "depth": depth}


def _assumptions(answer: Simulation, lang: Language, words: PageWords) -> list[dict[str, Any]]:
    """Those that move the result first, the one that carries it at the top."""
    ranked = sorted(answer.assumptions, key=lambda one: -(one.swing_musd if one.swing_musd is not None else -1.0))
    return [_assumption(one, answer, lang, words) for one in ranked]


def _assumption(one: AssumptionTold, answer: Simulation, lang: Language, words: PageWords) -> dict[str, Any]:
    normal = answer.normal_musd_per_day * answer.horizon_days
    moves = ""
    if one.swing_musd is not None:
        share = one.swing_musd / normal
        told = amounts_said((one.swing_musd, one.swing_musd), (share, share), lang)
        moves = words["scenario_moves"].format(amount=told) if is_measurable(share) else words["scenario_moves_not"]
    return {
        "name": sentence_start(one.names[lang]),
        "span": one.span[lang],
        "origin": one.origin,
        "said": ORIGINS[one.origin][lang == "ko"],
        "note": one.note[lang],
        "moves": moves,
        "carries": one.carries and bool(moves) and moves != words["scenario_moves_not"],
        "sources": one.sources,
    }


def _spread_rows(answer: Simulation) -> dict[str, Any]:
    """The loss by region and by size of firm, three runs beside each other."""
    regions = [] if answer.regions is None else [(one.region, one.lost_musd) for one in answer.regions.rows]
    sizes = (
        []
        if answer.sizes is None
        else [(f"{one.region} {one.size}".strip(), one.lost_musd) for one in answer.sizes.rows]
    )
    return {"region_rows": _amounts(regions), "size_rows": _amounts(sizes)}


def _amounts(rows: Sequence[tuple[str, RunAmounts]]) -> list[dict[str, Any]]:
    most = max((lost.most for _, lost in rows), default=0.0)
    return [
        {
            "name": name,
            **{end: f"{getattr(lost, end):,.10g}" for end in ("least", "middle", "most")},
            "drawn": bar(Span(low=max(0.0, lost.least), middle=max(0.0, lost.middle), high=max(0.0, lost.most)), most),
        }
        for name, lost in rows
    ]
