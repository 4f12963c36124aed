"""Shocks to prices in sentences: who pays more for what, by which act, and what the numbers are and are not."""

from collections.abc import Sequence

from gwanje.answers.price_effects_answer import IndustryPriceRange, Span
from gwanje.answers.price_rises import ShockRise
from gwanje.answers.sentences import Sentence
from gwanje.answers.simulating_amounts import amount_said, range_said
from gwanje.answers.simulating_chain import sector_names
from gwanje.answers.tower import Tower
from gwanje.foundation.names import Language
from gwanje.impact import Economy
from gwanje.impact.scenarios import PriceJump, ScenarioRecord

SMALLEST = 5e-6
"""A rise below a thousandth of a percent is not told as a number."""
NARROW = "\N{NO-BREAK SPACE}"
NOTHING = Sentence(en="", ko="")
NO_DEMAND = Sentence(
    en="How much less is bought at the higher price is not told: no elasticity is given, and none is invented "
    "(gwanje impact tariffs --trade takes your own trade table and elasticities).",
    ko="값이 올라 구매가 얼마나 줄지는 제시하지 않음: 탄력성이 주어지지 않았고 임의로 정하지 않음"
    "(gwanje impact tariffs --trade에 교역표와 탄력성을 직접 지정).",
)
NOT_ADDED = Sentence(
    en="Two parts stand beside each other and are not added: the simulation holds prices fixed, the price effect holds "
    "quantities fixed.",
    ko="두 부분은 나란히 제시하며 합산하지 않음: 모의 계산은 가격을, 가격 영향은 물량을 고정한 결과.",
)


def change_said(span: Span, lang: Language) -> str:
    """A change of a price in percent: one number, or from and to; too small is said so."""
    sign = "%" if lang == "ko" else f"{NARROW}%"
    low, high = (_points(one) for one in (span.low, span.high))
    if max(abs(span.low), abs(span.high)) < SMALLEST and (span.low, span.high) != (0.0, 0.0):
        return f"0.001{sign} 미만" if lang == "ko" else f"under 0.001{sign}"
    if low == high:
        return f"{high}{sign}"
    return f"{low}~{high}{sign}" if lang == "ko" else f"{low} to {high}{sign}"


def _points(share: float) -> str:
    rounded = float(f"{100 * share:.3g}")
    return f"{rounded:g}" if abs(share) >= SMALLEST else "0"


def bill_said(span: Span, lang: Language) -> str:
    """What is paid more in M USD; less where it is below zero."""
    low, high = (amount_said(abs(one), lang) for one in (span.low, span.high))
    more, less = (" more", " less") if lang == "en" else (" 추가 부담", " 절감")
    if span.low < 0 < span.high:
        return f"{low}{less} to {high}{more}" if lang == "en" else f"{low}{less}에서 {high}{more}까지"
    if span.high <= 0 and span.low < 0:
        return f"{_amounts(Span(low=-span.high, middle=-span.middle, high=-span.low), lang)}{less}"
    return f"{_amounts(span, lang)}{more}"


def _amounts(span: Span, lang: Language) -> str:
    if span.low == span.high:
        return amount_said(span.high, lang)
    if span.low == 0:
        most = amount_said(span.high, lang)
        return f"up to {most}" if lang == "en" else f"최대 {most}"
    return range_said(span.low, span.high, lang)


def headline(
    record: ScenarioRecord, place: dict[str, str], industries: Sequence[IndustryPriceRange], sources: Sequence[str]
) -> Sentence:
    """The largest change of a price among the importer's industries."""
    first = industries[0]
    falls = abs(first.price_rise.low) > abs(first.price_rise.high)
    most = abs(first.price_rise.low if falls else first.price_rise.high)
    told = {lang: change_said(Span(low=most, middle=most, high=most), lang) for lang in _LANGUAGES}
    if most < SMALLEST:
        return Sentence(
            en=f"{record.names.best('en')}: with quantities fixed, no price of {place['en']}'s industries changes by "
            "a measurable amount. A cost push, not a forecast and not a loss of output.",
            ko=f"{record.names.best('ko')}: 물량 고정 시 {place['ko']} 산업에 측정될 만한 가격 변동 없음. 비용 전가 계산이며 예측도 "
            "생산 손실도 아님.",
        )
    en, ko = ("fall", "하락") if falls else ("rise", "상승")
    if first.price_rise.low < 0 < first.price_rise.high:
        told = {lang: change_said(first.price_rise, lang) for lang in _LANGUAGES}
        return Sentence(
            en=f"{record.names.best('en')}: with quantities fixed, prices of {place['en']}'s industries change by at most "
            f"{told['en']} ({first.names['en']}). A cost push, not a forecast and not a loss of output.",
            ko=f"{record.names.best('ko')}: 물량 고정 시 {place['ko']} 산업의 가격 변동은 최대 {told['ko']}({first.names['ko']}). "
            "비용 전가 계산이며 예측도 생산 손실도 아님.",
            sources=tuple(sources),
        )
    return Sentence(
        en=f"{record.names.best('en')}: with quantities fixed, prices of {place['en']}'s industries {en} by up to "
        f"{told['en']} ({first.names['en']}). A cost push, not a forecast and not a loss of output.",
        ko=f"{record.names.best('ko')}: 물량 고정 시 {place['ko']} 산업의 가격은 최대 {told['ko']} {ko}({first.names['ko']}). "
        "비용 전가 계산이며 예측도 생산 손실도 아님.",
        sources=tuple(sources),
    )


def nothing(record: ScenarioRecord) -> Sentence:
    """That no shock has all that the price model needs."""
    return Sentence(
        en=f"{record.names.best('en')}: what it does to prices is not computable; what is missing stands below.",
        ko=f"{record.names.best('ko')}: 가격 영향 계산 불가. 빠진 자료는 아래와 같음.",
    )


def reading(shocks: Sequence[ShockRise]) -> Sentence:
    """What kind of statement the rises are."""
    full = bool(shocks) and all(one.shock.pass_through.low == 1 for one in shocks)
    bound = (
        (" Full pass-through: an upper bound of the push.", " 전액 전가를 가정한 상한.")
        if full
        else (" The part passed on is as the scenario says.", " 전가 비율은 시나리오의 값.")
    )
    return Sentence(
        en="Price rises are an exposure through unchanged inputs (Leontief price model), from the least to the most of the "
        f"scenario's ranges: through own imports, then in all.{bound[0]} What is paid more at unchanged quantities is an identity.",
        ko="가격 상승은 투입이 그대로일 때의 노출(레온티예프 가격모형)이며 시나리오 범위의 최소에서 최대까지 제시: 자체 수입분, 전체 순."
        f"{bound[1]} 물량이 그대로일 때 더 내는 금액은 항등식.",
    )


def consumer(place: dict[str, str], rise: Span | None, sources: Sequence[str]) -> Sentence:
    """What final users pay more, or why that is not computable."""
    if rise is None:
        return Sentence(
            en=f"What {place['en']}'s final users pay more is not computable: the table has one column of final demand, without "
            "destination; load the OECD file with --table.",
            ko=f"{place['ko']} 최종소비자 부담은 계산 불가: 표의 최종수요는 목적지 구분 없는 한 열. OECD 원본 표를 --table로 지정.",
        )
    return Sentence(
        en=f"{place['en']}'s final users pay {change_said(rise, 'en')} more for what they bought.",
        ko=f"{place['ko']} 최종소비자는 같은 물품에 {change_said(rise, 'ko')} 더 지불.",
        sources=tuple(sources),
    )


def shock_words(
    tower: Tower, record: ScenarioRecord, one: ShockRise, bill: Span, economy: Economy, sources: Sequence[str]
) -> Sentence:
    """One shock: who pays how much more for what, and what that is at unchanged quantities."""
    sellers = {lang: ", ".join(tower.countries.name(iso3, lang) for iso3 in one.shock.suppliers) for lang in _LANGUAGES}
    payer = {lang: tower.countries.name(one.payer, lang) for lang in _LANGUAGES}
    goods, rise = _goods(tower, one, economy), _rise(one)
    covered = _covered(one)
    year = f" ({economy.year})" if economy.year else ""
    flow = {lang: amount_said(one.flow_musd, lang) for lang in _LANGUAGES}
    extra = {lang: bill_said(bill, lang) for lang in _LANGUAGES}
    number = (
        {"en": f"Shock {one.at + 1}: ", "ko": f"충격 {one.at + 1}: "}
        if len(record.shocks) > 1
        else {"en": "", "ko": ""}
    )
    return Sentence(
        en=f"{number['en']}{goods['en']} from {sellers['en']} for {payer['en']}'s industries: {rise['en']}{covered['en']}. They buy "
        f"{flow['en']} a year of the industries it stands in{year}; at unchanged quantities they pay {extra['en']} over the shock.",
        ko=f"{number['ko']}{payer['ko']} 산업이 사는 {sellers['ko']}산 {goods['ko']}: {rise['ko']}{covered['ko']}. 해당 산업 전체 "
        f"구입액은 연 {flow['ko']}{f'({economy.year}년)' if economy.year else ''}, 물량이 그대로면 충격 기간에 {extra['ko']}.",
        sources=tuple(sources),
    )


def _goods(tower: Tower, one: ShockRise, economy: Economy) -> dict[str, str]:
    """What becomes dearer: items, a tariff line, or whole industries."""
    shock = one.shock
    if isinstance(shock, PriceJump) and shock.items:
        names = [tower.items.find(key).names for key in shock.items]
        return {lang: ", ".join(each.best(lang) for each in names) for lang in _LANGUAGES}
    sectors = [sector_names(tower, sector, economy.sector_names) for sector in shock.sectors]
    called: dict[str, str] = {lang: ", ".join(each[lang] for each in sectors) for lang in _LANGUAGES}
    if not isinstance(shock, PriceJump) and shock.line:
        return {lang: f"{shock.line} ({called[lang]})" for lang in _LANGUAGES}
    return called


def _rise(one: ShockRise) -> dict[str, str]:
    shock = one.shock
    passed = {lang: _passed(one, lang) for lang in _LANGUAGES}
    if isinstance(shock, PriceJump):
        rise = Span(low=shock.rise.low, middle=shock.rise.middle, high=shock.rise.high)
        told: dict[str, str] = {lang: change_said(rise, lang) for lang in _LANGUAGES}
        en, ko = f"{told['en']} more", f"{told['ko']} 상승"
        if rise.low < 0:
            en, ko = f"a change of {told['en']}", f"{told['ko']} 변동"
        return {"en": f"{en}{passed['en']}", "ko": f"{ko}{passed['ko']}"}
    before, after = one.rates or (Span(low=0, middle=0, high=0),) * 2
    by = {"en": f" by {shock.basis}", "ko": f"(근거: {shock.basis})"} if shock.basis else _days(shock.rate_on)
    return {
        "en": f"a duty of {change_said(after, 'en')} instead of {change_said(before, 'en')}{by['en']}{passed['en']}",
        "ko": f"관세 {change_said(before, 'ko')}에서 {change_said(after, 'ko')}로{by['ko']}{passed['ko']}",
    }


def _days(days: Sequence[object] | None) -> dict[str, str]:
    first, second = days or ("", "")
    return {"en": f" ({first} against {second})", "ko": f"({first}과 {second} 비교)"}


def _passed(one: ShockRise, lang: Language) -> str:
    given = one.shock.pass_through
    if given.low == 1:
        return ", passed on in full" if lang == "en" else ", 전액 전가"
    share = change_said(Span(low=given.low, middle=given.middle, high=given.high), lang)
    return f", of which {share} is passed on" if lang == "en" else f", 그중 {share} 전가"


def _covered(one: ShockRise) -> dict[str, str]:
    """Which part of the cells it concerns; items are weighed by their own value."""
    given = one.shock.covered
    if given.low == 1 and not (isinstance(one.shock, PriceJump) and one.shock.items):
        return {"en": "", "ko": ""}
    if isinstance(one.shock, PriceJump) and one.shock.items:
        return {"en": ", weighed by their own import value", "ko": ", 품목 수입액 비중만 반영"}
    part = Span(low=given.low, middle=given.middle, high=given.high)
    return {
        "en": f", on {change_said(part, 'en')} of what they buy there",
        "ko": f", 구입액의 {change_said(part, 'ko')}에 해당",
    }


def acts(one: ShockRise) -> tuple[Sentence, ...]:
    """The acts behind a recorded duty, before and after; an assumed duty names what it would rest on."""
    if not one.acts[0] and not one.acts[1]:
        return ()
    first, second = one.shock.rate_on if not isinstance(one.shock, PriceJump) and one.shock.rate_on else ("", "")
    told = []
    for day, rows in ((first, one.acts[0]), (second, one.acts[1])):
        told += [Sentence(en=f"On {day}: {row.en}", ko=f"{day}: {row.ko}", sources=row.sources) for row in rows]
    return tuple(told)


_LANGUAGES: tuple[Language, ...] = ("en", "ko")
