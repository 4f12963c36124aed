"""The quantities of a scenario in words: what each is called, its range with its unit, and who says so."""

from collections.abc import Mapping

from gwanje.answers.assumption_told import AssumptionTold
from gwanje.answers.sentences import Sentence, percent, percent_ko
from gwanje.answers.simulating_amounts import amount_said, range_said
from gwanje.answers.tower import Tower
from gwanje.foundation.names import Language
from gwanje.impact.scenarios import Assumption, ScenarioRecord
from gwanje.impact.scenarios.records import PriceShock

QUANTITIES = {
    "days": ("length of the disturbance", "차질 기간"),
    "share": ("capacity lost", "생산능력 손실 비율"),
    "open_share": ("supply that still comes", "공급 유지 비율"),
    "covered": ("part of the flow that is restricted", "제한되는 물량의 비율"),
    "moving_orders": ("lost orders that others take over", "다른 공급국으로 옮기는 주문 비율"),
    "affected": ("share of the users' output that needs it", "사용 산업 생산 중 이 품목이 필요한 비율"),
    "essentiality": ("how far that output stops without it", "품목이 없을 때 그 생산이 멈추는 정도"),
    "cover_days": ("cover at the users", "사용 기업 재고 일수"),
    "supplier_share": ("the supplier's share of supply", "공급국 비중"),
    "value_musd": ("value of the imports", "수입액"),
    "switching.most": ("supply that others can add", "다른 공급국의 추가 공급 여력"),
    "switching.lead_days": ("time until others deliver more", "대체 공급 개시까지"),
    "substitution.most": ("use that a substitute can take", "대체재로 전환 가능한 비율"),
    "substitution.lead_days": ("time until a substitute is used", "대체재 전환까지"),
    "release.share": ("release of public stocks, of normal use", "비축 방출(평시 사용량 대비)"),
    "psi": (
        "stock at which production is first held back, of its target",
        "생산이 제약되기 시작하는 재고 수준(목표 대비)",
    ),
    "inventory_days": ("stock of ordinary inputs", "일반 투입재 재고"),
    "inventory_restoration_tau": ("time to restore stocks", "재고 회복 기간"),
    "overproduction_max": ("highest overproduction, of normal", "최대 초과생산(평시 대비)"),
    "overproduction_tau": ("time to reach overproduction", "초과생산 도달 기간"),
    "rebuild.capital_musd": ("capital that is rebuilt", "복구할 자본"),
    "rise": ("rise of the price", "가격 상승률"),
    "rate_before": ("duty before", "이전 관세율"),
    "rate": ("duty after", "이후 관세율"),
    "pass_through": ("part of the rise that reaches the users", "구매자에게 전가되는 비율"),
}
OF_PRICES = {"covered": ("part of what is bought that becomes dearer", "구입액 중 값이 오르는 비율")}
CHANGES = frozenset({"rise", "rate_before", "rate"})
DAYS = frozenset(
    {
        *("days", "cover_days", "switching.lead_days", "substitution.lead_days", "inventory_days"),
        *("inventory_restoration_tau", "overproduction_tau"),
    }
)
ORIGINS = {
    "cited": ("cited", "출처 있음"),
    "assumed": ("assumption without a source", "출처 없는 가정"),
    "unknown": ("not known; run from none to all", "미상: 전무에서 전부까지 계산"),
}


def assumption_told(
    tower: Tower, record: ScenarioRecord, one: Assumption, *, swing_musd: float | None = None, carries: bool = False
) -> AssumptionTold:
    """One quantity as an answer tells it, with how far it moves the result where that was run."""
    return AssumptionTold(
        name=one.name,
        names=quantity_names(tower, record, one.name),
        span=dict(span_said(one)),
        note={"en": one.note, "ko": one.note_ko or one.note},
        words=assumption_words(tower, record, one),
        low=one.low,
        high=one.high,
        origin=one.origin,
        sources=one.sources or (record.id,),
        swing_musd=swing_musd,
        carries=carries,
    )


def assumption_words(tower: Tower, record: ScenarioRecord, one: Assumption) -> Sentence:
    """One quantity in words: what, its range, who says so."""
    names, span = quantity_names(tower, record, one.name), span_said(one)
    origin = ORIGINS[one.origin]
    note, note_ko = (f"; {one.note}" if one.note else ""), (f"; {one.note_ko or one.note}" if one.note else "")
    return Sentence(
        en=f"{sentence_start(names['en'])}: {span['en']} ({origin[0]}{note}).",
        ko=f"{names['ko']}: {span['ko']}({origin[1]}{note_ko}).",
        sources=one.sources or (record.id,),
    )


def sentence_start(words: str) -> str:
    """The first letter large."""
    return words[:1].upper() + words[1:]


def quantity(name: str) -> str:
    """Which kind of quantity a name speaks of: `shocks.0.cover_days` of cover_days."""
    place, _, rest = name.partition(".")
    if place != "shocks":
        return rest
    about = rest.partition(".")[2]
    head, _, _ = about.partition(".")
    return head if head in ("supplier_share", "value_musd") else about


def quantity_names(tower: Tower, record: ScenarioRecord, name: str) -> dict[str, str]:
    """What a quantity is called, with its item where it belongs to one, and its shock where there are several."""
    kind = quantity(name)
    place, _, rest = name.partition(".")
    if place != "shocks":
        en, ko = QUANTITIES[kind]
        return {"en": en, "ko": ko}
    number, _, about = rest.partition(".")
    is_price = isinstance(record.shocks[int(number)], PriceShock)
    en, ko = OF_PRICES[kind] if is_price and kind in OF_PRICES else QUANTITIES[kind]
    head, _, item = about.partition(".")
    if head in ("supplier_share", "value_musd"):
        called = tower.items.find(item).names
        return {"en": f"{en} ({called.best('en')})", "ko": f"{ko}({called.best('ko')})"}
    if len(record.shocks) == 1:
        return {"en": en, "ko": ko}
    return {"en": f"{en} (shock {int(number) + 1})", "ko": f"{ko}(충격 {int(number) + 1})"}


def span_said(one: Assumption) -> Mapping[str, str]:
    """A range with its unit in both languages."""
    return {"en": _span(one, "en"), "ko": _span(one, "ko")}


def _span(one: Assumption, lang: Language) -> str:
    kind = quantity(one.name)
    if kind in ("value_musd", "rebuild.capital_musd"):
        same = one.low == one.high
        return amount_said(one.low, lang) if same else range_said(one.low, one.high, lang)
    if kind == "overproduction_max":
        return f"{one.low:.3g}" if one.low == one.high else f"{one.low:.3g}–{one.high:.3g}"
    if kind in DAYS:
        return _days(one, lang)
    if kind in CHANGES:
        return _change(one, lang)
    return _share(one, lang)


def _change(one: Assumption, lang: Language) -> str:
    """A change of a price or a duty in percent, also below zero."""
    ends = [f"{float(f'{100 * end:.3g}'):g}" for end in dict.fromkeys((one.low, one.high))]
    return f"{'~'.join(ends)}%" if lang == "ko" else f"{' to '.join(ends)}\N{NO-BREAK SPACE}%"


def _days(one: Assumption, lang: Language) -> str:
    number = f"{one.low:g}" if one.low == one.high else f"{one.low:g}{'~' if lang == 'ko' else '–'}{one.high:g}"
    if lang == "ko":
        return f"{number}일"
    return f"{number} day" if number == "1" else f"{number} days"


def _share(one: Assumption, lang: Language) -> str:
    said = percent_ko if lang == "ko" else percent
    words = {0.0: ("none", "없음"), 1.0: ("all", "전부")}
    if one.low == one.high:
        return words[one.low][lang == "ko"] if one.low in words else said(one.low)
    if (one.low, one.high) == (0.0, 1.0):
        return "anything from none to all" if lang == "en" else "없음에서 전부까지 모두 가능"
    low = said(one.low).replace("\N{NO-BREAK SPACE}", "").rstrip("%")
    return f"{low}{'~' if lang == 'ko' else '–'}{said(one.high)}"
