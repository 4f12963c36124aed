"""The first line of the morning: what an official should know before reading on, or that it is quiet."""

import re
from collections.abc import Sequence
from itertools import groupby

from gwanje.answers.morning import EndLine, EndWindows, Heartbeat, NewThing
from gwanje.answers.sentences import Sentence

_CLAUSE = re.compile(r"[.;:] ")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def headline(new: Sequence[NewThing], ends: EndWindows, beat: Heartbeat) -> Sentence:
    """Reform of the day, then what ends within a week, then what has just passed, then what is new; else quiet."""
    parts = [part for part in (_reform(new), _level(new), _week(ends), _passed(ends), _later(ends), _news(new)) if part]
    if not parts:
        return Sentence(
            en=f"Quiet: nothing new, and nothing ends within 90 days; {beat.items} items and {beat.sources} sources were looked at.",
            ko=f"이상 없음: 새 소식 없고 90일 안에 끝나는 것 없음. 품목 {beat.items}개, 자료원 {beat.sources}개 확인.",
        )
    quiet = not any((_reform(new), _level(new), _week(ends), _passed(ends)))
    en = "; ".join(part[0] for part in parts[:3])
    ko = ", ".join(part[1] for part in parts[:3])
    lead_en, lead_ko = ("Quiet for the week: ", "이번 주 이상 없음: ") if quiet else ("", "")
    first = f"{lead_en}{en}."
    cited = [
        source
        for thing in (_first_of("reform", new), _first_of("level", new))
        if thing
        for source in thing.what.sources
    ]
    return Sentence(en=first[:1].upper() + first[1:], ko=f"{lead_ko}{ko}.", sources=tuple(dict.fromkeys(cited)))


def _first_of(kind: str, new: Sequence[NewThing]) -> NewThing | None:
    """The newest thing of a kind that is not unverified: what the headline speaks of, with its sources."""
    return next((thing for thing in new if thing.kind == kind and not thing.unverified), None)


def _count(number: int, noun: str) -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {noun}{'' if number == 1 else 's'}"


def _reform(new: Sequence[NewThing]) -> tuple[str, str] | None:
    reform = _first_of("reform", new)
    if reform is None:
        return None
    what = reform.what
    return what.en.split(";", 1)[0].rstrip("."), what.ko.split(";", 1)[0].rstrip(".")


def _level(new: Sequence[NewThing]) -> tuple[str, str] | None:
    """The newest step of a warning level, in the first sentence or clause of its fact."""
    step = _first_of("level", new)
    if step is None:
        return None
    day = step.known_on
    said_en, said_ko = _CLAUSE.split(step.what.en, maxsplit=1)[0], step.what.ko.split(". ", 1)[0]
    return f"{said_en.rstrip('.')} ({day.day} {day:%b})", f"{said_ko.rstrip('.')}({day.month}. {day.day}.)"


def _kind(lines: Sequence[EndLine]) -> tuple[str, str]:
    pauses = all(line.kind == "suspension" for line in lines)
    return ("suspension", "유예") if pauses else ("term", "기한")


def _week(ends: EndWindows) -> tuple[str, str] | None:
    if not ends.week:
        return None
    parts_en, parts_ko = [], []
    for days, group in groupby(ends.week, key=lambda line: line.days_left):
        lines = list(group)
        noun_en, noun_ko = _kind(lines)
        both = any(len(line.ends) > 1 for line in lines)
        end = "ends" if len(lines) == 1 else "end"
        when_en = "today" if days == 0 else "in 1 day" if days == 1 else f"in {days} days"
        when_ko = "오늘" if days == 0 else f"{days}일 뒤"
        parts_en.append(f"{_count(len(lines), noun_en)} {end} {when_en}" + (" by the earlier reading" if both else ""))
        parts_ko.append(f"{noun_ko} {len(lines)}건이 {when_ko} 종료" + ("(이른 해석 기준)" if both else ""))
    return ", ".join(parts_en), ", ".join(parts_ko)


def _passed(ends: EndWindows) -> tuple[str, str] | None:
    if not ends.passed:
        return None
    one = [line for line in ends.passed if line.state == "over by one reading"]
    over = [line for line in ends.passed if line.state == "over"]
    parts_en, parts_ko = [], []
    if one:
        verb = "is" if len(one) == 1 else "are"
        parts_en.append(f"{_count(len(one), _kind(one)[0])} {verb} over by one reading")
        parts_ko.append(f"{_kind(one)[1]} {len(one)}건은 한 해석에 따르면 종료")
    if over:
        noun_en, noun_ko = _kind(over)
        verb = "has" if len(over) == 1 else "have"
        is_pause = noun_en == "suspension"
        parts_en.append(
            f"{_count(len(over), noun_en)} {verb} passed" + (", what followed is not known" if is_pause else "")
        )
        parts_ko.append(f"{noun_ko} {len(over)}건 경과" + ("(이후 상태 알 수 없음)" if is_pause else ""))
    return " and ".join(parts_en), ", ".join(parts_ko)


def _later(ends: EndWindows) -> tuple[str, str] | None:
    lines = ends.month or ends.quarter
    if not lines:
        return None
    noun_en, noun_ko = _kind(lines)
    end = "ends" if len(lines) == 1 else "end"
    within = 30 if ends.month else 90
    soonest = lines[0].days_left
    return (
        f"{_count(len(lines), noun_en)} {end} within {within} days, the first in {soonest}",
        f"{within}일 안에 {noun_ko} {len(lines)}건 종료(가장 이른 것 {soonest}일 뒤)",
    )


def _news(new: Sequence[NewThing]) -> tuple[str, str] | None:
    others = [thing for thing in new if thing.kind not in ("reform", "data") and not thing.unverified]
    return (f"{_count(len(others), 'new fact')} in 14 days", f"14일간 새 소식 {len(others)}건") if others else None
