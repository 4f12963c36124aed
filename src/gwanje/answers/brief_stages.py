"""The stages of a brief: what trade data say of each, and where they say nothing, what is cited instead."""

from collections.abc import Iterator, Sequence

from gwanje.answers.briefing import CitedFigure, OtherPartners, Partner, Stage, YearOfDependence
from gwanje.answers.depending import measure_each, sources_behind
from gwanje.answers.sentences import QUANTITY, Sentence, money_en, money_ko, percent, percent_ko
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.items import ItemRecord
from gwanje.watch import DependenceAnswer, DependenceYear, Supplier
from gwanje.watch.store import TradeStore

_PARTNERS_SHOWN = 6
_NOT_RANKED = frozenset({"value_below_floor", "yearly_jump"})
_LANGUAGES: tuple[Language, ...] = ("en", "ko")


def stages_of(tower: Tower, items: Sequence[ItemRecord], main: ItemRecord | None, as_of: AsOf) -> tuple[Stage, ...]:
    """One stage per item, in the order of the chain."""
    years = TradeStore(tower.warehouse).years(as_of.known)
    told = measure_each(tower, [item.key for item in items], tower.iso3, as_of, years=years)
    return tuple(
        _stage(tower, item, told[item.key], years, is_main=main is not None and item.key == main.key, as_of=as_of)
        for item in items
    )


def _stage(
    tower: Tower, item: ItemRecord, found: DependenceAnswer, years: Sequence[int], *, is_main: bool, as_of: AsOf
) -> Stage:
    ok = sorted((year for year in found.years if year.status == "ok"), key=lambda year: year.year)
    latest = ok[-1] if ok else None
    position = _position(tower, item)
    behind = tuple(sources_behind(tower, found, as_of)) if found.status == "ok" else ()
    return Stage(
        item=item.key,
        names={"en": item.names.best("en"), "ko": item.names.best("ko")},
        position=item.stage.position if item.stage else "",
        position_names=position,
        codes=tuple(str(code) for code in found.codes),
        is_main=is_main,
        status=found.status,
        reason=_reason(found),
        series=tuple(_year(year) for year in ok),
        supplier=_called(tower, latest.top_by_value if latest else None),
        supplier_mass=_called(tower, latest.top_by_mass if latest else None),
        partners=tuple(_partner(tower, one) for one in latest.suppliers[:_PARTNERS_SHOWN]) if latest else (),
        others=_others(latest) if latest else None,
        world_hhi=latest.hhi_world_exports if latest else None,
        world_reading=latest.market if latest else None,
        flags=latest.flags if latest else (),
        by_code=_by_code(tower, found, latest.year, as_of, behind)
        if latest and len(latest.codes_with_rows) > 1
        else (),
        is_ranked=latest is None or (latest.year == max(years) and not _NOT_RANKED.intersection(latest.flags)),
        cautions=tuple(_cautions(tower, found, latest, max(years), behind)) if latest else (),
        cited=_cited(tower, item, as_of),
        sources=behind,
        name_sources=_name_sources(tower, item),
    )


def _cautions(
    tower: Tower, found: DependenceAnswer, latest: DependenceYear, covered_to: int, behind: tuple[str, ...]
) -> Iterator[Sentence]:
    """Why the shares of the latest year say less than they seem to, each reason in words."""
    if latest.year < covered_to:
        yield Sentence(
            en=f"No import recorded since {latest.year}, in data to {covered_to}; this is not zero.",
            ko=f"{latest.year}년 이후 수입 기록 없음(자료는 {covered_to}년까지). 수입이 0이라는 뜻은 아님.",
        )
    if "value_below_floor" in latest.flags:
        floor = tower.thresholds.value_floor_usd.value
        yield Sentence(
            en=f"Imports under {money_en(floor)}: suppliers are not ranked.",
            ko=f"수입액 {money_ko(floor)} 미만으로 공급국 순위를 매기지 않음.",
            sources=behind,
        )
    if "yearly_jump" in latest.flags:
        factor = tower.thresholds.yearly_jump_factor.value
        yield Sentence(
            en=f"Imports changed {factor:g}-fold or more within a year: perhaps one cargo or another code; "
            "suppliers are not ranked.",
            ko=f"수입액이 1년 사이 {factor:g}배 이상 변동: 한 건의 화물이나 다른 코드일 수 있어 공급국 순위를 매기지 않음.",
        )
    silent = dict.fromkeys(code.digits for code in found.codes if code.digits not in latest.codes_with_rows)
    if silent:
        yield Sentence(en=f"No rows of {', '.join(silent)} that year.", ko=f"그해 {', '.join(silent)} 자료 없음.")
    if "mass_of_different_goods" in latest.flags:
        yield Sentence(en="Tonnes of different codes are added up.", ko="서로 다른 코드의 중량을 합산함.")


def _name_sources(tower: Tower, item: ItemRecord) -> tuple[str, ...]:
    """The sources of an item whose name states a quantity ("over 97%"): a sentence that says the name cites them."""
    if not any(QUANTITY.search(item.names.best(lang)) for lang in _LANGUAGES):
        return ()
    return tuple(source for source in item.sources if source in tower.references.by_id)


def _by_code(
    tower: Tower, found: DependenceAnswer, year: int, as_of: AsOf, behind: tuple[str, ...]
) -> tuple[Sentence, ...]:
    """The same year code by code: a sum of codes can hide that one of them hangs on one supplier."""
    lines = []
    told = measure_each(tower, [str(code) for code in found.codes], tower.iso3, as_of, years=(year,))
    for code in found.codes:
        one = told[str(code)].latest
        if one is None or one.top_by_value is None or one.top_by_value.share_value is None:
            continue
        heavy = one.top_by_mass
        mass = heavy.share_mass if heavy else None
        by_mass_en = f", {_called(tower, heavy)['en']} {percent(mass)} by mass" if mass is not None else ""
        by_mass_ko = f", {_called(tower, heavy)['ko']} 중량 {percent_ko(mass)}" if mass is not None else ""
        lines.append(
            Sentence(
                en=f"{code.digits}: {_called(tower, one.top_by_value)['en']} {percent(one.top_by_value.share_value)} by value{by_mass_en}",
                ko=f"{code.digits}: {_called(tower, one.top_by_value)['ko']} 금액 {percent_ko(one.top_by_value.share_value)}{by_mass_ko}",
                sources=behind,
            )
        )
    return tuple(lines)


def _position(tower: Tower, item: ItemRecord) -> dict[str, str]:
    chain = tower.items.chain(item.key)
    for stage in chain.stages if chain else ():
        if item.key in {one.key for one in stage.items}:
            return {"en": stage.names.best("en"), "ko": stage.names.best("ko")}
    return {"en": "item", "ko": "품목"}


def _called(tower: Tower, supplier: Supplier | None) -> dict[str, str]:
    if supplier is None:
        return {"en": "—", "ko": "—"}
    return {"en": tower.countries.name(supplier.iso3, "en"), "ko": tower.countries.name(supplier.iso3, "ko")}


def _year(year: DependenceYear) -> YearOfDependence:
    top, heavy = year.top_by_value, year.top_by_mass
    return YearOfDependence(
        year=year.year,
        import_value_usd=year.import_value_usd,
        import_mass_t=year.import_mass_t,
        hhi_value=year.hhi_value,
        hhi_mass=year.hhi_mass,
        top_value=top.iso3 if top else None,
        top_share_value=top.share_value if top else None,
        top_mass=heavy.iso3 if heavy else None,
        top_share_mass=heavy.share_mass if heavy else None,
        mass_coverage_value=year.mass_coverage_value,
    )


def _partner(tower: Tower, supplier: Supplier) -> Partner:
    return Partner(
        iso3=supplier.iso3,
        names=_called(tower, supplier),
        share_value=supplier.share_value,
        share_mass=supplier.share_mass,
        flags=supplier.flags,
    )


def _others(year: DependenceYear) -> OtherPartners | None:
    rest = year.suppliers[_PARTNERS_SHOWN:]
    if not rest:
        return None
    values = [one.share_value for one in rest if one.share_value is not None]
    masses = [one.share_mass for one in rest if one.share_mass is not None]
    return OtherPartners(
        count=len(rest), share_value=sum(values) if values else None, share_mass=sum(masses) if masses else None
    )


def _reason(found: DependenceAnswer) -> Sentence:
    if found.status == "ok":
        return Sentence(en="", ko="")
    if found.status == "not_yet_known":
        return Sentence(en="not yet known on that day", ko="그 시점에는 알려지지 않음")
    if not found.codes:
        return Sentence(en="no trade data: it has no code of its own", ko="무역 자료 없음: 고유 코드 없음")
    digits = ", ".join(dict.fromkeys(code.digits for code in found.codes))
    return Sentence(en=f"no trade data (not in the table: {digits})", ko=f"무역 자료 없음(표에 없는 코드: {digits})")


def _cited(tower: Tower, item: ItemRecord, as_of: AsOf) -> tuple[CitedFigure, ...]:
    """Figures of publications that were known by then; unverified ones are never shown as fact."""
    found = []
    for figure in item.cited:
        fact = tower.facts.get(figure.fact)
        if tower.facts.known_of(fact) <= as_of.known and fact.status != "unverified":
            words = Sentence(
                en=f"Cited: {figure.about.best('en')}.", ko=f"인용: {figure.about.best('ko')}.", sources=fact.sources
            )
            found.append(CitedFigure(fact=fact.id, words=words))
    return tuple(found)
