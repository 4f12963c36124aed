"""A simulation in sentences: what is lost under either reading, which assumption carries it, how far it may be told."""

from collections.abc import Sequence

from gwanje.answers.assumption_told import AssumptionTold
from gwanje.answers.sentences import Sentence
from gwanje.answers.simulating_amounts import NOTHING, UNDER, amount_said, gained_said, lost_said, shares_said
from gwanje.answers.simulating_answer import Lost, is_measurable
from gwanje.answers.simulating_quantities import ORIGINS
from gwanje.answers.tower import Tower
from gwanje.foundation.names import Language
from gwanje.impact import Economy
from gwanje.impact.ario import bought_by
from gwanje.impact.scenarios import FlowStop, ItemStop, ScenarioRecord

Called = dict[str, str]


def headline(names: Called, importer: Called, days: int, lost: Lost, sources: Sequence[str]) -> Sentence:
    """What the importer does not make within the horizon, from the least to the most of the reading that loses most."""
    return Sentence(
        en=f"{names['en']}: {_loses_en(lost, importer['en'])} in the first {days} days. A simulation, not a forecast.",
        ko=f"{names['ko']}: 첫 {days}일간 {_loses_ko(lost, importer['ko'])}. 예측이 아닌 모의 계산.",
        sources=tuple(sources),
    )


def _loses_en(lost: Lost, importer: str) -> str:
    low, high = is_measurable(lost.low_share), is_measurable(lost.high_share)
    most = amount_said(lost.high_musd, "en")
    if not low and not high:
        return f"{importer} loses no measurable output, {UNDER['en']} of normal,"
    if not high or lost.high_musd < 0:
        return f"{importer} loses nothing and makes up to {amount_said(lost.low_musd, 'en')} more"
    if not low:
        return f"{importer} loses between nothing measurable and {most} of output, up to {_high(lost, 'en')} of normal,"
    if lost.low_musd < 0:
        least = amount_said(lost.low_musd, "en")
        return f"{importer} makes between {least} more and {most} less, up to {_high(lost, 'en')} of normal,"
    return f"{importer} loses {lost_said(lost, 'en')} of output, {shares_said(lost, 'en')} of normal,"


def _loses_ko(lost: Lost, importer: str) -> str:
    low, high = is_measurable(lost.low_share), is_measurable(lost.high_share)
    most, share = amount_said(lost.high_musd, "ko"), _high(lost, "ko")
    if not low and not high:
        return f"{importer} 산업의 생산 차질은 {NOTHING['ko']}(정상 생산의 {UNDER['ko']})"
    if not high or lost.high_musd < 0:
        return f"{importer} 산업의 생산 차질 없이 최대 {amount_said(lost.low_musd, 'ko')} 증가"
    if not low:
        return f"{importer} 산업의 생산 차질은 {NOTHING['ko']}에서 최대 {most}(정상 생산의 {share})까지"
    if lost.low_musd < 0:
        least = amount_said(lost.low_musd, "ko")
        return f"{importer} 산업의 생산은 {least} 증가에서 {most}(정상 생산의 {share}) 감소까지"
    return f"{importer} 산업의 생산 차질 {lost_said(lost, 'ko')}(정상 생산의 {shares_said(lost, 'ko')})"


def _high(lost: Lost, lang: Language) -> str:
    return shares_said(lost.model_copy(update={"low_share": lost.high_share}), lang)


READINGS: dict[str, tuple[Called, Called]] = {
    "value_only": (
        {"en": "By cost share alone", "ko": "비용 비중만 볼 때"},
        {
            "en": "What is missing counts as its share of cost and nothing more; any part of an input replaces any other.",
            "ko": "끊긴 물량을 비용 비중만큼만 반영. 같은 산업의 다른 물품이 그대로 대신한다고 보는 셈.",
        },
    ),
    "critical": (
        {"en": "As a critical input", "ko": "핵심 투입재로 볼 때"},
        {
            "en": "Users stop as far as their output needs it, once cover, other suppliers and substitutes are used up.",
            "ko": "재고, 다른 공급국, 대체재가 소진되면 그 품목이 필요한 만큼 생산이 멈춤.",
        },
    ),
    "none_critical": (
        {"en": "If no ordinary input is critical", "ko": "일반 투입재가 모두 필수가 아닐 때"},
        {
            "en": "An input that runs out never stops production; orders that no longer come still do.",
            "ko": "재고가 떨어져도 생산은 멈추지 않고, 줄어든 주문만 생산을 줄임.",
        },
    ),
    "all_critical": (
        {"en": "If every ordinary input is critical", "ko": "일반 투입재가 모두 필수일 때"},
        {
            "en": "An input that runs out stops production in proportion, once stocks are used up.",
            "ko": "재고가 소진되면 부족한 투입재만큼 생산이 줄어듦.",
        },
    ),
}


def reading_words(key: str, lost: Lost, sources: Sequence[str]) -> Sentence:
    """One reading: what it loses, and what it supposes."""
    names, supposes = READINGS[key]
    return Sentence(
        en=f"{names['en']}: {_finding_en(lost)}. {supposes['en']}",
        ko=f"{names['ko']}: {_finding_ko(lost)}. {supposes['ko']}",
        sources=tuple(sources),
    )


def _finding_en(lost: Lost) -> str:
    if not is_measurable(lost.high_share) and not is_measurable(lost.low_share):
        return f"{NOTHING['en']} ({UNDER['en']} of normal output)"
    if not is_measurable(lost.high_share) or lost.high_musd < 0:
        return f"nothing is lost, {gained_said(-lost.low_musd, 'en')} at the most"
    return f"{lost_said(lost, 'en')} not made ({shares_said(lost, 'en')} of normal output)"


def _finding_ko(lost: Lost) -> str:
    if not is_measurable(lost.high_share) and not is_measurable(lost.low_share):
        return f"{NOTHING['ko']}(정상 생산의 {UNDER['ko']})"
    if not is_measurable(lost.high_share) or lost.high_musd < 0:
        return f"차질 없음, {gained_said(-lost.low_musd, 'ko')}까지"
    return f"생산 차질 {lost_said(lost, 'ko')}(정상 생산의 {shares_said(lost, 'ko')})"


def carried_by(told: Sequence[AssumptionTold], record: ScenarioRecord, lost: Lost, normal: float) -> Sentence:
    """Which range moves the loss most when it alone goes from end to end, and which comes next."""
    ranked = sorted((one for one in told if one.swing_musd is not None), key=lambda one: -(one.swing_musd or 0.0))
    if not ranked or not is_measurable((ranked[0].swing_musd or 0.0) / normal):
        return Sentence(
            en="No range of the scenario moves the result by a measurable amount.",
            ko="시나리오의 어느 범위도 결과를 측정될 만큼 움직이지 않음.",
        )
    first, origin = ranked[0], ORIGINS[ranked[0].origin]
    moved = {lang: amount_said(first.swing_musd or 0.0, lang) for lang in _LANGUAGES}
    after = [one for one in ranked[1:2] if is_measurable((one.swing_musd or 0.0) / normal)]
    following = {lang: "".join(_next(one, lang) for one in after) for lang in _LANGUAGES}
    if not first.carries:
        whole = {lang: amount_said(lost.high_musd - lost.low_musd, lang) for lang in _LANGUAGES}
        return Sentence(
            en=f"No range alone decides it: the one that moves most, {first.names['en']} ({origin[0]}), moves the loss by "
            f"{moved['en']} of {whole['en']}; the high end needs several at their harsh end together.",
            ko=f"결과를 홀로 좌우하는 가정은 없음: 가장 크게 움직이는 {first.names['ko']}({origin[1]})도 {whole['ko']} 중 "
            f"{moved['ko']}. 상한은 여러 가정이 함께 가장 심한 끝일 때 나타남.",
            sources=(*record.sources, record.id),
        )
    return Sentence(
        en=f"What decides it: the {first.names['en'].removeprefix('the ')} ({origin[0]}). From end to end it alone moves "
        f"the loss by {moved['en']}.{following['en']}",
        ko=f"결과를 좌우하는 가정: {first.names['ko']}({origin[1]}). 이 가정 하나로 결과가 {moved['ko']} 달라짐.{following['ko']}",
        sources=(*record.sources, record.id),
    )


def _next(one: AssumptionTold, lang: Language) -> str:
    moved = amount_said(one.swing_musd or 0.0, lang)
    return f" Next: {one.names['en']}, {moved}." if lang == "en" else f" 다음은 {one.names['ko']}({moved})."


def horizon_words(record: ScenarioRecord, days: int, cover: float) -> Sentence:
    """How far the path may be told, and why no further."""
    if days >= record.days:
        return Sentence(en=f"Told for all {days} days of the scenario.", ko=f"시나리오 {days}일 전체를 제시.")
    beyond = record.horizon_beyond_cover
    return Sentence(
        en=f"Told to day {days} of {record.days}: the shortest cover ({cover:g} days) and {beyond} days more. Beyond that "
        "the model says more of itself than of the economy, and nothing is drawn.",
        ko=f"{record.days}일 중 {days}일까지만 제시: 가장 짧은 재고 {cover:g}일에 {beyond}일을 더한 기간. 그 뒤는 경제보다 모형의 "
        "성질이 앞서므로 그리지 않음.",
    )


def final_users_words(
    tower: Tower, record: ScenarioRecord, at: int, shock: FlowStop, economy: Economy, sources: Sequence[str]
) -> Sentence:
    """What final users bought of the stopped goods: an identity, beside what the model says of industries."""
    bought = bought_by(economy, record.importer)
    rows = economy.nodes.where(regions=shock.suppliers, sectors=shock.sectors)
    amount = float(bought[rows].sum())
    place = {lang: tower.countries.name(record.importer, lang) for lang in _LANGUAGES}
    number = {"en": f"Shock {at + 1}: ", "ko": f"충격 {at + 1}: "} if len(record.shocks) > 1 else {"en": "", "ko": ""}
    return Sentence(
        en=f"{number['en']}{place['en']}'s final users bought {amount_said(amount, 'en')} a year of these goods from there; what they "
        "go without is no output lost and is not in the numbers above.",
        ko=f"{number['ko']}{place['ko']} 최종소비자의 해당 물품 구입액은 연 {amount_said(amount, 'ko')}. 소비자가 못 사는 몫은 "
        "생산 손실이 아니며 위 수치에 없음.",
        sources=tuple(sources),
    )


def model_words(record: ScenarioRecord) -> Sentence:
    """What the model supposes throughout."""
    stop = any(isinstance(one, ItemStop) for one in record.shocks)
    more = (
        (
            " Ordinary inputs are run as all critical and as none critical; one share holds for all users for whom no source gives one.",
            " 일반 투입재는 모두 필수인 경우와 모두 필수가 아닌 경우를 함께 계산하고, 출처에 비율이 없는 사용 산업에는 같은 비율을 적용.",
        )
        if stop
        else ("", "")
    )
    return Sentence(
        en=f"A daily model with stocks of inputs; prices do not move, and nobody finds another way but those listed.{more[0]}",
        ko=f"투입재 재고를 가진 일별 모형. 가격은 변하지 않고, 열거한 것 밖의 대응은 없다고 봄.{more[1]}",
    )


def kind_words(days: int) -> Sentence:
    """What kind of statement the whole answer is."""
    return Sentence(
        en=f"Simulation, not a forecast: what would follow from the assumptions below within {days} days, if nobody did "
        "more than they say. The ends are bounds of the assumptions, not probabilities.",
        ko=f"예측이 아닌 모의 계산: 아래 가정이 맞고 가정 밖의 대응이 없을 때 {days}일 안에 나타나는 결과. 양 끝은 확률이 아니라 "
        "가정의 한계.",
    )


def normal_words(importer: Called, per_day: float, year: int | None, sources: Sequence[str]) -> Sentence:
    """What a hundred percent is."""
    en, ko = (f" ({year})", f"({year}년)") if year else ("", "")
    return Sentence(
        en=f"All industries of {importer['en']} normally make {amount_said(per_day, 'en')} of output a day{en}",
        ko=f"{importer['ko']} 전 산업의 정상 생산은 하루 {amount_said(per_day, 'ko')}{ko}",
        sources=tuple(sources),
    )


def cited_ends(cited: Sequence[tuple[Called, tuple[float, float]]]) -> tuple[str, str]:
    """Which users have a cited share, in both languages."""
    told = [(names, f"{low * 100:.3g}", f"{high * 100:.3g}") for names, (low, high) in cited]
    en = ", ".join(f"{names['en']} {low}–{high} %" for names, low, high in told)
    ko = ", ".join(f"{names['ko']} {low}~{high}%" for names, low, high in told)
    return f"a source gives it for {en}; those run between these ends", f"출처가 있는 산업: {ko}. 이 범위 안에서 계산"


def limits_words(economy: Economy) -> tuple[Sentence, ...]:
    """What the table leaves out of every result."""
    if "no_rest_of_world" not in economy.limits:
        return ()
    count = len(economy.nodes.regions)
    return (
        Sentence(
            en=f"What comes through economies that the table lacks: it has {count}, without the rest of the world.",
            ko=f"산업연관표에 없는 경제를 거치는 영향: 표에는 {count}개 경제만 있고 나머지 세계는 없음.",
        ),
    )


def stopped_words(names: Called, day: int) -> Sentence:
    """That the model world stops by itself: not a loss of the economy."""
    return Sentence(
        en=f"Model collapse on day {day}, not a loss of the economy: {names['en']}.",
        ko=f"{day}일째 모형 붕괴이며 경제의 손실이 아님: {names['ko']}.",
    )


_LANGUAGES: tuple[Language, ...] = ("en", "ko")
