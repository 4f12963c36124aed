"""An exposure in sentences: the product beside the cell, what is at stake, and the assumption that carries it."""

from collections.abc import Sequence
from dataclasses import dataclass

from gwanje.answers.exposing_stages import ExposedStage
from gwanje.answers.sentences import Sentence, money_en, money_ko, with_particle
from gwanje.answers.tower import Tower
from gwanje.impact.exposure_result import Exposure, Hindrance, Range

_NARROW = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences of one exposure speak of: names, years and the sources behind the figures."""

    item: dict[str, str]
    importer: dict[str, str]
    supplier: dict[str, str]
    made_in: dict[str, str]
    trade_year: int
    table_year: int
    sources: tuple[str, ...]


def called(tower: Tower, iso3: str) -> dict[str, str]:
    """A country in both languages."""
    return {"en": tower.countries.name(iso3, "en"), "ko": tower.countries.name(iso3, "ko")}


def share_en(share: float) -> str:
    """A small share in prose: three significant digits, never an exponent."""
    points = share * 100
    return "under 0.0001" + _NARROW + "%" if 0 < points < 1e-4 else f"{float(f'{points:.3g}'):.6g}{_NARROW}%"


def share_ko(share: float) -> str:
    """The same share as Korean offices write it."""
    return share_en(share).replace(_NARROW, "").replace("under 0.0001%", "0.0001% 미만")


def shares_en(shares: Range | None) -> str:
    """One share, or from and to; a dash where it is not computable."""
    if shares is None:
        return "—"
    low, high = shares
    return share_en(high) if low == high else f"{'0' if low == 0 else share_en(low)} to {share_en(high)}"


def shares_ko(shares: Range | None) -> str:
    """The same in Korean."""
    if shares is None:
        return "—"
    low, high = shares
    return share_ko(high) if low == high else f"{'0' if low == 0 else share_ko(low)}~{share_ko(high)}"


def range_en(amounts: Range) -> str:
    """USD from million USD: one amount, or from and to."""
    low, high = amounts
    most = _usd_en(high)
    if low == high:
        return most
    number, _, unit = _usd_en(low).partition(" ")
    same = unit == most.partition(" ")[2]
    return f"{'0' if low == 0 else number if same else _usd_en(low)} to {most}"


def range_ko(amounts: Range) -> str:
    """The same in Korean."""
    low, high = amounts
    start = "0" if low == 0 else money_ko(low * 1e6)
    return money_ko(high * 1e6) if low == high else f"{start}~{money_ko(high * 1e6)}"


def _usd_en(musd: float) -> str:
    return f"{musd / 1e6:.3g} trillion USD" if musd >= 1e6 else money_en(musd * 1e6)


def headline(found: Exposure, told: Told) -> Sentence:
    """The product weight with both amounts and both years; the cell is named as not the exposure."""
    value, weight = found.value or (0.0, 0.0), found.weight or (0.0, 0.0)
    most = ("at most ", "최대 ") if weight[0] != weight[1] else ("", "")
    return Sentence(
        en=f"{told.item['en']} from {told.supplier['en']}: {most[0]}{_usd_en(value[1])} ({told.trade_year}), "
        f"{share_en(weight[1])} of the {_usd_en(found.cell)} that industries of {told.importer['en']} buy from "
        f"{told.made_in['en']} in {told.supplier['en']} ({told.table_year}); that sum is not the exposure.",
        ko=f"{told.supplier['ko']}산 {told.item['ko']}: {most[1]}{money_ko(value[1] * 1e6)}({told.trade_year}년), "
        f"{told.importer['ko']} 산업이 {told.supplier['ko']} {told.made_in['ko']} 산업에서 사는 "
        f"{money_ko(found.cell * 1e6)}({told.table_year}년)의 {share_ko(weight[1])}. 이 총액은 노출액이 아님.",
        sources=told.sources,
    )


def at_stake_words(found: Exposure, told: Told) -> Sentence:
    """Output at stake as a range with the count of what is not known, or why there is none."""
    stake = found.at_stake
    if stake is None:
        return Sentence(
            en="Output at stake: not computable, no using industry is listed; no use of it was read in a source.",
            ko="영향권 생산액: 사용 산업이 기재되지 않아 계산 불가.",
        )
    unknown, count = found.unknown_affected, len(found.users)
    why = (
        (
            f"; affected share unknown for {unknown} of {count} users",
            f". 사용 산업 {count}개 중 {unknown}개의 영향 비율 미상",
        )
        if unknown
        else ("", "")
    )
    return Sentence(
        en=f"Output at stake: {range_en(stake)} a year in {count} using {_plural(count)} "
        f"of {told.importer['en']} ({told.table_year}){why[0]}. An exposure, not a loss.",
        ko=f"영향권 생산액: {told.importer['ko']} 사용 산업 {count}개, 연 {range_ko(stake)}({told.table_year}년){why[1]}. "
        "노출이며 손실이 아님.",
        sources=told.sources,
    )


def allocation_words(found: Exposure, told: Told) -> Sentence:
    """The two ways of spreading the value over the buyers of the cell, each by its name."""
    row, users = found.whole_row, found.users_only
    whole = Sentence(en="", ko="")
    if row is not None and row.weight is not None:
        whole = Sentence(
            en=f"Over the whole row: {shares_en(row.weight)} of {_usd_en(row.cell)}.",
            ko=f"전체 행 기준: {money_ko(row.cell * 1e6)}의 {shares_ko(row.weight)}.",
            sources=told.sources,
        )
    if users is None:
        return whole
    if users.weight is None:
        en, ko = HINDERED[users.hindrance or "cell_zero"]
        return whole.then(
            Sentence(
                en=f"Over the listed users alone ({_usd_en(users.cell)}): not computable; {en}.",
                ko=f"기재된 사용 산업만({money_ko(users.cell * 1e6)}): 계산 불가. {ko}.",
                sources=told.sources,
            )
        )
    return whole.then(
        Sentence(
            en=f"Over the listed users alone: {shares_en(users.weight)} of {_usd_en(users.cell)}.",
            ko=f"기재된 사용 산업만: {money_ko(users.cell * 1e6)}의 {shares_ko(users.weight)}.",
            sources=told.sources,
        )
    )


def _plural(count: int) -> str:
    return "industry" if count == 1 else "industries"


def carried_by(found: Exposure) -> Sentence:
    """The one assumption that carries the figure."""
    if not found.users:
        return Sentence(
            en="Carried by: all buyers of that sum buy the same mix of products.",
            ko="핵심 가정: 그 총액의 모든 구매 산업이 같은 품목 구성을 산다.",
        )
    if found.unknown_affected == len(found.users):
        return Sentence(
            en="Carried by the affected share, which no source gives: from none to all of what these industries make.",
            ko="핵심 가정: 영향 비율. 출처가 없어 사용 산업 생산의 0에서 전부까지로 둠.",
        )
    if found.unknown_affected:
        return Sentence(
            en=f"Carried by the affected share, which no source gives for {found.unknown_affected} of "
            f"{len(found.users)} users: from none to all of what they make.",
            ko=f"핵심 가정: 영향 비율. 사용 산업 {len(found.users)}개 중 {found.unknown_affected}개는 출처가 없어 "
            "생산의 0에서 전부까지로 둠.",
        )
    return Sentence(en="Carried by the cited share of their output that needs it.", ko="핵심 가정: 인용된 영향 비율.")


def assumptions(found: Exposure, told: Told, measure: str = "") -> tuple[Sentence, ...]:
    """What the figures suppose, and what a measure covers where one was named."""
    parts = [
        Sentence(
            en="All users of the cell buy the same mix of products, and all of the import goes to industries.",
            ko="같은 칸의 모든 사용 산업이 같은 품목 구성을 사고, 수입이 모두 산업으로 간다고 가정.",
        ),
        Sentence(
            en=f"The import is of {told.trade_year}, the table of {told.table_year}; prices and patterns of both years "
            "are taken as they are.",
            ko=f"수입은 {told.trade_year}년, 산업연관표는 {told.table_year}년 기준. 두 해의 가격과 구조를 그대로 사용.",
        ),
    ]
    if found.unknown_affected:
        parts.append(
            Sentence(
                en="Affected share unknown: anything from none to all of a user's output; shares that say where a "
                "material goes are not taken for it.",
                ko="영향 비율 미상: 사용 산업 생산의 0에서 전부까지. 용도 비중을 영향 비율로 쓰지 않음.",
            )
        )
    if measure and found.value is not None and found.value[0] != found.value[1]:
        parts.append(
            Sentence(
                en=f"{measure} covers a part of these codes, not known how much: the controlled part is anything from "
                "nothing to all of the value.",
                ko=f"{measure}: 이 품목번호의 일부만 통제하며 크기를 알 수 없음. 통제 대상은 금액의 0에서 전부까지.",
            )
        )
    elif found.value is not None and found.value[0] != found.value[1]:
        parts.append(
            Sentence(
                en="A code holds other goods too: how much of the value is the item is not known, so every share begins "
                "at nothing.",
                ko="품목번호에 다른 물품도 포함: 해당 품목의 금액을 알 수 없어 모든 비중은 0에서 시작.",
            )
        )
    return tuple(parts)


def stage_words(stage: ExposedStage) -> Sentence:
    """One stage: its value and the industry it is counted in, or why it is not counted."""
    en, ko = stage.item.names.best("en"), stage.item.names.best("ko")
    data = stage.imports.sources
    cited = tuple(source for source in stage.item.sources if source not in data)
    if stage.status != "ok" or stage.link is None or stage.value_usd is None:
        return Sentence(en=f"{en}: {stage.reason.en}", ko=f"{ko}: {stage.reason.ko}", sources=cited)
    record, digits = stage.link.record, ", ".join(str(member.code) for member in stage.values)
    silent = ", ".join(str(code) for code in stage.imports.silent)
    missing = (f"; no rows of {silent}", f", {silent} 자료 없음") if silent else ("", "")
    return Sentence(
        en=f"{en}: {money_en(stage.value_usd)} in {stage.imports.year} ({digits}{missing[0]}), made in "
        f"{stage.link.called(record.made_in, 'en')}, ISIC {record.isic}",
        ko=f"{ko}: {stage.imports.year}년 {money_ko(stage.value_usd)}({digits}{missing[1]}), 생산 산업 "
        f"{stage.link.called(record.made_in, 'ko')}, ISIC {record.isic}",
        sources=tuple(dict.fromkeys((*data, *record.sources))),
    )


def whole_year_notes(stages: Sequence[ExposedStage]) -> tuple[Sentence, ...]:
    """That a value is of a whole year that was loaded, and where other stages of the same year are of the slice."""
    whole = [stage for stage in stages if stage.imports.is_whole_year]
    if not whole:
        return ()
    en, ko = (", ".join(stage.item.names.best(lang) for stage in whole) for lang in ("en", "ko"))
    year = whole[0].imports.year
    beside = (
        ("; the other stages are of the embedded slice of that year", ". 다른 단계는 같은 해의 내장 자료에서 읽음")
        if len(whole) < len(stages)
        else ("", "")
    )
    return (
        Sentence(
            en=f"From the whole year {year} of trade that was loaded: {en}{beside[0]}.",
            ko=f"적재된 {year}년 전체 무역 자료에서 읽음: {ko}{beside[1]}.",
            sources=tuple(dict.fromkeys(source for stage in stages for source in stage.imports.sources)),
        ),
    )


def link_notes(stages: Sequence[ExposedStage]) -> tuple[Sentence, ...]:
    """What the links say of themselves, and how many users were assigned rather than named by a source."""
    records = [stage.link.record for stage in stages if stage.link is not None]
    assigned = {user.sector for record in records for user in record.users if user.grade == "assigned"}
    notes = {record.note: record for record in records if record.note}
    told = [Sentence(en=note, ko=record.note_ko or note, sources=record.sources) for note, record in notes.items()]
    if assigned:
        listed = ", ".join(sorted(assigned))
        told.append(
            Sentence(
                en=f"Assigned by the class of the industry; the source names the use, or a wider industry: {listed}.",
                ko=f"출처가 용도나 더 넓은 산업만 밝혀 분류 설명으로 산업을 정함: {listed}.",
                sources=tuple(dict.fromkeys(source for record in records for source in record.sources)),
            )
        )
    return tuple(told)


HINDERED: dict[Hindrance, tuple[str, str]] = {
    "value_missing": ("its import value is missing", "수입액 없음"),
    "no_making_sector": ("no making sector is in the content", "생산 산업이 내용에 없음"),
    "cell_zero": (
        "the table has no flow from the making industry of the supplier to industries of the importer",
        "산업연관표에 해당 공급국 생산 산업에서 수입국 산업으로 가는 거래가 없음",
    ),
    "weight_above_one": (
        "the import is larger than all that the importer's industries buy from the making industry in the table",
        "수입액이 산업연관표에서 그 산업으로부터 사는 총액보다 큼",
    ),
}


def not_computable(why: Sentence, told: tuple[str, str] = ("", "")) -> Sentence:
    """The reason as a sentence of its own; `told` is what it is said of, in both languages."""
    en = f"{told[0]}: not computable" if told[0] else "Not computable"
    ko = f"{told[1]}: 계산 불가" if told[1] else "계산 불가"
    return Sentence(en=f"{en}; {why.en}.", ko=f"{ko}. {why.ko}.", sources=why.sources)


def not_yet_known(why: Sentence, told: tuple[str, str]) -> Sentence:
    """That the data behind it were not public yet, and since when they are."""
    return Sentence(en=f"{told[0]}: {why.en}.", ko=f"{told[1]}: {why.ko}.")


def hindered(found: Exposure, told: Told | None) -> Sentence:
    """Why the kernel could not compute, with both sides where an amount exceeds the cell."""
    en, ko = HINDERED[found.hindrance or "value_missing"]
    return Sentence(en=en, ko=ko, sources=told.sources if told else ())


def missing_region(tower: Tower, iso3: str, count: int, sources: Sequence[str]) -> Sentence:
    """That the table has no such economy, and what would."""
    name = called(tower, iso3)
    return Sentence(
        en=f"{name['en']} is not among the {count} economies of the table; load the OECD file, nothing is spread over them",
        ko=f"{with_particle(name['ko'], '은', '는')} 산업연관표의 {count}개 경제에 없음. OECD 원본을 적재해야 하며 나누어 채우지 않음",
        sources=tuple(sources),
    )
