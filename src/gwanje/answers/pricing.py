"""What a dearer import does to the prices of the importer's industries, with quantities fixed."""

import math
from typing import Any

import xarray as xr

from gwanje.answers.answer import AbsenceStatus, Answer, Plain
from gwanje.answers.economies import economy_of, region_called, table_marking, table_sources, why_absent
from gwanje.answers.own_tables import TableChoice
from gwanje.answers.sentences import Sentence, percent, percent_ko
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.instants import AsOf
from gwanje.impact import (
    Economy,
    Group,
    PriceResponse,
    PriceRise,
    consumer_price_effect,
    import_price_response,
    price_response,
)

Json = dict[str, Any]
NONE = Sentence(en="", ko="")


class IndustryPrice(Plain):
    """The price rise of one industry's product, as fractions; absent where the industry has no output."""

    sector: str
    name: str
    price_rise: float | None
    first_order: float | None
    second_order: float | None
    within_country: float | None


class ConsumerPrices(Plain):
    """The rise of what final users pay, or why it cannot be computed."""

    status: AnswerStatus
    reason: Sentence
    rise: float | None = None
    direct: float | None = None
    products_left_out: int = 0


class Prices(Answer):
    """Price rises of an importer's industries, largest first, when some of its imports cost more."""

    kind: str = "exposure"
    status: AbsenceStatus = "ok"
    reason: Sentence = NONE
    headline: Sentence = NONE
    reading: Sentence = NONE
    importer: str
    supplier: str
    sectors: tuple[str, ...]
    rise: float
    pass_through: float
    table_year: int | None = None
    industries: tuple[IndustryPrice, ...] = ()
    consumer_prices: ConsumerPrices | None = None
    notes: tuple[str, ...] = ()

    def rows(self) -> list[Json]:
        """One industry a row."""
        return [{"importer": self.importer, **one.model_dump()} for one in self.industries]


def prices(
    tower: Tower,
    as_of: AsOf,
    *,
    supplier: str,
    sectors: tuple[str, ...],
    rise: float,
    importer: str = "",
    pass_through: float = 1.0,
    table: TableChoice | None = None,
) -> Prices:
    """The price rises of one region's industries when what they buy from another costs a fraction more."""
    asked: Json = {"on": as_of.valid, "known": as_of.known, "country": tower.iso3, "sectors": sectors}
    asked |= {"rise": rise, "pass_through": pass_through}
    absent = None if table else why_absent(tower, as_of)
    if absent is not None:
        names = {"supplier": supplier, "importer": importer or tower.iso3}
        return Prices(**asked, **names, status=absent[0], reason=absent[1], headline=absent[1])
    economy = economy_of(tower, as_of, table)
    seller, buyer = (region_called(tower, economy, name) for name in (supplier, importer or tower.iso3))
    if seller == buyer:
        raise WrongUseError(
            "An import comes from another country",
            expected="a supplier that is not the importer",
            found=f"{seller} for both",
            remedy="Name another supplier with --from",
        )
    one = PriceRise(Group((seller,), sectors or None), Group((buyer,)), rise, pass_through)
    response = price_response(economy, [one])
    industries = _industries(economy, buyer, response, import_price_response(economy, buyer, [one]))
    sources = table_sources(tower, economy)
    cited = tuple(note.id for note in sources)
    return Prices(
        **asked,
        marking=table_marking(tower, economy),
        sources=sources,
        headline=_headline(tower, (seller, buyer), one, industries, cited),
        reading=_READING,
        supplier=seller,
        importer=buyer,
        table_year=economy.year,
        industries=industries,
        consumer_prices=_consumer_prices(economy, response, buyer),
        notes=economy.notes,
    )


_READING = Sentence(
    en="Quantities are fixed: a short-run cost push through unchanged inputs, neither a forecast nor welfare. "
    "Exact and to first order; within the country means that prices elsewhere stay.",
    ko="물량은 고정한다. 투입이 그대로일 때 단기에 비용이 얼마나 밀려 오르는지를 보일 뿐, 전망도 후생 평가도 아니다. "
    "정확해와 1차 근사를 함께 보인다. '국내만'은 다른 나라 가격이 그대로인 경우다.",
)
_NO_DESTINATION = Sentence(
    en="the table has one column of final demand for all users, without destination; load the OECD file with --table",
    ko="이 표의 최종수요는 목적지 구분 없는 한 열이다. OECD 원본 표를 --table로 지정해야 한다",
)


def _industries(
    economy: Economy, region: str, response: PriceResponse, within: xr.DataArray
) -> tuple[IndustryPrice, ...]:
    where = economy.nodes.where(regions=(region,))
    rows = [
        IndustryPrice(
            sector=economy.nodes.labels[at][1],
            name=economy.sector_names.get(economy.nodes.labels[at][1], ""),
            price_rise=_number(response.exact[at]),
            first_order=_number(response.first_order[at]),
            second_order=_number(response.gap[at]),
            within_country=_number(within[place]),
        )
        for place, at in enumerate(where)
    ]
    return tuple(sorted(rows, key=lambda row: (row.price_rise is None, -abs(row.price_rise or 0.0), row.sector)))


def _consumer_prices(economy: Economy, response: PriceResponse, region: str) -> ConsumerPrices:
    if "final_demand_without_destination" in economy.limits:
        return ConsumerPrices(status="not_computable", reason=_NO_DESTINATION)
    found = consumer_price_effect(economy, response, region)
    return ConsumerPrices(
        status="ok", reason=NONE, rise=found.rise, direct=found.direct, products_left_out=found.left_out
    )


def _headline(
    tower: Tower, pair: tuple[str, str], one: PriceRise, industries: tuple[IndustryPrice, ...], cited: tuple[str, ...]
) -> Sentence:
    """The largest rise, after what costs how much more for whom."""
    seller, buyer = ({lang: tower.countries.name(region, lang) for lang in ("en", "ko")} for region in pair)
    sectors = one.suppliers.sectors
    what = (
        ("all industries", "전체 산업")
        if sectors is None
        else (f"industry {' + '.join(sectors)}", f"{'·'.join(sectors)} 산업")
    )
    most = industries[0]
    change = abs(one.rise)
    passed = one.pass_through < 1
    return Sentence(
        en=f"If {buyer['en']} pays {percent(change)} {'more' if one.rise >= 0 else 'less'} for what it buys from {what[0]} in {seller['en']}"
        f"{f', of which {percent(one.pass_through)} is passed on' if passed else ''}, prices of {buyer['en']}'s industries "
        f"{'rise' if one.rise >= 0 else 'fall'} by up to {percent(abs(most.price_rise or 0.0))} ({most.sector}).",
        ko=f"{seller['ko']} {what[1]}에서 {buyer['ko']}에 파는 값이 {percent_ko(change)} {'오르면' if one.rise >= 0 else '내리면'}"
        f"{f'(그중 {percent_ko(one.pass_through)} 전가)' if passed else ''}, {buyer['ko']} 산업의 가격은 최대 "
        f"{percent_ko(abs(most.price_rise or 0.0))}({most.sector}) {'오른다' if one.rise >= 0 else '내린다'}.",
        sources=cited,
    )


def _number(value: Any) -> float | None:
    number = float(value)
    return None if math.isnan(number) else number
