"""An ensemble in sentences: the band, what drives it, the worst member, how settled it is, what is no loss."""

from collections.abc import Callable, Mapping, Sequence

from gwanje.answers.ensembling_answer import Band, Driver, EndOfBracket, WorstMember
from gwanje.answers.sentences import Sentence
from gwanje.answers.simulating_amounts import amounts_said, share_said
from gwanje.answers.simulating_quantities import ORIGINS
from gwanje.foundation.names import Language
from gwanje.impact.scenarios import EnsemblePlan, ItemStop, ScenarioRecord

Called = tuple[str, str]
DRIVERS_NAMED = 3
ENDS = {
    "all_critical": ("with every ordinary input critical", "일반 투입재가 모두 필수인 경우"),
    "none_critical": ("with no ordinary input critical", "일반 투입재가 모두 필수가 아닌 경우"),
}
EITHER = ("at either end of ordinary inputs", "일반 투입재 양 끝 모두")
READINGS = {
    "critical": ("The items count as critical inputs", "해당 품목을 핵심 투입재로 반영"),
    "value_only": ("The items count as their share of cost and nothing more", "해당 품목을 비용 비중만큼만 반영"),
}
SAMPLERS = {
    "sobol": ("scrambled Sobol points", "스크램블 소볼 수열"),
    "lhs": ("a Latin hypercube", "라틴 하이퍼큐브"),
}


def headline(
    names: Mapping[Language, str],
    importer: Mapping[Language, str],
    days: int,
    ends: Sequence[EndOfBracket],
    sources: Sequence[str],
) -> Sentence:
    """From the lowest 5 % to the highest 95 % of the ends, with their medians; never one number."""
    bands = [
        (end.lost_musd, end.lost_share) for end in ends if end.lost_musd is not None and end.lost_share is not None
    ]
    if not bands:
        return Sentence(
            en=f"{names['en']}: not computable; the model world stops by itself in every member.",
            ko=f"{names['ko']}: 계산 불가. 모든 표본에서 모형이 스스로 멈춤.",
        )
    span = ((min(one.p5 for one, _ in bands), max(one.p95 for one, _ in bands)),
            (min(one.p5 for _, one in bands), max(one.p95 for _, one in bands)))  # fmt: skip
    middle = ((min(one.p50 for one, _ in bands), max(one.p50 for one, _ in bands)),
              (min(one.p50 for _, one in bands), max(one.p50 for _, one in bands)))  # fmt: skip
    return Sentence(
        en=f"{names['en']}: output that {importer['en']} does not make in the first {days} days, in nine of ten draws: "
        f"{amounts_said(*span, 'en')}; median: {amounts_said(*middle, 'en')}. A simulation, not a forecast.",
        ko=f"{names['ko']}: {importer['ko']} 산업의 첫 {days}일간 생산 차질은 표본 열에 아홉에서 {amounts_said(*span, 'ko')}, "
        f"중앙값 {amounts_said(*middle, 'ko')}. 예측이 아닌 모의 계산.",
        sources=tuple(sources),
    )


def end_words(ends: Sequence[EndOfBracket], sources: Sequence[str]) -> tuple[Sentence, ...]:
    """The band of each end."""

    def said(called: Called, end: EndOfBracket) -> Sentence:
        band, share = end.lost_musd, end.lost_share
        if band is None or share is None:
            return Sentence(en=f"{_up(called[0])}: not computable.", ko=f"{called[1]}: 계산 불가.")
        return Sentence(
            en=f"{_up(called[0])}: {_band(band, share, 'en')}, {_shares(share, 'en')} of normal output; median: {_middle(band, share, 'en')}.",
            ko=f"{called[1]}: {_band(band, share, 'ko')}(정상 생산의 {_shares(share, 'ko')}), 중앙값 {_middle(band, share, 'ko')}.",
            sources=tuple(sources),
        )

    return _once(ends, said)


def prices_left_out(record: ScenarioRecord) -> tuple[Sentence, ...]:
    """That shocks to prices are not drawn, where a scenario has any."""
    if not record.price_shocks:
        return ()
    return (
        Sentence(
            en=f"What it does to prices: an ensemble draws what is cut; gwanje impact run {record.key} tells the prices beside it.",
            ko=f"가격 영향: 앙상블은 물량 충격만 추출. 가격은 gwanje impact run {record.key}에서 따로 제시.",
        ),
    )


def reading_words(record: ScenarioRecord, reading: str) -> Sentence:
    """How the items of the scenario count, and that prices do not move."""
    plain = Sentence(
        en="Daily model with stocks of inputs; prices do not move. Percentiles of the draws, not probabilities.",
        ko="투입재 재고를 가진 일별 모형으로 가격은 변하지 않음. 백분위는 추출한 표본의 값이며 확률이 아님.",
    )
    if not any(isinstance(one, ItemStop) for one in record.shocks):
        return plain
    en, ko = READINGS[reading]
    other = "value_only" if reading == "critical" else "critical"
    asked = Sentence(en=f"{en}; for the other reading: --reading {other}.", ko=f"{ko}. 다른 계산은 --reading {other}.")
    return asked.then(plain)


def draws_words(plan: EnsemblePlan, uncertain: int) -> Sentence:
    """How the members were drawn."""
    en, ko = SAMPLERS[plan.sampler]
    ranges = f"{uncertain} ranges, each" if uncertain > 1 else "1 range,"
    return Sentence(
        en=f"{plan.members} members, {en} over {ranges} even between its ends; seed {plan.seed}.",
        ko=f"표본 {plan.members}개, 범위 {uncertain}개에서 {ko}로 균등 추출, 시드 {plan.seed}.",
    )


def drivers_words(ends: Sequence[EndOfBracket]) -> tuple[Sentence, ...]:
    """Which quantities drive the spread, strongest first."""

    def said(called: Called, end: EndOfBracket) -> Sentence:
        named = [one for one in end.drivers if one.clear][:DRIVERS_NAMED]
        if not named:
            return Sentence(
                en=f"What drives the spread {called[0]}: no quantity stands out from chance.",
                ko=f"편차를 좌우하는 가정({called[1]}): 우연과 구별되는 가정 없음.",
            )
        return Sentence(
            en=f"What drives the spread {called[0]}: {'; '.join(_driver_en(one) for one in named)}.",
            ko=f"편차를 좌우하는 가정({called[1]}): {', '.join(_driver_ko(one) for one in named)}.",
        )

    return _once(ends, said)


def settled_words(ends: Sequence[EndOfBracket], sources: Sequence[str]) -> tuple[Sentence, ...]:
    """The band of the first half beside that of all."""

    def said(called: Called, end: EndOfBracket) -> Sentence:
        half, half_share = end.first_half_musd, end.first_half_share
        band, share = end.lost_musd, end.lost_share
        if half is None or half_share is None or band is None or share is None:
            return Sentence(en=f"How settled {called[0]}: not computable.", ko=f"수렴 정도({called[1]}): 계산 불가.")
        return Sentence(
            en=f"How settled {called[0]}: the median of the first half of the members is {_middle(half, half_share, 'en')}, of all "
            f"{_middle(band, share, 'en')}; the bands: {_band(half, half_share, 'en')}, and {_band(band, share, 'en')}.",
            ko=f"수렴 정도({called[1]}): 중앙값은 앞 절반 표본 {_middle(half, half_share, 'ko')}, 전체 {_middle(band, share, 'ko')}. "
            f"5~95% 범위는 각각 {_band(half, half_share, 'ko')}, {_band(band, share, 'ko')}.",
            sources=tuple(sources),
        )

    return _once(ends, said)


def worst_words(ends: Sequence[EndOfBracket], sources: Sequence[str]) -> tuple[Sentence, ...]:
    """The member that loses most, and its inputs; said once where it is the same at both ends."""
    told = [(ENDS[end.ordinary_inputs], [end.worst]) for end in ends if end.worst is not None]
    if len(told) > 1 and len({worst[0].member for _, worst in told}) == 1:
        told = [(EITHER, [one for _, worst in told for one in worst])]
    return tuple(_worst(*called, worst, sources) for called, worst in told)


def _worst(en: str, ko: str, told: Sequence[WorstMember], sources: Sequence[str]) -> Sentence:
    lost = (min(one.lost_musd for one in told), max(one.lost_musd for one in told))
    share = (min(one.lost_share for one in told), max(one.lost_share for one in told))
    inputs_en = "; ".join(f"{one.words.en} {one.said.en}" for one in told[0].inputs)
    inputs_ko = ", ".join(f"{one.words.ko} {one.said.ko}" for one in told[0].inputs)
    return Sentence(
        en=f"Worst member {en} (number {told[0].member}): {amounts_said(lost, share, 'en')}. Its inputs: {inputs_en}.",
        ko=f"최악의 표본({ko}, {told[0].member}번): {amounts_said(lost, share, 'ko')}. 입력값: {inputs_ko}.",
        sources=tuple(sources),
    )


def collapse_words(end: EndOfBracket, members: int) -> Sentence:
    """How many members are no loss of the economy, and what that does to the band."""
    en, ko = ENDS[end.ordinary_inputs]
    return Sentence(
        en=f"Model collapse {en}: in {end.members_collapsed} of {members} members the model world stops by itself. That is no "
        "loss of the economy: they are left out, so the upper end of the band is rather too low than too high.",
        ko=f"모형 붕괴({ko}): 표본 {members}개 중 {end.members_collapsed}개에서 모형이 스스로 멈춤. 경제의 손실이 아니므로 제외했으며, "
        "상한은 실제보다 낮게 나올 수 있음.",
    )


def _once(ends: Sequence[EndOfBracket], said: Callable[[Called, EndOfBracket], Sentence]) -> tuple[Sentence, ...]:
    """A sentence for each end; one for both where they say the same."""
    alike = {said(EITHER, end) for end in ends}
    if len(ends) > 1 and len(alike) == 1:
        return tuple(alike)
    return tuple(said(ENDS[end.ordinary_inputs], end) for end in ends)


def _driver_en(one: Driver) -> str:
    return f"{one.words.en} ({ORIGINS[one.origin][0]}; rank correlation {one.rank_correlation:.2f})"


def _driver_ko(one: Driver) -> str:
    return f"{one.words.ko}({ORIGINS[one.origin][1]}, 순위상관 {one.rank_correlation:.2f})"


def _up(words: str) -> str:
    return words[0].upper() + words[1:]


def _band(band: Band, share: Band, lang: Language) -> str:
    return amounts_said((band.p5, band.p95), (share.p5, share.p95), lang)


def _middle(band: Band, share: Band, lang: Language) -> str:
    return amounts_said((band.p50, band.p50), (share.p50, share.p50), lang)


def _shares(share: Band, lang: Language) -> str:
    low, high = (share_said(max(0.0, one), lang) for one in (share.p5, share.p95))
    return high if low == high else f"{low}{' to ' if lang == 'en' else '~'}{high}"
