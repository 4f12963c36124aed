"""Levels, terms and own measures in words, in both languages."""

from datetime import datetime
from zoneinfo import ZoneInfo

from gwanje.answers.instants_in_words import ends_words, instant_words
from gwanje.answers.sentences import Sentence
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.watch import (
    SHARES,
    Condition,
    Criterion,
    LevelAdvice,
    LevelState,
    LevelStep,
    OwnMeasure,
    Phrase,
    Scheme,
    Silence,
    own_measure_ends,
)

_MEASURE_STATES = {
    "planned": ("planned", "예정"),
    "perhaps_begun": ("begun or not: its first day is not known", "시작 여부 알 수 없음(시작일 미확인)"),
    "in_force": ("in force", "시행 중"),
    "in_force_end_not_read": ("in force, its end was not read", "시행 중(종료일 미확인)"),
    "over_by_one_reading": ("over by one reading", "한 해석에 따르면 종료"),
    "lapsed": ("lapsed", "종료"),
    "ended": ("ended", "종료됨"),
}
NO_LEVEL = Sentence(en="no level exists", ko="발령된 단계 없음")
NO_LEVELS_READ = Sentence(en="its levels were not read", ko="단계 확인되지 않음")


def sentence(phrase: Phrase, sources: tuple[str, ...] = ()) -> Sentence:
    """A phrase of content with its sources."""
    return Sentence(en=phrase.en, ko=phrase.ko, sources=sources)


def level_called(scheme: Scheme, key: str, lang: Language) -> str:
    """A level by name; in English with the word its sources use, where that is in another script."""
    level = next((one for one in scheme.levels if one.key == key), None)
    if level is None:
        return key
    name = level.names.best(lang)
    return name if lang == "ko" or key.isascii() else f"{key} ({name})"


def levels_joined(scheme: Scheme, keys: tuple[str, ...], lang: Language) -> str:
    """Several possible levels."""
    return (" or " if lang == "en" else " 또는 ").join(level_called(scheme, key, lang) for key in keys)


def state_words(
    scheme: Scheme,
    state: LevelState | None,
    steps: dict[str, LevelStep],
    silence: Silence | None,
    as_of: AsOf,
    zone: ZoneInfo,
) -> Sentence:
    """Where a resource stands, with what is not known about it."""
    if state is None:
        return NO_LEVEL
    en, ko = (levels_joined(scheme, state.levels, lang) for lang in ("en", "ko"))
    if len(state.levels) > 1:
        open_step = next(steps[one] for one in reversed(state.steps) if steps[one].latest is not None)
        span = _between(open_step, zone)
        return Sentence(en=f"{en}: day unknown, {span.en}", ko=f"{ko}: 날짜 알 수 없음, {span.ko}")
    if state.term in ("over", "over by one reading"):
        end = ends_words(state.ends, zone, as_of.valid)
        return Sentence(
            en=f"{en}: its term is over ({end.en}) and no extension is known",
            ko=f"{ko}: 유효기간 지남({end.ko}), 연장 확인되지 않음",
        )
    first, last = (steps[one].latest or steps[one].earliest for one in (state.run[0], state.run[-1]))
    since, kept = instant_words(first, zone), instant_words(last, zone)
    raised = steps[state.run[0]]
    en, ko = en + _doubt(raised, "en"), ko + _doubt(raised, "ko")
    words = Sentence(en=f"{en} since {since.en}", ko=f"{ko}, {since.ko}부터")
    if first != last:
        words = Sentence(en=f"{words.en}, kept {kept.en}", ko=f"{words.ko}, {kept.ko} 유지")
    if state.ends:
        end = ends_words(state.ends, zone, as_of.valid)
        words = Sentence(en=f"{words.en}, {end.en}", ko=f"{words.ko}, {end.ko}")
    if silence is not None:
        words = Sentence(
            en=f"{words.en}; no source has told it since ({silence.unknown})",
            ko=f"{words.ko}; 이후 출처 없음({silence.unknown})",
        )
    return words


def _between(step: LevelStep, zone: ZoneInfo) -> Sentence:
    start, end = instant_words(step.earliest, zone), instant_words(step.latest or step.earliest, zone)
    return Sentence(
        en=f"the step of {step.id}{_doubt(step, 'en')} lies between {start.en} and {end.en}",
        ko=f"{step.id}{_doubt(step, 'ko')}: {start.ko}~{end.ko} 사이",
    )


def _doubt(step: LevelStep, lang: Language) -> str:
    """That a step rests on a weak source, an inference or memory."""
    return {"en": " (unverified)", "ko": "(미확인)"}[lang] if step.unverified else ""


def planned_words(scheme: Scheme, step: LevelStep, zone: ZoneInfo) -> Sentence:
    """A step that is known and still to come."""
    level = {lang: level_called(scheme, step.after, lang) for lang in _LANGUAGES}
    if step.latest is not None:
        span = _between(step, zone)
        return Sentence(en=f"to come: {level['en']}, {span.en}", ko=f"이후: {level['ko']}, {span.ko}")
    when = instant_words(step.earliest, zone)
    return Sentence(en=f"to come: {level['en']} from {when.en}", ko=f"이후: {when.ko}부터 {level['ko']}")


def advice_words(scheme: Scheme, advice: LevelAdvice, *, has_readings: bool) -> Sentence:
    """What the criteria propose, and what they cannot say."""
    cited = tuple(dict.fromkeys(source for one in advice.results for source in one.criterion.sources))
    if not advice.results:
        return Sentence(en="its criteria were not read", ko="기준 확인되지 않음")
    if not has_readings:
        return Sentence(en="not checkable: no reading of the day", ko="확인 불가(당일 입력값 없음)")
    doubt = ("", "")
    if advice.at_least:
        doubt = (
            "; higher levels not checkable: their criteria are not public",
            "; 상위 단계 기준은 비공개로 확인 불가",
        )
    if advice.outcome == "proposed":
        en, ko = level_called(scheme, advice.level, "en"), level_called(scheme, advice.level, "ko")
        return Sentence(en=f"criteria propose {en}{doubt[0]}", ko=f"기준에 따른 제안: {ko}{doubt[1]}", sources=cited)
    if advice.outcome == "none_met":
        return Sentence(
            en=f"criteria propose nothing: no public criterion is met{doubt[0]}",
            ko=f"기준에 따른 제안 없음: 공개된 기준 미충족{doubt[1]}",
            sources=cited,
        )
    return Sentence(en="criteria not checkable with these readings", ko="이 입력값으로는 기준 확인 불가", sources=cited)


_LANGUAGES: tuple[Language, ...] = ("en", "ko")
_COMBINED = {
    "all": ("all of", "모두 충족"),
    "any": ("any of", "하나 이상 충족"),
    "not known": ("how they combine is not public", "결합 방식 비공개"),
}


def criterion_words(scheme: Scheme, criterion: Criterion) -> Sentence:
    """A criterion as far as it is public: for which level, on which conditions, by which article."""
    told = [condition_words(one, criterion.sources) for one in criterion.conditions]
    several = f" ({_COMBINED[criterion.combine][0]})" if len(told) > 1 else ""
    several_ko = f"({_COMBINED[criterion.combine][1]})" if len(told) > 1 else ""
    level = (level_called(scheme, criterion.level, "en"), level_called(scheme, criterion.level, "ko"))
    level = level if criterion.level else ("a level that no source names", "단계 미확인")
    article = criterion.article
    where = (f", {article.en}", f", {article.ko}") if article else ("", "")
    part = ("; public in part", "; 일부만 공개") if criterion.public == "part" else ("", "")
    return Sentence(
        en=f"{criterion.id} for {level[0]}{where[0]}: {'; '.join(one.en for one in told)}{several}{part[0]}",
        ko=f"{criterion.id} {level[1]}{where[1]}: {', '.join(one.ko for one in told)}{several_ko}{part[1]}",
        sources=criterion.sources,
    )


def condition_words(condition: Condition, sources: tuple[str, ...]) -> Sentence:
    """A condition with its bounds, and what no source says about them."""
    if condition.kind == "reported":
        return sentence(condition.about, sources)
    if not condition.has_bounds:
        return Sentence(
            en=f"{condition.about.en} (how much is not public)",
            ko=f"{condition.about.ko}(기준값 비공개)",
            sources=sources,
        )
    bounds = bounds_words((condition.low, condition.high), condition.kind, condition.measured_in, condition.edges)
    days = (f" for {condition.days} days", f" {condition.days}일 지속") if condition.days else ("", "")
    return Sentence(
        en=f"{condition.about.en} {bounds[0]}{days[0]}",
        ko=f"{condition.about.ko} {bounds[1]}{days[1]}",
        sources=sources,
    )


def bounds_words(bounds: tuple[float | None, float | None], kind: str, unit: str, edges: str | None) -> tuple[str, str]:
    """From what value to what value a condition is met, in both languages, and whether a value on a bound counts."""
    is_open = edges == "excluded"
    en = [f"{word} {_amount(kind, unit, bound)[0]}" for word, bound in _pairs(bounds, _WORDS["en", is_open])]
    ko = [f"{_amount(kind, unit, bound)[1]} {word}" for word, bound in _pairs(bounds, _WORDS["ko", is_open])]
    unknown = edges == "not known"
    doubt = (" (whether the bounds count is not known)", "(경계 포함 여부 알 수 없음)") if unknown else ("", "")
    return f"{' '.join(en)}{doubt[0]}", f"{' '.join(ko)}{doubt[1]}"


_WORDS = {
    ("en", False): ("from", "to"),
    ("en", True): ("above", "below"),
    ("ko", False): ("이상", "이하"),
    ("ko", True): ("초과", "미만"),
}


def _pairs(bounds: tuple[float | None, float | None], words: tuple[str, str]) -> list[tuple[str, float]]:
    return [(word, bound) for word, bound in zip(words, bounds, strict=True) if bound is not None]


def _amount(kind: str, unit: str, bound: float) -> tuple[str, str]:
    if kind == "reliance-change":
        return f"{bound * 100:g} points", f"{bound * 100:g}%p"
    told = f"{bound * 100:g}%" if kind in SHARES else f"{bound:g} {unit}".rstrip()
    return told, told


def measure_words(measure: OwnMeasure, state: str, as_of: AsOf, zone: ZoneInfo) -> Sentence:
    """A measure of one's own country: what, in what state, until when, under which step it was taken."""
    words = _MEASURE_STATES["in_force" if state == "in_force_end_not_read" and measure.term else state]
    en, ko = f"{measure.what.en.rstrip('.')}: {words[0]}", f"{measure.what.ko.rstrip('.')}: {words[1]}"
    early, ends = measure.early_end(as_of.known), own_measure_ends(measure, as_of)
    if early is not None:
        when = instant_words(early.at, zone)
        en, ko = _early_words(measure, early.because, when, has_ended=state == "ended")
    elif ends and state in {"in_force", "over_by_one_reading", "lapsed"}:
        end = ends_words(ends, zone, as_of.valid)
        en, ko = f"{en} ({end.en})", f"{ko}({end.ko})"
    elif measure.term is not None:
        en, ko = f"{en} ({measure.term.en})", f"{ko}({measure.term.ko})"
    under = (f"; taken under {measure.under}", f"; 근거 단계 {measure.under}") if measure.under else ("", "")
    return Sentence(en=f"{en}{under[0]}", ko=f"{ko}{under[1]}", sources=measure.sources)


def _early_words(measure: OwnMeasure, because: str, when: Sentence, *, has_ended: bool) -> tuple[str, str]:
    """That it was ended before its term, or will be, and the reason as somebody gave it."""
    what_en, what_ko = measure.what.en.rstrip("."), measure.what.ko.rstrip(".")
    if has_ended:
        return (
            f"{what_en}: ended early on {when.en} because {because}",
            f"{what_ko}: {when.ko} 조기 종료(사유: {because})",
        )
    return (
        f"{what_en}: ends early on {when.en} because {because}",
        f"{what_ko}: {when.ko} 조기 종료 예정(사유: {because})",
    )


def gap_words(kind: str, last: str, since: datetime, zone: ZoneInfo, names: Phrase) -> Sentence:
    """A kind of measure that had to be renewed and was not, as far as anything is known."""
    when = instant_words(since, zone)
    return Sentence(
        en=f"gap: no renewal of the {names.en or kind} is known; {last} ended {when.en}",
        ko=f"공백: {names.ko or kind} 갱신 확인되지 않음({last} 종료 {when.ko})",
    )
