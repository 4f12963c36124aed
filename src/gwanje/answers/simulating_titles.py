"""What each chart of a simulation finds, as a sentence: the title that stands above it."""

from collections.abc import Sequence

from gwanje.answers.assumption_told import AssumptionTold
from gwanje.answers.sentences import Sentence
from gwanje.answers.simulating_amounts import NOTHING, amount_said, amounts_said, share_said, shares_said
from gwanje.answers.simulating_answer import (
    Chain,
    DayOfPath,
    IndustryLoss,
    ReadingTold,
    SensitivityRow,
    Titles,
    is_measurable,
)
from gwanje.answers.simulating_quantities import sentence_start
from gwanje.foundation.names import Language


def titles_of(
    readings: Sequence[ReadingTold],
    path: Sequence[DayOfPath],
    industries: Sequence[IndustryLoss],
    chain: Chain,
    grid: Sequence[SensitivityRow],
    assumptions: Sequence[AssumptionTold],
    sources: tuple[str, ...],
) -> Titles:
    """All titles, with the sources of the whole answer."""
    telling = readings[-1].key
    cells = [(row.lost_musd, row.lost_share) for row in grid]
    return Titles(
        path=Sentence(en=_path(readings, path, "en"), ko=_path(readings, path, "ko"), sources=sources),
        industries=_industries(industries, telling, sources),
        chain=_chain(chain, sources),
        sensitivity=_sensitivity(cells, sources),
        assumptions=_assumptions(assumptions),
    )


def _path(readings: Sequence[ReadingTold], path: Sequence[DayOfPath], lang: Language) -> str:
    peaks = {one.key: _peak(one.key, path) for one in readings}
    if len({(day, share_said(share, lang)) for day, share in peaks.values()}) == 1:
        day, share = peaks[readings[-1].key]
        both = {"en": f"Under both readings up to {share_said(share, lang)} of a day's output, on day {day}"}
        both["ko"] = f"두 경우 모두 {day}일째 하루 생산의 최대 {share_said(share, lang)}"
        nothing = {"en": f"{sentence_start(NOTHING['en'])} on any day", "ko": f"어느 날에도 {NOTHING['ko']}"}
        return both[lang] if is_measurable(share) else nothing[lang]
    parts = []
    for reading in reversed(readings):
        day, share = peaks[reading.key]
        name = reading.names[lang]
        if not is_measurable(share):
            parts.append(f"{name}: {NOTHING[lang]}")
        elif lang == "en":
            parts.append(f"{name}: up to {share_said(share, lang)} of a day's output, on day {day}")
        else:
            parts.append(f"{name}: {day}일째 하루 생산의 최대 {share_said(share, lang)}")
    return "; ".join([parts[0], *(_small(one) if lang == "en" else one for one in parts[1:])])


def _peak(key: str, path: Sequence[DayOfPath]) -> tuple[int, float]:
    """The day on which most can be lost, and how much of a normal day's output."""
    worst = max(path, key=lambda one: one.lost[key].high_share)
    return worst.day, worst.lost[key].high_share


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _industries(industries: Sequence[IndustryLoss], telling: str, sources: tuple[str, ...]) -> Sentence:
    if not industries or not is_measurable(industries[0].lost[telling].high_share):
        return Sentence(en="No industry loses a measurable amount", ko="측정될 만한 차질이 있는 산업 없음")
    first = industries[0]
    lost = first.lost[telling].model_copy(update={"low_share": first.lost[telling].high_share})
    most = {lang: amount_said(lost.high_musd, lang) for lang in _LANGUAGES}
    return Sentence(
        en=f"{sentence_start(first.names['en'])} can lose most: {most['en']}, {shares_said(lost, 'en')} of what it makes",
        ko=f"{first.names['ko']}의 차질이 가장 클 수 있음: {most['ko']}, 정상 생산의 {shares_said(lost, 'ko')}",
        sources=sources,
    )


def _chain(chain: Chain, sources: tuple[str, ...]) -> Sentence:
    direct = sum(one.high_musd for one in chain.users)
    if not chain.users:
        return Sentence(en="Nobody is hit in any run", ko="어느 계산에서도 차질을 겪는 산업 없음")
    whole = {lang: amount_said(chain.total_musd, lang) for lang in _LANGUAGES}
    more = {lang: amount_said(chain.gained_musd, lang) for lang in _LANGUAGES}
    gained = {"en": "", "ko": ""}
    if chain.gained_musd > chain.total_musd / 1000:
        gained = {"en": f"; other industries make {more['en']} more", "ko": f"(다른 산업은 {more['ko']} 증가)"}
    if chain.rest is None:
        first = chain.users[0]
        own = {lang: amount_said(first.high_musd, lang) for lang in _LANGUAGES}
        return Sentence(
            en=f"At the high end {whole['en']} is lost, of which {own['en']} in {first.names['en']}{gained['en']}",
            ko=f"최대 {whole['ko']} 중 {first.names['ko']} {own['ko']}{gained['ko']}",
            sources=sources,
        )
    held, rest = ({lang: amount_said(one, lang) for lang in _LANGUAGES} for one in (direct, chain.rest.high_musd))
    return Sentence(
        en=f"At the high end {held['en']} is lost where the material is used, {rest['en']} behind it{gained['en']}",
        ko=f"최대 {whole['ko']} 중 사용 산업 {held['ko']}, 그 뒤의 산업 {rest['ko']}{gained['ko']}",
        sources=sources,
    )


def _sensitivity(cells: Sequence[tuple[float, float]], sources: tuple[str, ...]) -> Sentence:
    if not cells:
        return Sentence(en="", ko="")
    (low, low_share), (high, high_share) = min(cells), max(cells)
    said = {lang: amounts_said((low, high), (low_share, high_share), lang) for lang in _LANGUAGES}
    return Sentence(
        en=f"{sentence_start(said['en'])}, by cover and by how much output needs it",
        ko=f"재고와 품목이 필요한 비율에 따라 {said['ko']}",
        sources=sources,
    )


def _assumptions(assumptions: Sequence[AssumptionTold]) -> Sentence:
    counts = {origin: sum(one.origin == origin for one in assumptions) for origin in ("cited", "assumed", "unknown")}
    words = {
        "cited": ("cited", "출처 있음"),
        "assumed": ("without a source", "출처 없음"),
        "unknown": ("not known", "미상"),
    }
    told = [(count, words[origin]) for origin, count in counts.items() if count]
    number = len(assumptions)
    return Sentence(
        en=f"{number} assumption{'' if number == 1 else 's'} left: {', '.join(f'{count} {word[0]}' for count, word in told)}",
        ko=f"남은 가정 {number}개: {', '.join(f'{word[1]} {count}' for count, word in told)}",
    )


_LANGUAGES: tuple[Language, ...] = ("en", "ko")
