"""Instants as officials read them: the country's time first, the source's own time beside it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from gwanje.answers.sentences import Sentence

_WEEKDAYS_KO = "월화수목금토일"
_ZONE_WORDS = {
    "Asia/Seoul": ("KST", "한국 시각"),
    "Asia/Shanghai": ("Beijing", "베이징 시각"),
    "America/New_York": ("US Eastern", "미 동부 시각"),
    "UTC": ("UTC", "UTC"),
}


def zone_words(instant: datetime) -> tuple[str, str]:
    """What a zone is called in English and Korean; an unlisted one by the city of its name."""
    key = getattr(instant.tzinfo, "key", None) or str(instant.tzname())
    return _ZONE_WORDS.get(key, (key.rsplit("/", 1)[-1].replace("_", " "), key.rsplit("/", 1)[-1].replace("_", " ")))


def instant_words(instant: datetime, zone: ZoneInfo) -> Sentence:
    """One instant: day, weekday and time of the country; the source's time in brackets where it differs."""
    local = instant.astimezone(zone)
    here = zone_words(local)
    en = f"{local:%a} {local.day} {local:%b %Y} {local:%H:%M} {here[0]}"
    ko = f"{local.year}. {local.month}. {local.day}.({_WEEKDAYS_KO[local.weekday()]}) {local:%H:%M}"
    if instant.utcoffset() != local.utcoffset():
        there = zone_words(instant)
        same_day = instant.date() == local.date()
        day_en, day_ko = ("", "") if same_day else (f"{instant.day} {instant:%b} ", f"{instant.month}. {instant.day}. ")
        en += f" ({day_en}{instant:%H:%M} {there[0]})"
        ko += f"({there[1]} {day_ko}{instant:%H:%M})"
    return Sentence(en=en, ko=ko)


def ends_words(ends: tuple[datetime, ...], zone: ZoneInfo, valid: datetime) -> Sentence:
    """Every candidate end; which have come; "ends today" where the first falls on this day."""
    today = ends[0].astimezone(zone).date() == valid.astimezone(zone).date()
    words = [instant_words(end, zone) for end in ends]
    en = " or ".join(word.en for word in words)
    ko = " 또는 ".join(word.ko for word in words)
    if ends[-1] <= valid:
        by = ("by both readings", "두 해석 모두") if len(ends) > 1 else ("by its stated reading", "명시된 해석에 따라")
        return Sentence(en=f"over {by[0]}: {en}", ko=f"{by[1]} 종료: {ko}")
    if ends[0] <= valid:
        return Sentence(en=f"over by one reading: {en}", ko=f"한 해석에 따르면 종료: {ko}")
    return (
        Sentence(en=f"ends today: {en}", ko=f"오늘 종료: {ko}") if today else Sentence(en=f"ends {en}", ko=f"종료 {ko}")
    )
