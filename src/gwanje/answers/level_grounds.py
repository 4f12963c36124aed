"""What an adopted level rests on: the readings of its proposal as told then, what stood beside it, what was decided."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from gwanje.answers.answer import Plain
from gwanje.answers.instants_in_words import instant_words
from gwanje.answers.level_words import bounds_words, level_called
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.watch import (
    ENTRY,
    SHARES,
    LevelAct,
    LevelAdopted,
    LevelExtended,
    LevelProposed,
    LevelState,
    Scheme,
    StationPassed,
)
from gwanje.watch.decisions import NOT_ASKED

Json = dict[str, Any]
Decided = LevelAdopted | LevelExtended


class ReadingThen(Plain):
    """One reading that was held against a condition of a criterion, and what came out, as it was kept."""

    criterion: str
    level: str | None
    condition: str
    about: Sentence
    value: float | bool | None
    stated: str | None
    unit: str
    day: date
    days: int | None
    measured: tuple[Json, ...]
    known: datetime | None
    sources: tuple[str, ...]
    outcome: str
    why: Sentence
    words: Sentence


class BesideThen(Plain):
    """What had been measured of an item when the level was proposed; it decided nothing."""

    item: str
    kind: str
    status: str
    period: str
    figures: tuple[Json, ...]
    words: Sentence


class LevelGrounds(Plain):
    """One adoption with its proposal, or an extension; `proposal` is None where none was made, or it was erased."""

    step: str
    proposal: int | None
    proposed_by: str
    proposed_at: datetime | None
    proposed_level: str | None
    outcome: str
    note: str
    readings: tuple[ReadingThen, ...]
    not_read: tuple[Sentence, ...]
    beside: tuple[BesideThen, ...]
    decided: tuple[Sentence, ...]
    words: Sentence


def level_grounds(
    tower: Tower, scheme: Scheme, state: LevelState | None, acts: Iterable[LevelAct]
) -> tuple[LevelGrounds, ...]:
    """The grounds of every adoption and extension by which a level holds, or may hold; `acts` are those known by then."""
    by_number = {act.number: act for act in acts}
    steps = dict.fromkeys((*state.run, *state.steps)) if state else {}
    entered = (by_number.get(int(one.removeprefix(ENTRY))) for one in steps if one.startswith(ENTRY))
    return tuple(
        _grounds(tower, scheme, one, by_number) for one in entered if isinstance(one, LevelAdopted | LevelExtended)
    )


def _grounds(tower: Tower, scheme: Scheme, act: Decided, acts: Mapping[int, LevelAct]) -> LevelGrounds:
    found = acts.get(act.proposal) if isinstance(act, LevelAdopted) else None
    proposal = found if isinstance(found, LevelProposed) else None
    return LevelGrounds(
        step=f"{ENTRY}{act.number}",
        proposal=proposal.number if proposal else None,
        proposed_by=proposal.by if proposal else "",
        proposed_at=proposal.at if proposal else None,
        proposed_level=proposal.level or None if proposal else None,
        outcome=proposal.outcome if proposal else "",
        note=proposal.note if proposal else "",
        readings=tuple(_readings(scheme, proposal, tower.zone)) if proposal else (),
        not_read=tuple(_not_read(proposal)) if proposal else (),
        beside=tuple(_beside(one) for one in proposal.beside) if proposal else (),
        decided=tuple(_decided(scheme, act, tower.zone)),
        words=_words(scheme, act, proposal, tower.zone),
    )


def _words(scheme: Scheme, act: Decided, proposal: LevelProposed | None, zone: ZoneInfo) -> Sentence:
    en, ko = level_called(scheme, act.level, "en"), level_called(scheme, act.level, "ko")
    if isinstance(act, LevelExtended):
        return Sentence(
            en=f"{en} (entry {act.number}) was extended; it rests on what it extends",
            ko=f"{ko}({act.number}번): 연장, 근거는 연장된 단계의 것",
        )
    if proposal is not None:
        at = instant_words(proposal.at.astimezone(zone), zone)
        return Sentence(
            en=f"{en} (entry {act.number}) rests on proposal {proposal.number} of {at.en} by {proposal.by}, as told then",
            ko=f"{ko}({act.number}번)의 근거: {at.ko} {proposal.by} 제안 {proposal.number}번, 당시 기재 그대로",
        )
    if act.proposal:
        return Sentence(
            en=f"{en} (entry {act.number}) rests on proposal {act.proposal}, of which nothing can be read any more",
            ko=f"{ko}({act.number}번)의 근거: 제안 {act.proposal}번, 지금은 읽을 수 없음",
        )
    return Sentence(
        en=f"{en} (entry {act.number}) rests on no proposal, so no reading was kept",
        ko=f"{ko}({act.number}번): 제안 없이 채택되어 기록된 입력값 없음",
    )


def _readings(scheme: Scheme, proposal: LevelProposed, zone: ZoneInfo) -> Iterator[ReadingThen]:
    held = set()
    for result, part in _parts(proposal):
        reading = part.get("reading")
        if reading:
            held.add(part["condition"])
            yield _reading(scheme, result, part, reading, zone)
    for reading in proposal.readings:
        if reading["condition"] not in held:
            yield _reading(scheme, {}, {}, reading, zone)


def _parts(proposal: LevelProposed) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Every condition of every criterion as it was held against the readings."""
    return ((result, part) for result in proposal.results for part in result.get("conditions", ()))


def _not_read(proposal: LevelProposed) -> Iterator[Sentence]:
    """Conditions for which nobody had a reading, with the reason that was given then."""
    for result, part in _parts(proposal):
        if not part.get("reading"):
            about, why = part["about"], part["why"]
            yield Sentence(
                en=f"{result['criterion']}, {about['en']}: {why['en']}", ko=f"{result['criterion']}, {about['ko']}: {why['ko']}",
                sources=tuple(result.get("sources", ())),
            )  # fmt: skip


def _reading(
    scheme: Scheme, result: Mapping[str, Any], part: Mapping[str, Any], reading: Mapping[str, Any], zone: ZoneInfo
) -> ReadingThen:
    sources = tuple(reading["sources"])
    about = part.get("about") or {"en": reading["condition"], "ko": reading["condition"]}
    none = {"en": "no criterion then known asked for it", "ko": "당시 알려진 기준에 해당 없음"}
    why = part.get("why") or none
    day = datetime.fromisoformat(reading["at"]).astimezone(zone).date()
    known = reading.get("known")
    asked = Sentence(en=about["en"], ko=about["ko"], sources=(*sources, *result.get("sources", ())))
    verdict = Sentence(en=why["en"], ko=why["ko"], sources=sources)
    return ReadingThen(
        criterion=result.get("criterion", ""),
        level=result.get("level"),
        condition=reading["condition"],
        about=asked,
        value=reading.get("value"),
        stated=reading.get("stated"),
        unit=part.get("unit", ""),
        day=day,
        days=reading.get("days"),
        measured=tuple(dict(one) for one in reading.get("measured", ())),
        known=datetime.fromisoformat(known) if known else None,
        sources=sources,
        outcome=part.get("outcome", "not_checkable"),
        why=verdict,
        words=_told(scheme, result, part, reading, (asked, verdict), day),
    )


_OUTCOMES = {
    "met": ("met", "충족"),
    "not_met": ("not met", "미충족"),
    "not_checkable": ("not checkable", "확인 불가"),
}


def _told(
    scheme: Scheme,
    result: Mapping[str, Any],
    part: Mapping[str, Any],
    reading: Mapping[str, Any],
    words: tuple[Sentence, Sentence],
    day: date,
) -> Sentence:
    """Criterion, condition, value with its unit, source and day, what was asked for, and what came out."""
    about, why = words
    value, asked = _value(part, reading), _asked(part)
    outcome = _OUTCOMES[part.get("outcome", "not_checkable")]
    level = result.get("level")
    of = (
        (f"{result['criterion']} ({level_called(scheme, level, 'en') if level else '–'}), ",
         f"{result['criterion']}({level_called(scheme, level, 'ko') if level else '–'}), ")
        if result else ("", "")
    )  # fmt: skip
    cited = ", ".join(reading["sources"])
    days = reading.get("days")
    held = (f", held for {days} days", f", {days}일 지속") if days else ("", "")
    known = (
        (f", known {reading['known'][:10]}", f", 인지 {reading['known'][:10]}") if reading.get("known") else ("", "")
    )
    return Sentence(
        en=f"{of[0]}{about.en}: {value[0]}{held[0]} [{cited}], read for {day}{known[0]}{asked[0]}: {outcome[0]} ({why.en})",
        ko=f"{of[1]}{about.ko}: {value[1]}{held[1]} [{cited}], 기준일 {day}{known[1]}{asked[1]}: {outcome[1]}({why.ko})",
        sources=about.sources,
    )


def _value(part: Mapping[str, Any], reading: Mapping[str, Any]) -> tuple[str, str]:
    """The value as it was given: figures with their periods, yes or no, or that a source stated it without one."""
    measured = reading.get("measured", ())
    if measured:
        figures = [(one, _figure(one["value"], part)) for one in measured]
        en = "; ".join(f"{one['basis']['en']}, {one['period']}: {figure[0]}" for one, figure in figures)
        ko = "; ".join(f"{one['basis']['ko']}, {one['period']}: {figure[1]}" for one, figure in figures)
        return en, ko
    value = reading.get("value")
    if isinstance(value, bool):
        return ("yes", "예") if value else ("no", "아니오")
    if value is None:
        return "stated without a value", "값 없이 제시됨"
    return _figure(value, part)


def _figure(value: float, part: Mapping[str, Any]) -> tuple[str, str]:
    """In its unit, in both languages; a change of a share is in points, never in per cent."""
    kind, unit = part.get("kind", ""), part.get("unit", "")
    if kind == "reliance-change":
        return f"{value * 100:+.3g} points", f"{value * 100:+.3g}%p"
    if kind not in SHARES:
        told = f"{value:,.6g} {unit}".rstrip()
    else:
        told = f"{value * 100:+.3g}%" if kind != "stock-share" else f"{value * 100:.3g}%"
    return told, told


def _asked(part: Mapping[str, Any]) -> tuple[str, str]:
    """The bounds as they stood then."""
    low, high = part.get("low"), part.get("high")
    if low is None and high is None:
        return "", ""
    en, ko = bounds_words((low, high), part.get("kind", ""), part.get("unit", ""), part.get("edges"))
    return f"; asked: {en}", f", 기준 {ko}"


def _beside(kept: Mapping[str, Any]) -> BesideThen:
    return BesideThen(
        item=kept["item"],
        kind=kept["kind"],
        status=kept["status"],
        period=kept.get("period", ""),
        figures=tuple(dict(one) for one in kept.get("figures", ())),
        words=Sentence.model_validate(kept["words"]),
    )


def _decided(scheme: Scheme, act: Decided, zone: ZoneInfo) -> Iterator[Sentence]:
    """The line it passed with what each office said, and what was decided with the level."""
    own = (f"{ENTRY}{act.number}",)
    for station in act.line:
        yield _station(station, own)
    before = act.before if isinstance(act, LevelAdopted) else act.level
    called = (level_called(scheme, before, "en"), level_called(scheme, before, "ko"))
    when = instant_words((act.effective or act.at).astimezone(zone), zone)
    until = instant_words(act.until.astimezone(zone), zone) if act.until else None
    yield Sentence(
        en=f"from {called[0] or 'no level'}, effective {when.en}" + (f", until {until.en}" if until else ", no end given"),
        ko=f"이전 {called[1] or '단계 없음'}, 발효 {when.ko}" + (f", 종료 {until.ko}" if until else ", 종료일 없음"),
    )  # fmt: skip
    for en, ko, text in _texts(act):
        if text:
            yield Sentence(en=f"{en}: {text}", ko=f"{ko}: {text}", sources=own)


def _texts(act: Decided) -> tuple[tuple[str, str, str], ...]:
    """What was written beside a decision."""
    if isinstance(act, LevelExtended):
        return (("reason", "사유", act.reason),)
    return (("reason", "사유", act.override_reason), ("notice", "고시", act.form), ("note", "비고", act.note))


def _station(station: StationPassed, own: tuple[str, ...]) -> Sentence:
    en, ko = _STATIONS.get(station.station, (station.station, station.station))
    if station.says == NOT_ASKED:
        return Sentence(en=f"{en}: {NOT_ASKED}", ko=f"{ko}: 필요하지 않아 구하지 않음")
    if station.waived:
        return Sentence(
            en=f"{en}: passed by, because {station.says}", ko=f"{ko}: 생략(사유: {station.says})", sources=own
        )
    says = (f" ({station.says})", f"({station.says})") if station.says else ("", "")
    return Sentence(en=f"{en}: {station.by}{says[0]}", ko=f"{ko}: {station.by}{says[1]}", sources=own)


_STATIONS = {"draft": ("drafted", "기안"), "consult": ("consulted", "협조"), "sign": ("signed", "결재")}
