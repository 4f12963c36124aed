"""A simulation in sentences: what is lost under either reading, which assumption carries it, how far it may be told."""

from collections.abc import Sequence

from gwanje.answers.exposing_words import range_en, range_ko
from gwanje.answers.sentences import Sentence, percent, percent_ko
from gwanje.answers.simulating_answer import Numbers, SensitivityRow
from gwanje.answers.tower import Tower
from gwanje.foundation.names import Language
from gwanje.impact.scenarios import Assumption, ItemStop, ScenarioRecord

QUANTITIES = {
    "days": ("length", "기간"),
    "share": ("share of capacity lost", "생산능력 손실 비율"),
    "open_share": ("share that still comes", "공급 유지 비율"),
    "covered": ("share of the flow that is covered", "통제 적용 비율"),
    "moving_orders": ("share of lost orders that others take over", "대체 공급국 주문 이전 비율"),
    "affected": ("affected share of the users' output", "사용 산업 생산의 영향 비율"),
    "essentiality": ("how far the affected output needs it", "필수도"),
    "cover_days": ("days of cover at the users", "사용 기업 재고 일수"),
    "supplier_share": ("the supplier's share of supply", "공급국 비중"),
    "value_musd": ("value of the imports", "수입액"),
    "switching.most": ("supply that others can add", "타 공급국의 추가 공급 여력"),
    "switching.lead_days": ("days until others deliver more", "대체 공급 개시 소요일"),
    "substitution.most": ("use that a substitute can take", "대체재로 전환 가능한 비율"),
    "substitution.lead_days": ("days until a substitute is used", "대체재 전환 소요일"),
    "release.share": ("release of public stocks", "비축 방출 비율"),
    "psi": ("stock fraction that begins to bind", "재고 제약 개시 비율"),
    "inventory_days": ("days of stock of ordinary inputs", "일반 투입재 재고 일수"),
    "inventory_restoration_tau": ("days to restore stocks", "재고 회복 일수"),
    "overproduction_max": ("highest overproduction", "최대 초과생산 배율"),
    "overproduction_tau": ("days to reach overproduction", "초과생산 도달 일수"),
}
ORIGINS = {
    "cited": ("cited", "출처 있음"),
    "assumed": ("assumption of the scenario, no source", "시나리오의 가정, 출처 없음"),
    "unknown": ("not known", "미상"),
}


def assumption_words(tower: Tower, record: ScenarioRecord, one: Assumption) -> Sentence:
    """One quantity in words: what, its range, who says so."""
    en, ko = quantity_words(tower, record, one.name)
    origin = ORIGINS[one.origin]
    note, note_ko = (f"; {one.note}" if one.note else ""), (f"; {one.note_ko or one.note}" if one.note else "")
    return Sentence(
        en=f"{en}: {_span(one.low, one.high)} ({origin[0]}{note}).",
        ko=f"{ko}: {_span(one.low, one.high, '~')} ({origin[1]}{note_ko}).",
        sources=one.sources or record.sources,
    )


def quantity_words(tower: Tower, record: ScenarioRecord, name: str) -> tuple[str, str]:
    """What a quantity is called, with its item where it belongs to one."""
    place, _, rest = name.partition(".")
    if place != "shocks":
        return QUANTITIES[rest]
    number, _, quantity = rest.partition(".")
    head, _, item = (
        quantity.partition(".") if quantity.startswith(("supplier_share.", "value_musd.")) else (quantity, "", "")
    )
    en, ko = QUANTITIES[head]
    if item:
        called = tower.items.find(item).names
        return f"{en}, {called.best('en')}", f"{ko}({called.best('ko')})"
    return (en, ko) if len(record.shocks) == 1 else (f"{en} (shock {int(number) + 1})", f"{ko}(충격 {int(number) + 1})")


def _span(low: float, high: float, to: str = " to ") -> str:
    return f"{low:g}" if low == high else f"{low:g}{to}{high:g}"


def amounts(span: Numbers, lang: Language) -> str:
    """A range of M USD in either language; below zero with its sign."""
    low, high = span
    return (
        amount(high, lang)
        if low == high
        else f"{amount(low, lang)}{' to ' if lang == 'en' else '~'}{amount(high, lang)}"
    )


def amount(musd: float, lang: Language) -> str:
    """One amount of M USD in either language."""
    sign, size = ("−" if musd < 0 else ""), abs(musd)
    return sign + (range_ko((size, size)) if lang == "ko" else range_en((size, size)))


def lost_en(lost: Numbers) -> str:
    """What is not made, M USD to prose; below zero more is made than normally."""
    low, high = lost
    if high <= 0:
        return "no output is lost" if low == 0 else f"no output is lost, {range_en((-high, -low))} more is made"
    if low < 0:
        return f"from {range_en((-low, -low))} more output to {range_en((high, high))} less"
    return f"{range_en(lost)} of output is not made"


def lost_ko(lost: Numbers) -> str:
    """The same in Korean."""
    low, high = lost
    if high <= 0:
        return "생산 차질 없음" if low == 0 else f"생산 차질 없음({range_ko((-high, -low))} 증가)"
    if low < 0:
        return f"생산 {range_ko((-low, -low))} 증가에서 {range_ko((high, high))} 감소까지"
    return f"생산 차질 {range_ko(lost)}"


def headline(
    names: dict[str, str], importer: dict[str, str], days: int, lost: Numbers, sources: Sequence[str]
) -> Sentence:
    """What the importer does not make within the horizon."""
    return Sentence(
        en=f"{names['en']}: in industries of {importer['en']} {lost_en(lost)} in the first {days} days; a simulation.",
        ko=f"{names['ko']}: {importer['ko']} 산업에서 첫 {days}일간 {lost_ko(lost)}. 모의 계산.",
        sources=tuple(sources),
    )


def value_only_words(lost: Numbers, normal: float, sources: Sequence[str]) -> Sentence:
    """The first reading: the product is its share of cost."""
    return Sentence(
        en=f"By cost share alone {lost_en(lost)} ({_shares(lost, normal)} of normal output). The product counts as its share of cost and nothing more.",
        ko=f"비용 비중 기준: {lost_ko(lost)}(정상 생산의 {_shares_ko(lost, normal)}). 해당 품목을 비용 비중만큼만 반영.",
        sources=tuple(sources),
    )


def critical_words(lost: Numbers, normal: float, sources: Sequence[str]) -> Sentence:
    """The second reading: without the product its users stop, as far as they depend on it."""
    return Sentence(
        en=f"As a critical input {lost_en(lost)} ({_shares(lost, normal)} of normal output). Users stop as far as their output needs it, once cover, switching and substitution are used up.",
        ko=f"핵심 투입재 기준: {lost_ko(lost)}(정상 생산의 {_shares_ko(lost, normal)}). 재고·공급선 전환·대체가 소진되면 의존하는 만큼 생산이 멈춤.",
        sources=tuple(sources),
    )


def _shares(lost: Numbers, normal: float) -> str:
    low, high = (percent(max(0.0, one) / normal) for one in lost)
    return high if low == high else f"{low} to {high}"


def _shares_ko(lost: Numbers, normal: float) -> str:
    low, high = (percent_ko(max(0.0, one) / normal) for one in lost)
    return high if low == high else f"{low}~{high}"


def carried_by(rows: Sequence[SensitivityRow], record: ScenarioRecord, origins: dict[str, str]) -> Sentence:
    """Which of cover and affected share moves the result more, from the grid itself."""
    if not rows:
        return Sentence(
            en="Every quantity is one number or a range run at both ends.",
            ko="모든 수치는 단일값이거나 양 끝값으로 계산.",
        )
    by_share = _swing(rows, held="cover_days")
    by_cover = _swing(rows, held="affected_share")
    name = "affected" if by_share >= by_cover else "cover_days"
    en, ko = QUANTITIES[name]
    origin = ORIGINS[origins.get(name, "assumed")]
    return Sentence(
        en=f"The assumption that carries it: the {en} ({origin[0]}); it moves the loss by {range_en((max(by_share, by_cover),) * 2)}, "
        f"{'the days of cover' if name == 'affected' else 'the affected share'} by {range_en((min(by_share, by_cover),) * 2)}.",
        ko=f"결과를 좌우하는 가정: {ko}({origin[1]}). 이 가정이 결과를 {range_ko((max(by_share, by_cover),) * 2)}, "
        f"{'재고 일수' if name == 'affected' else '영향 비율'}는 {range_ko((min(by_share, by_cover),) * 2)}만큼 움직임.",
        sources=record.sources or ("icio-2022",),
    )


def _swing(rows: Sequence[SensitivityRow], held: str) -> float:
    """The largest change of the loss while one quantity stays."""
    widest = 0.0
    for value in {getattr(row, held) for row in rows}:
        lost = [row.lost_musd for row in rows if getattr(row, held) == value]
        widest = max(widest, max(lost) - min(lost))
    return widest


def horizon_words(record: ScenarioRecord, days: int, cover: float) -> Sentence:
    """How far the path may be told, and why no further."""
    cut = days < record.days
    return Sentence(
        en=f"Told for {days} of {record.days} days: the shortest cover ({cover:g} days) and {record.horizon_beyond_cover} days; beyond that the model says more of itself than of the economy."
        if cut
        else f"Told for all {days} days.",
        ko=f"{record.days}일 중 {days}일까지만 제시: 가장 짧은 재고({cover:g}일)에 {record.horizon_beyond_cover}일을 더한 기간. 그 뒤는 모형의 성질이 경제보다 앞섬."
        if cut
        else f"{days}일 전체를 제시.",
    )


def model_words(record: ScenarioRecord) -> Sentence:
    """What the model supposes throughout."""
    stop = any(isinstance(one, ItemStop) for one in record.shocks)
    more = (
        (" One affected share is used for all users of an item.", " 한 품목의 사용 산업에는 같은 영향 비율을 적용.")
        if stop
        else ("", "")
    )
    return Sentence(
        en="Daily model with stocks of inputs; prices do not move; ordinary inputs are run as all critical and as none critical."
        + more[0],
        ko="투입재 재고를 가진 일별 모형. 가격은 변하지 않으며, 일반 투입재는 모두 필수인 경우와 모두 필수가 아닌 경우를 함께 계산."
        + more[1],
    )
