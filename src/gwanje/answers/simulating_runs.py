"""The runs of a scenario by their names, what the ends of a reading stand for, and the days that stand on its path."""

from gwanje.answers.simulating_answer import RuleOfPath
from gwanje.answers.simulating_cases import PlannedRun
from gwanje.answers.simulating_quantities import quantity_names
from gwanje.answers.simulating_words import READINGS
from gwanje.answers.tower import Tower
from gwanje.impact.scenarios import ItemStop, ScenarioRecord, assumptions, uncertain

Names = dict[str, str]
_RANGES = ({"en": "every range", "ko": "모든 범위가"}, {"en": "shock ranges", "ko": "충격의 범위가"})
_WITHOUT_REBUILDING = {"en": "shock ranges but rebuilding", "ko": "복구를 뺀 충격의 범위가"}
_ENDS = {"low": ("low", "하한"), "middle": ("middle", "중간"), "high": ("high", "상한")}
_ROLES = {
    "middle": ("every range at its middle", "모든 범위 중간값"),
    "least": ("every range at its mild end", "모든 범위 덜 심한 끝"),
    "most": ("every range at its harsh end", "모든 범위 가장 심한 끝"),
}
_ORDINARY = {
    "all_critical": ("ordinary inputs all critical", "일반 투입재 모두 필수"),
    "none_critical": ("no ordinary input critical", "일반 투입재 모두 비필수"),
}


def means_of(record: ScenarioRecord) -> tuple[Names, Names, Names]:
    """What the low end, the middle and the high end of a reading stand for; ranges of the model stay in the middle."""
    of_model = any(one.name.startswith("model.") for one in uncertain(record))
    rebuilds = any(".rebuild." in one.name for one in uncertain(record))
    ranges = _WITHOUT_REBUILDING if rebuilds else _RANGES[of_model]
    return (
        {"en": f"least: {ranges['en']} at the mild end", "ko": f"최소: {ranges['ko']} 덜 심한 끝"},
        {"en": "every range at its middle", "ko": "모든 범위의 중간"},
        {"en": f"most: {ranges['en']} at the harsh end", "ko": f"최대: {ranges['ko']} 가장 심한 끝"},
    )


def run_names(tower: Tower, record: ScenarioRecord, run: PlannedRun) -> Names:
    """A run in both languages: its reading, what stands at which end, and how ordinary inputs count."""
    reading = READINGS[run.reading][0]
    ordinary = _ORDINARY[str(run.case.ordinary_inputs)]
    en, ko = _told(tower, record, run)
    if run.reading in _ORDINARY:
        return {"en": f"{reading['en']}: {en}", "ko": f"{reading['ko']}: {ko}"}
    return {"en": f"{reading['en']}: {en}; {ordinary[0]}", "ko": f"{reading['ko']}: {ko}, {ordinary[1]}"}


def _told(tower: Tower, record: ScenarioRecord, run: PlannedRun) -> tuple[str, str]:
    if run.role == "grid":
        cover, share = (_ENDS[end] for end in run.ends)
        return (
            f"cover {cover[0]}, affected share {share[0]}, the rest in the middle",
            f"재고 {cover[1]}, 영향 비율 {share[1]}, 나머지 중간값",
        )
    if run.role == "alone":
        names, end = quantity_names(tower, record, run.quantity), _ENDS[run.ends[0]]
        return f"{names['en']} {end[0]}, the rest in the middle", f"{names['ko']} {end[1]}, 나머지 중간값"
    return _ROLES[run.role]


def rules_of(record: ScenarioRecord, days: int) -> tuple[RuleOfPath, ...]:
    """Days within the horizon on which cover or a shock ends, or a later shock begins; the earliest first."""
    ranges = {one.name: one for one in assumptions(record)}
    found: dict[int, RuleOfPath] = {}

    def stands(day: int, en: str, ko: str, reading: str | None = None) -> None:
        if 0 < day < days:
            found.setdefault(day, RuleOfPath(day=day, names={"en": en, "ko": ko}, reading=reading))

    for at, shock in record.quantity_shocks:
        if shock.starts > 1:
            stands(shock.starts, "shock begins", "충격 시작")
        if isinstance(shock, ItemStop):
            cover = ranges[f"shocks.{at}.cover_days"]
            first, last = (shock.starts - 1 + round(end) for end in (cover.low, cover.high))
            if first < last:
                stands(first, "shortest cover ends", "가장 짧은 재고 소진", "critical")
                stands(last, "longest cover ends", "가장 긴 재고 소진", "critical")
            else:
                stands(first, "cover ends", "재고 소진", "critical")
        length = ranges[f"shocks.{at}.days"]
        over = ("disturbance over", "차질 종료") if length.is_one_number else ("over at the latest", "늦어도 종료")
        stands(shock.starts - 1 + round(length.high), *over)
    return tuple(found[day] for day in sorted(found))
