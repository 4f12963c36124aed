"""The state of one foreign measure on a day, in words that claim no more than the sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from gwanje.foundation.endings import Ending
from gwanje.foundation.instants import AsOf
from gwanje.watch.measures import Measure, Pause, Phase, Phrase

StateKey = Literal[
    "not_known_yet",
    "taken_back",
    "not_announced",
    "announced",
    "in_force",
    "in_force_in_part",
    "in_force_not_known",
    "paused",
    "pause_over_by_one_reading",
    "pause_over_state_not_known",
    "over_by_one_reading",
    "expired",
    "revoked",
]


@dataclass(frozen=True, slots=True)
class MeasureState:
    """The state of one measure at one instant, in words that claim no more than the sources."""

    measure: str
    key: StateKey
    words: Phrase
    pause: Pause | None = None
    ends: tuple[datetime, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def in_force(self) -> bool | None:
        """Whether it applies: yes, no, or None where that is not known."""
        yes = {"in_force", "in_force_in_part"}
        unknown = {
            "not_known_yet",
            "in_force_not_known",
            "pause_over_by_one_reading",
            "pause_over_state_not_known",
            "over_by_one_reading",
        }
        return True if self.key in yes else None if self.key in unknown else False


def state_of(measure: Measure, key: StateKey, en: str, ko: str) -> MeasureState:
    """A state in both languages."""
    return MeasureState(measure.id, key, Phrase(en=en, ko=ko))


def final_state(measure: Measure, asof: AsOf) -> MeasureState | None:
    """Revoked or expired, by one reading or by all; None where neither."""
    revoked = measure.revoked.first if measure.revoked else None
    if revoked is not None and measure.begins(revoked) <= asof.valid:
        return state_of(measure, "revoked", f"revoked on {revoked}", f"{revoked} 폐지")
    if isinstance(measure.expiry, Ending):
        state = measure.expiry.state(asof.valid)
        if state == "over":
            return state_of(measure, "expired", "expired", "만료")
        if state == "over by one reading":
            return state_of(measure, "over_by_one_reading", "expired by one reading", "한 해석에 따르면 만료")
    return None


def paused_state(measure: Measure, pause: Pause, valid: datetime) -> MeasureState:
    """Suspended, or after a suspension, by each reading of its end."""
    ends, state = pause.ending.ends, pause.ending.state(valid)
    en = " or ".join(_day_in_zone(end) for end in ends)
    ko = " 또는 ".join(_day_in_zone(end) for end in ends)
    key: StateKey = "paused"
    words = Phrase(en=f"paused until {en}", ko=f"중단 중, {ko}까지")
    if state == "over by one reading":
        key = "pause_over_by_one_reading"
        words = Phrase(en=f"pause over by one reading ({en})", ko=f"한 해석에 따르면 중단 종료({ko})")
    elif state == "over":
        key = "pause_over_state_not_known"
        by_en, by_ko = ("by both", "두 해석 모두") if len(ends) > 1 else ("by its stated reading", "명시된 해석에 따라")
        words = Phrase(en=f"pause over {by_en}; state not known", ko=f"{by_ko} 중단 종료, 현재 상태 알 수 없음")
    return MeasureState(measure.id, key, words, pause, ends)


def _day_in_zone(instant: datetime) -> str:
    zone = getattr(instant.tzinfo, "key", None) or str(instant.tzinfo)
    return f"{instant:%Y-%m-%d %H:%M} {zone}"


def active_state(measure: Measure, active: Mapping[Phase, date]) -> MeasureState:
    """In force, as a whole or in part."""
    open_en, open_ko = _open_end(measure)
    if len(active) == len(measure.in_force):
        first = min(active.values())
        return state_of(measure, "in_force", f"in force since {first}{open_en}", f"{first}부터 시행 중{open_ko}")
    parts = tuple(phase.part for phase in active)
    words = Phrase(
        en=f"in force in part ({', '.join(parts)}){open_en}", ko=f"일부 시행 중({', '.join(parts)}){open_ko}"
    )
    return MeasureState(measure.id, "in_force_in_part", words, parts=parts)


def _open_end(measure: Measure) -> tuple[str, str]:
    """What stands behind "in force" where sources leave open whether it has ended since."""
    if measure.expiry == "not known":
        return "; not known whether it has ended", ", 종료 여부 알 수 없음"
    return "", ""


def before_announcement(measure: Measure, announced: date) -> MeasureState:
    """Before the day of announcement; where only its latest possible day was read, it may have been public already."""
    if measure.announced.day is not None:
        return state_of(measure, "not_announced", "not announced yet", "아직 발표 전")
    en, ko = f"announced on or before {announced}; day not known", f"늦어도 {announced}까지 발표됨, 발표일 알 수 없음"
    return state_of(measure, "in_force_not_known", en, ko)


def idle_state(measure: Measure) -> MeasureState:
    """Announced, or in force from a day nobody read."""
    if any(phase.ongoing for phase in measure.in_force):
        open_en, open_ko = _open_end(measure)
        en, ko = f"in force, first day not read{open_en}", f"시행 중, 시작일 미확인{open_ko}"
        return state_of(measure, "in_force", en, ko)
    if all(phase.text for phase in measure.in_force):
        return state_of(measure, "in_force_not_known", "not known whether in force", "시행 여부 알 수 없음")
    if measure.announced.first is None:
        return state_of(measure, "in_force_not_known", "day of announcement not known", "발표일 알 수 없음")
    return state_of(measure, "announced", *_announced_words(measure))


def _announced_words(measure: Measure) -> tuple[str, str]:
    days = [phase.from_day or phase.planned for phase in measure.in_force]
    first = min((day for day in days if day is not None), default=None)
    if first is None:
        return "announced", "발표됨"
    return f"announced, planned from {first}", f"발표됨, {first} 시행 예정"
