"""What suppliers no longer sell when a flow between industries falls away: lost sales, never what hangs on the import."""

import math
from typing import Any

from gwanje.answers.amounts_in_words import amount_en, amount_ko
from gwanje.answers.answer import AbsenceStatus, Answer, Plain
from gwanje.answers.economies import economy_of, region_called, table_marking, table_sources, why_absent
from gwanje.answers.own_tables import TableChoice
from gwanje.answers.sentences import Sentence, percent, percent_ko
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.impact import Economy, Group, LostSales, extract_flow

Json = dict[str, Any]
NONE = Sentence(en="", ko="")
INDUSTRIES_NAMED = 20
LANGUAGES: tuple[Language, ...] = ("en", "ko")


class RegionLoss(Plain):
    """One region's part of the lost sales; a share of output is absent where the region has none."""

    region: str
    names: dict[str, str]
    lost_sales: float
    share_of_loss: float | None
    share_of_output: float | None


class IndustryLoss(Plain):
    """One industry's part of the lost sales."""

    region: str
    sector: str
    name: str
    lost_sales: float
    share_of_output: float | None


class Extraction(Answer):
    """The supplier's lost sales by region, largest first; amounts of a year in the unit of the table."""

    kind: str = "exposure"
    status: AbsenceStatus = "ok"
    reason: Sentence = NONE
    headline: Sentence = NONE
    reading: Sentence = NONE
    supplier: str
    sectors: tuple[str, ...]
    user: str
    user_sectors: tuple[str, ...]
    share: float
    table_year: int | None = None
    unit: str = ""
    flow_cut: float | None = None
    lost_sales: float | None = None
    regions: tuple[RegionLoss, ...] = ()
    industries: tuple[IndustryLoss, ...] = ()
    notes: tuple[str, ...] = ()

    def rows(self) -> list[Json]:
        """One region a row."""
        return [
            {
                "region": one.region,
                "lost_sales": one.lost_sales,
                "unit": self.unit,
                "share_of_loss": one.share_of_loss,
                "share_of_output": one.share_of_output,
            }
            for one in self.regions
        ]


def extraction(
    tower: Tower,
    as_of: AsOf,
    *,
    supplier: str,
    sectors: tuple[str, ...] = (),
    user: str = "",
    user_sectors: tuple[str, ...] = (),
    share: float = 1.0,
    table: TableChoice | None = None,
) -> Extraction:
    """The sales lost when industries of one region buy a share less from industries of another."""
    asked: Json = {
        "on": as_of.valid,
        "known": as_of.known,
        "country": tower.iso3,
        "sectors": sectors,
        "user_sectors": user_sectors,
        "share": share,
    }
    absent = None if table else why_absent(tower, as_of)
    if absent is not None:
        names = {"supplier": supplier, "user": user or tower.iso3}
        return Extraction(**asked, **names, status=absent[0], reason=absent[1], headline=absent[1])
    economy = economy_of(tower, as_of, table)
    seller, buyer = (region_called(tower, economy, name) for name in (supplier, user or tower.iso3))
    suppliers, users = Group((seller,), sectors or None), Group((buyer,), user_sectors or None)
    found = extract_flow(economy, suppliers, users, share=share)
    sources = table_sources(tower, economy)
    cited = tuple(one.id for one in sources)
    return Extraction(
        **asked,
        marking=table_marking(tower, economy),
        sources=sources,
        headline=_headline(tower, economy, found, (suppliers, users), share, cited),
        reading=_READING,
        supplier=seller,
        user=buyer,
        table_year=economy.year,
        unit=economy.unit,
        flow_cut=found.cut,
        lost_sales=found.total,
        regions=_regions(tower, economy, found),
        industries=_industries(economy, found),
        notes=economy.notes,
    )


_READING = Sentence(
    en="Orders fall away, so these are sales that the supplier and its own suppliers lose; the users go on producing. "
    "It is not what hangs on the import; for that: gwanje impact exposure.",
    ko="주문이 사라지는 계산이므로, 공급자와 그 공급자에게 납품하는 산업이 잃는 판매액이다. 사용 산업은 그대로 생산한다. "
    "이 수입에 걸린 금액이 아니다. 그 금액은 gwanje impact exposure로 구한다.",
)


def _headline(
    tower: Tower, economy: Economy, found: LostSales, pair: tuple[Group, Group], share: float, cited: tuple[str, ...]
) -> Sentence:
    """The lost sales, how much of them at home and with the user, and the flow that falls away."""
    suppliers, users = pair
    seller, buyer = (group.regions[0] if group.regions else "" for group in pair)
    parts = {one: _number(found.region_share.sel(region=one)) or 0.0 for one in (seller, buyer)}
    name = {one: {lang: tower.countries.name(one, lang) for lang in LANGUAGES} for one in (seller, buyer)}
    rows, columns = (group.positions(economy.nodes) for group in pair)
    loss, flow = found.total, float(economy.intermediate[rows][:, columns].sum())
    with_user = ("", "")
    if buyer != seller:
        with_user = (
            f" and {percent(parts[buyer])} in {name[buyer]['en']}",
            f", {name[buyer]['ko']} {percent_ko(parts[buyer])}",
        )
    year = {"en": f" ({economy.year})", "ko": f"({economy.year}년)"} if economy.year else {"en": "", "ko": ""}
    return Sentence(
        en=f"Supplier's lost sales: {amount_en(loss, economy.unit)} of gross output a year, {percent(parts[seller])} of it in "
        f"{name[seller]['en']}{with_user[0]}, when {percent(share)} falls away of the "
        f"{amount_en(flow, economy.unit)}{year['en']} that {_industries_en(users)} in {name[buyer]['en']} buy from "
        f"{_industries_en(suppliers)} in {name[seller]['en']}.",
        ko=f"공급자의 판매 손실: 연간 총산출 {amount_ko(loss, economy.unit)}, 그중 {name[seller]['ko']} {percent_ko(parts[seller])}{with_user[1]}. "
        f"{name[buyer]['ko']} {_industries_ko(users)}이 {name[seller]['ko']} "
        f"{_industries_ko(suppliers)}에서 사는 {amount_ko(flow, economy.unit)}{year['ko']} 가운데 {percent_ko(share)}가 끊기는 경우.",
        sources=cited,
    )


def _industries_en(group: Group) -> str:
    return "all industries" if group.sectors is None else f"industry {' + '.join(group.sectors)}"


def _industries_ko(group: Group) -> str:
    return "전체 산업" if group.sectors is None else f"{'·'.join(group.sectors)} 산업"


def _regions(tower: Tower, economy: Economy, found: LostSales) -> tuple[RegionLoss, ...]:
    rows = [
        RegionLoss(
            region=region,
            names={"en": tower.countries.name(region, "en"), "ko": tower.countries.name(region, "ko")},
            lost_sales=float(found.by_region[at]),
            share_of_loss=_number(found.region_share[at]),
            share_of_output=_number(found.region_share_of_output[at]),
        )
        for at, region in enumerate(economy.nodes.regions)
        if _number(found.by_region[at]) is not None
    ]
    return tuple(sorted(rows, key=lambda row: (-row.lost_sales, row.region)))


def _industries(economy: Economy, found: LostSales) -> tuple[IndustryLoss, ...]:
    losses = [(_number(value) or 0.0, at) for at, value in enumerate(found.loss)]
    largest = sorted(((loss, at) for loss, at in losses if loss > 0), key=lambda one: (-one[0], one[1]))
    return tuple(
        IndustryLoss(
            region=economy.nodes.labels[at][0],
            sector=economy.nodes.labels[at][1],
            name=economy.sector_names.get(economy.nodes.labels[at][1], ""),
            lost_sales=loss,
            share_of_output=_number(found.share_of_output[at]),
        )
        for loss, at in largest[:INDUSTRIES_NAMED]
    )


def _number(value: Any) -> float | None:
    number = float(value)
    return None if math.isnan(number) else number
