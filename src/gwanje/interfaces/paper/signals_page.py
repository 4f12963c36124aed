"""The short list of a month as self-contained HTML: each item with the months behind it and the signs that met."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from gwanje.answers.sentences import mass_en, mass_ko, money_en, money_ko, percent, percent_ko
from gwanje.answers.signalling_answer import Signal, SignalGroup, Signals
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.gate import require_sources
from gwanje.interfaces.paper.labels import labels
from gwanje.interfaces.paper.monthly_chart import monthly_chart
from gwanje.interfaces.paper.rendering import PageWords, common, noted, numbers, page_template

_CHART = 380.0


def signals_page(answer: Signals, lang: Language, zone: ZoneInfo, twin: str) -> str:
    """The page in one language; `twin` is the file name of the other language."""
    words = PageWords(labels(lang))
    page = page_template("signals.html").render(
        **common(answer, lang, zone, twin, "signals.css"),
        kind=f"{words['signals_title']} · {answer.file}",
        kind_sources=(),
        title=f"{words['signals_title']} · {answer.month:%Y-%m}",
        record=_record(answer, lang, words),
        groups=[_group(group, answer, lang, words) for group in answer.shown],
        numbers=numbers(answer.sources),
        noted=noted(numbers(answer.sources)),
        cited=[source.id for source in answer.sources],
    )
    return require_sources(page, "signals")


def _group(group: SignalGroup, answer: Signals, lang: Language, words: PageWords) -> dict[str, Any]:
    return {
        "rank": group.rank,
        "name": group.names[lang],
        "code": group.item,
        "signals": [_signal(one, answer, lang, words, f"{group.rank}-{at}") for at, one in enumerate(group.signals)],
    }


def _record(answer: Signals, lang: Language, words: PageWords) -> str:
    """The record of the weighting, on the series of the table that are told of."""
    found = answer.record_of()
    said = "" if found is None else f"{found.names[lang]}: {found.record.say(lang)}"
    return said and words["signals_record"].format(n=answer.series_judged, record=said)


def _signal(one: Signal, answer: Signals, lang: Language, words: PageWords, name: str) -> dict[str, Any]:
    structure = one.structure
    told = (
        words["signals_share"].format(
            year=structure.year, value=_share(structure.share_value, lang), mass=_share(structure.share_mass, lang)
        )
        if structure.status == "ok"
        else words["signals_share_not_known"]
    )
    return {
        "partner": one.partner_names[lang],
        "reached": one.reached,
        "fires": answer.scale.index(one.reached) + 2 if one.reached in answer.scale else 1,
        "word": words[f"distress_{one.reached}"] if one.reached else words["distress_none"],
        "stands": words[f"distress_{one.stands}"] if one.stands else words["distress_none"],
        "points": f"{one.points:g}",
        "share": told,
        "signs": [
            {
                "words": words["signals_sign"].format(
                    sign=words[f"sign_{sign.measure}"], found=f"{sign.found:.2f}", at=f"{sign.at:g}"
                ),
                "record": so_far.record.say(lang) if (so_far := answer.record_of(sign.measure)) else "",
            }
            for sign in one.signs
            if sign.points and sign.found is not None
        ],
        "mass": _chart(one, "mass_t", lang, words, f"mass-{name}", 1),
        "value": _chart(one, "value_usd", lang, words, f"value-{name}", 2),
    }


def _chart(one: Signal, column: str, lang: Language, words: PageWords, name: str, series: int) -> Markup:
    months: list[tuple[date, float | None]] = [(point.month, getattr(point, column)) for point in one.series]
    told = _money if column == "value_usd" else _tonnes
    before = months[-13][1] if len(months) > 12 else None
    return monthly_chart(
        months,
        title=words[f"signals_{column}"],
        unit=words["signals_chart_unit"].format(first=f"{months[0][0]:%Y-%m}", last=f"{months[-1][0]:%Y-%m}"),
        last=told(months[-1][1], lang, words),
        before=told(before, lang, words),
        series=series,
        name=name,
        width=_CHART,
    )


def _money(amount: float | None, lang: Language, words: PageWords) -> str:
    if amount is None:
        return words["signals_not_told"]
    return money_ko(amount) if lang == "ko" else money_en(amount)


def _tonnes(amount: float | None, lang: Language, words: PageWords) -> str:
    if amount is None:
        return words["signals_not_told"]
    return mass_ko(amount) if lang == "ko" else mass_en(amount)


def _share(share: float | None, lang: Language) -> str:
    if share is None:
        return "—"
    return percent_ko(share) if lang == "ko" else percent(share)
