"""Foreign measures on a brief: title, dates, state that day, how much of the code is covered, and what ends."""

from collections.abc import Sequence
from dataclasses import replace

from gwanje.answers.briefing import MeasureLine
from gwanje.answers.instants_in_words import zone_words
from gwanje.answers.morning import EndLine
from gwanje.answers.sentences import Sentence
from gwanje.answers.today import windows_of_ends
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code
from gwanje.foundation.instants import AsOf
from gwanje.watch import Measure, MeasureMatch, MeasureState, Phrase
from gwanje.watch.store import TradeStore


def measure_lines(
    tower: Tower, items: Sequence[str], as_of: AsOf, *, mandate: str | None = None
) -> tuple[MeasureLine, ...]:
    """Every known measure that names one of the items, is mapped to one of their codes, or goes to the affair."""
    keys = [key for key in items if key in tower.items]
    codes = [member.code for key in keys for member in tower.items.codes(key, scheme="hs") if member.is_whole]
    found = list(tower.restrictions.measures_for(as_of, items=items, codes=codes))
    if mandate is not None:
        seen = {match.measure.id for match in found}
        found += [match for match in _routed(tower, mandate, as_of) if match.measure.id not in seen]
    ordered = sorted(
        found, key=lambda match: (str(match.measure.announced.first or ""), match.measure.id), reverse=True
    )
    every = {member.code for key in keys for member in tower.items.codes(key, scheme="hs")}
    return tuple(_line(tower, match, every, as_of) for match in ordered)


def _routed(tower: Tower, mandate: str, as_of: AsOf) -> list[MeasureMatch]:
    """The known measures whose lead is the holder of an affair."""
    states = tower.restrictions.states(as_of)
    routes = {state.measure: tower.registry.route(state.measure).mandate for state in states}
    return [
        MeasureMatch(tower.restrictions.get(state.measure), state, items=(), codes=())
        for state in states
        if (route := routes[state.measure]) is not None and route.key == mandate
    ]


def _coverage(tower: Tower, match: MeasureMatch, codes: set[Code]) -> Sentence:
    """How much of the subject's codes the measure covers; codes that the item shares with other goods count too."""
    mapped = tower.restrictions.codes_of(match.measure)
    shared = tuple((code, coverage) for code, coverage in mapped.items() if code in codes)
    if mapped and not shared:
        return Sentence(
            en="its goods codes are not those of this item", ko="조치의 품목 코드와 이 품목의 코드가 서로 다름"
        )
    share = replace(match, codes=shared).controlled_share
    return Sentence(en=share.en, ko=share.ko)


def _line(tower: Tower, match: MeasureMatch, codes: set[Code], as_of: AsOf) -> MeasureLine:
    measure, state = match.measure, match.state
    visible = {claim.id for claim in tower.claims.known_by(as_of.known)}
    first = min((phase.from_day for phase in measure.in_force if phase.from_day), default=None)
    return MeasureLine(
        id=measure.id,
        title=Sentence(
            en=f"{measure.number.en}: {measure.materials.en}",
            ko=f"{measure.number.ko}: {measure.materials.ko}",
            sources=measure.sources,
        ),
        announced=measure.announced.text,
        in_force=first.isoformat() if first else "",
        state=state.key,
        state_words=_state_words(match.state),
        coverage=_with_data_note(tower, measure, _coverage(tower, match, codes), as_of),
        unverified=measure.status == "unverified",
        claims=tuple(claim for claim in measure.claims if claim in visible),
        sources=(*measure.sources, *(measure.slice.sources if _data_note(tower, measure, as_of) else ())),
    )


def _data_note(tower: Tower, measure: Measure, as_of: AsOf) -> Phrase | None:
    """What the packaged trade data show of the goods of a measure, once they were known."""
    first = TradeStore(tower.warehouse).first_known()
    return measure.slice.note if measure.slice.codes and first is not None and first <= as_of.known else None


def _with_data_note(tower: Tower, measure: Measure, share: Sentence, as_of: AsOf) -> Sentence:
    note = _data_note(tower, measure, as_of)
    if note is None:
        return share
    sources = tuple(dict.fromkeys((*share.sources, *measure.slice.sources)))
    return Sentence(en=f"{share.en}; {note.en}", ko=f"{share.ko}, {note.ko}", sources=sources)


def _state_words(state: MeasureState) -> Sentence:
    """The state in the register's words; a running pause by the days on which it may end."""
    if state.key != "paused":
        return Sentence(en=_without_instants(state.words.en), ko=_without_instants(state.words.ko))
    days = [end.date() for end in state.ends]
    zone = zone_words(state.ends[0])
    en = " or ".join(f"{day.day} {day:%b %Y}" for day in days)
    ko = " 또는 ".join(f"{day.year}. {day.month}. {day.day}." for day in days)
    return Sentence(en=f"suspended; over from 00:00 on {en} ({zone[0]})", ko=f"유예 중, {ko} 0시부터 종료({zone[1]})")


def _without_instants(text: str) -> str:
    """The words before a bracket: the instants stand among the ends of the page."""
    return text.split(" (", 1)[0].split("(2", 1)[0]


def measures_words(measures: Sequence[MeasureLine]) -> Sentence:
    """How many measures touch the subject, and how many are in force that day as far as known."""
    if not measures:
        return Sentence(en="No foreign measure on it is known", ko="알려진 외국 조치 없음")
    force = sum(measure.state in {"in_force", "in_force_in_part"} for measure in measures)
    unclear = sum(measure.state in _UNCLEAR for measure in measures)
    doubt = (f", {unclear} not known", f", {unclear}건 알 수 없음") if unclear else ("", "")
    return Sentence(
        en=f"{len(measures)} foreign measure{'' if len(measures) == 1 else 's'} touch{'es' if len(measures) == 1 else ''} it: {force} in force{doubt[0]}",
        ko=f"외국 조치 {len(measures)}건: 시행 중 {force}건{doubt[1]}",
    )


_UNCLEAR = {"in_force_not_known", "pause_over_by_one_reading", "pause_over_state_not_known", "over_by_one_reading"}


def countdown_lines(tower: Tower, measures: Sequence[str], items: Sequence[str], as_of: AsOf) -> tuple[EndLine, ...]:
    """What ends soon or has just passed among these measures and items."""
    pauses = {pause.id for pause in tower.restrictions.pauses.values() if set(pause.of) & set(measures)}
    wanted = pauses | set(measures)
    ends = windows_of_ends(tower, as_of)
    return tuple(end for end in ends.all() if end.id in wanted or set(end.items) & set(items))
