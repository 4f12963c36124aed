"""What stands beside a proposal so that a person can decide: dependence, signals, restrictions, cover, straits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gwanje.answers.answer import AbsenceStatus
from gwanje.answers.brief_measures import measure_lines, measures_words
from gwanje.answers.depending import measure, sources_behind
from gwanje.answers.level_beside_ships import straits_beside
from gwanje.answers.level_beside_stocks import cover_beside
from gwanje.answers.level_beside_told import Beside
from gwanje.answers.level_figures import Figures, import_figures, items_of, price_figures
from gwanje.answers.monthly_customs import months_if_loaded
from gwanje.answers.sentences import Sentence, percent, percent_ko
from gwanje.answers.signalling import SignalQuestion, signals
from gwanje.answers.signalling_answer import Signals
from gwanje.answers.signalling_structure import Structures
from gwanje.answers.stock_files import StockTable
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch import DependenceYear, Measured, Scheme

_SHOWN = 3


def beside_level(
    tower: Tower, scheme: Scheme, resource: str, as_of: AsOf, stocks: StockTable | None = None
) -> tuple[Beside, ...]:
    """Everything measured of the items of a resource, as known then; `stocks` is a file of one's own. It decides nothing."""
    items = [item for item in items_of(scheme, resource) if item in tower.items]
    return tuple(one for item in items for one in _of_item(tower, item, as_of, stocks))


def _of_item(tower: Tower, item: str, as_of: AsOf, stocks: StockTable | None) -> Iterator[Beside]:
    yield _dependence(tower, item, as_of)
    yield _figures("imports", item, import_figures(tower, item, as_of))
    yield _figures("price", item, price_figures(tower, item, as_of))
    yield _signals(tower, item, as_of)
    yield _restrictions(tower, item, as_of)
    yield cover_beside(tower, item, as_of, stocks)
    yield from straits_beside(tower, item, as_of)


def _dependence(tower: Tower, item: str, as_of: AsOf) -> Beside:
    found = measure(tower, item, tower.iso3, as_of)
    year = found.latest
    if year is None:
        why = f" ({found.reason})" if found.reason else ""
        words = Sentence(en=f"dependence not seen: no data{why}", ko="의존도 보이지 않음(자료 없음)")
        return Beside(item=item, kind="dependence", status=_absence(found.status), words=words)
    leaders = [("value", year.top_by_value), ("mass", year.top_by_mass)]
    told = {f"share_{kind}": one.share_value if kind == "value" else one.share_mass for kind, one in leaders if one}
    told_names = {f"supplier_{kind}": one.iso3 for kind, one in leaders if one}
    return Beside(
        item=item,
        kind="dependence",
        status="ok",
        period=str(year.year),
        figures=({"year": year.year, **told_names, **told},),
        words=_leaders(tower, year, tuple(sources_behind(tower, found, as_of))),
    )


def _leaders(tower: Tower, year: DependenceYear, sources: tuple[str, ...]) -> Sentence:
    value, mass = year.top_by_value, year.top_by_mass
    parts = []
    if value is not None and value.share_value is not None:
        share = value.share_value
        parts.append(
            (
                f"{_name(tower, value.iso3, 'en')} {percent(share)} by value",
                f"{_name(tower, value.iso3, 'ko')} 금액 {percent_ko(share)}",
            )
        )
    if mass is not None and mass.share_mass is not None:
        share = mass.share_mass
        parts.append(
            (
                f"{_name(tower, mass.iso3, 'en')} {percent(share)} by mass",
                f"{_name(tower, mass.iso3, 'ko')} 중량 {percent_ko(share)}",
            )
        )
    else:
        parts.append(("mass not reported", "중량 미상"))
    return Sentence(
        en=f"leading supplier {year.year}: {', '.join(en for en, _ in parts)}",
        ko=f"{year.year}년 최대 공급국: {', '.join(ko for _, ko in parts)}",
        sources=sources,
    )


def _name(tower: Tower, iso3: str, lang: Any) -> str:
    return tower.countries.name(iso3, lang)


def _absence(status: str) -> AbsenceStatus:
    return "not_yet_known" if status == "not_yet_known" else "no_data" if status == "no_data" else "not_computable"


def _figures(kind: str, item: str, found: Figures) -> Beside:
    if not found.found:
        absent = found.absent
        en, ko = (absent.en, absent.ko) if absent is not None else ("not seen: no data", "보이지 않음(자료 없음)")
        return Beside(item=item, kind=kind, status="no_data", words=Sentence(en=en, ko=ko))
    return Beside(
        item=item,
        kind=kind,
        status="ok",
        period=found.found[0].period,
        figures=tuple(one.as_answer() for one in found.found),
        words=changes_words(found.found, found.sources),
    )


def changes_words(found: tuple[Measured, ...], sources: tuple[str, ...]) -> Sentence:
    """Changes in words: how much, in which period, against what."""
    en = "; ".join(f"{one.basis.en}: {_signed(one.value)}" for one in found)
    ko = "; ".join(f"{one.basis.ko}: {_signed_ko(one.value)}" for one in found)
    return Sentence(en=f"{found[0].period}: {en}", ko=f"{found[0].period}: {ko}", sources=sources)


def _signed(value: float) -> str:
    return f"{'+' if value >= 0 else '−'}{percent(abs(value))}"


def _signed_ko(value: float) -> str:
    return f"{'+' if value >= 0 else '−'}{percent_ko(abs(value))}"


def _signals(tower: Tower, item: str, as_of: AsOf) -> Beside:
    """The signals of the newest month of customs figures that were loaded and known on the day, and not later."""
    as_of = AsOf(as_of.valid, min(as_of.valid, as_of.known))
    table = months_if_loaded(tower, as_of)
    if table is None or "indicators/distress.yaml" not in tower.indicator_texts:
        words = Sentence(
            en="signals not seen: no month of customs figures is loaded that was known then (gwanje data load)",
            ko="신호 보이지 않음: 그 시점에 알려진 월별 통관 자료 없음(gwanje data load)",
        )
        return Beside(item=item, kind="signals", status="no_data", words=words)
    structures = Structures(tower, as_of, as_of.valid.date())
    if not any(item in structures.items_of(key.item) for key in table.history.keys):
        words = Sentence(
            en="signals not seen: none of the customs figures that are loaded is of it",
            ko="신호 보이지 않음: 적재된 통관 자료에 이 품목 없음",
        )
        return Beside(item=item, kind="signals", status="no_data", words=words)
    found = signals(tower, as_of, table, SignalQuestion(item=item))
    told = [one for group in found.shown for one in group.signals]
    period = f"{found.month:%Y-%m}"
    if not told:
        words = Sentence(
            en=f"{period}: no signal on it (of all items {found.scored} series scored, {found.unscored} not)",
            ko=f"{period}: 해당 신호 없음(전 품목 산출 {found.scored}개 계열, 미산출 {found.unscored}개)",
            sources=table.sources,
        )
        return Beside(item=item, kind="signals", status="none", period=period, words=words)
    return Beside(
        item=item,
        kind="signals",
        status="ok",
        period=period,
        figures=tuple(
            {"partner": one.partner, "points": one.points, "reached": one.reached, "stands": one.stands} for one in told
        ),
        words=_signals_words(found, period, table.sources),
    )


def _signals_words(found: Signals, period: str, sources: tuple[str, ...]) -> Sentence:
    told = [one for group in found.shown for one in group.signals]
    more = (f" and {len(told) - _SHOWN} more", f" 외 {len(told) - _SHOWN}건") if len(told) > _SHOWN else ("", "")
    en = ", ".join(f"{one.partner_names['en']} {one.reached or one.stands}" for one in told[:_SHOWN])
    ko = ", ".join(f"{one.partner_names['ko']} {_LEVEL_KO[one.reached or one.stands]}" for one in told[:_SHOWN])
    return Sentence(
        en=f"{period}: signals by the tower's own scale: {en}{more[0]}",
        ko=f"{period}: 자체 척도의 신호: {ko}{more[1]}",
        sources=sources,
    )


_LEVEL_KO = {"attention": "관심", "caution": "주의", "alert": "경계", "serious": "심각", "": "–"}


def _restrictions(tower: Tower, item: str, as_of: AsOf) -> Beside:
    lines = measure_lines(tower, [item], as_of)
    told = tuple({"id": one.id, "state": one.state, "words": one.state_words.model_dump()} for one in lines)
    named = [one for one in lines if one.state in {"in_force", "in_force_in_part"}][:_SHOWN]
    words = measures_words(lines)
    if named:
        listed = ", ".join(one.id for one in named)
        words = Sentence(en=f"{words.en} ({listed})", ko=f"{words.ko}({listed})", sources=words.sources)
    day = as_of.valid.astimezone(tower.zone).date().isoformat()
    return Beside(
        item=item, kind="restrictions", status="ok" if lines else "none", period=day, figures=told, words=words
    )
