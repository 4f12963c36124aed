"""The price effect of a scenario on paper: alone as a page, or as the part of a page that stands beside a simulation."""

from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from gwanje.answers.price_effects_answer import IndustryPriceRange, PriceEffects, ScenarioPrices, Span
from gwanje.answers.price_effects_words import change_said
from gwanje.answers.simulating_quantities import ORIGINS, sentence_start
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.gate import require_sources
from gwanje.interfaces.paper.labels import labels
from gwanje.interfaces.paper.rendering import PageWords, common, noted, numbers, page_template

_WIDTH, _HEIGHT = 180.0, 12.0


def scenario_prices_page(answer: ScenarioPrices, lang: Language, zone: ZoneInfo, twin: str) -> str:
    """The page in one language; `twin` is the file name of the other language."""
    words = PageWords(labels(lang))
    page = page_template("scenario_prices.html").render(
        **common(answer, lang, zone, twin, "scenario.css"),
        **price_part(answer.prices, lang),
        kind=f"{words['price_title']} · {answer.scenario}",
        kind_sources=(),
        title=f"{answer.names[lang]} · {words['price_title']}",
        numbers=numbers(answer.sources),
        noted=noted(numbers(answer.sources)),
    )
    return require_sources(page, f"scenario-{answer.key}")


def price_part(prices: PriceEffects | None, lang: Language) -> dict[str, Any]:
    """What the part about prices is filled with; nothing where a scenario has none."""
    if prices is None:
        return {"prices": None}
    most = max((max(abs(one.price_rise.low), abs(one.price_rise.high)) for one in prices.largest), default=0.0)
    limits = (prices.consumer_words, prices.demand_words, *prices.not_computable)
    return {
        "prices": prices,
        "price_rows": [_row(one, most, lang) for one in prices.largest],
        "price_within": any(one.within_country is not None for one in prices.largest),
        "price_assumptions": [_assumption(one, lang) for one in prices.assumptions],
        "price_limits": [one for one in limits if one.say(lang)],
    }


def _row(one: IndustryPriceRange, most: float, lang: Language) -> dict[str, Any]:
    return {
        "name": f"{one.sector} {one.names[lang]}".strip(),
        "rise": change_said(one.price_rise, lang),
        "own": change_said(one.own_imports, lang),
        "within": "" if one.within_country is None else change_said(one.within_country, lang),
        "drawn": bar(one.price_rise, most),
    }


def _assumption(one: Any, lang: Language) -> dict[str, Any]:
    return {
        "name": sentence_start(one.names[lang]),
        "span": one.span[lang],
        "origin": one.origin,
        "said": ORIGINS[one.origin][lang == "ko"],
        "note": one.note[lang],
        "sources": one.sources,
    }


def bar(span: Span, most: float) -> Markup:
    """The size of a change on a common scale from nothing: solid to the nearer end, light to the farther, a tick between."""
    if most <= 0:
        return Markup("")
    near, far = (abs(one) / most * _WIDTH for one in _outward(span))
    middle = abs(span.middle) / most * _WIDTH
    solid, light = _rect(0.0, near, "bar-rest-solid"), _rect(near, far, "span-rest")
    tick = f'<line class="axis" x1="{middle:.1f}" x2="{middle:.1f}" y1="0" y2="{_HEIGHT:.0f}"/>' if near < far else ""
    drawn = f'<svg viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" width="100%" height="{_HEIGHT:.0f}" aria-hidden="true">'
    return Markup(f"{drawn}{solid}{light}{tick}</svg>")  # noqa: S704 - numbers of ours only


def _outward(span: Span) -> tuple[float, float]:
    """The end nearer to nothing and the one farther from it."""
    near, far = sorted((span.low, span.high), key=abs)
    return (0.0, far) if span.low < 0 < span.high else (near, far)


def _rect(start: float, end: float, name: str) -> str:
    return f'<rect class="{name}" x="{start:.1f}" y="2" width="{end - start:.1f}" height="{_HEIGHT - 4:.0f}"/>'
