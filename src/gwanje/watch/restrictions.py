"""The register of foreign restrictions: in what state is a measure on a day, as known on a day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Literal, Self
from zoneinfo import ZoneInfo

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.codes import Code
from gwanje.foundation.content import parse_records, unique_records
from gwanje.foundation.endings import Ending
from gwanje.foundation.errors import ContentError, unknown_key
from gwanje.foundation.instants import AsOf
from gwanje.watch.measures import Coverage, Measure, Pause, Phase, Phrase, RegisterNote, covered_codes
from gwanje.watch.sunsets import EndingFact

KnownOf = Callable[[CitedRecord], datetime]
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


@dataclass(frozen=True, slots=True)
class MeasureMatch:
    """A measure that touches an item or a code, and how much of the code it covers."""

    measure: Measure
    state: MeasureState
    items: tuple[str, ...]
    codes: tuple[tuple[Code, Coverage], ...]

    @property
    def controlled_share(self) -> Phrase:
        """The sentence that stands beside every share of a controlled code (a control is never the whole code)."""
        kinds = {coverage for _, coverage in self.codes}
        if not kinds:
            return Phrase(en="no goods code: share not computable", ko="품목 코드 없음: 비중 계산 불가")
        if kinds == {"full"}:
            return Phrase(en="controlled share of this code: all of it", ko="이 코드 중 통제 비중: 전부")
        if kinds == {"part"}:
            return Phrase(
                en="controlled share of this code: part, size unknown", ko="이 코드 중 통제 비중: 일부(크기 미상)"
            )
        return Phrase(en="controlled share of this code: unknown", ko="이 코드 중 통제 비중: 알 수 없음")


@dataclass(frozen=True, slots=True)
class Restrictions:
    """Every foreign measure of the loaded content, with its pauses and the notes of the register."""

    measures: Mapping[str, Measure]
    pauses: Mapping[str, Pause]
    notes: tuple[RegisterNote, ...]
    known_of: KnownOf
    taken_back: Mapping[str, datetime] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    @classmethod
    def read(cls, files: Mapping[str, str], zone: ZoneInfo, known_of: KnownOf) -> Self:
        """Read restrictions/measures.yaml, pauses.yaml and notes.yaml; `known_of` comes from the references."""
        folder = "restrictions/"
        listed = parse_records(files.get(p := folder + "measures.yaml", ""), p, Measure, zone=zone)
        paused = parse_records(files.get(p := folder + "pauses.yaml", ""), p, Pause, zone=zone)
        measures = unique_records("measure", ((measure.id, measure) for measure in listed))
        pauses = unique_records("pause", ((pause.id, pause) for pause in paused))
        notes = parse_records(files.get(p := folder + "notes.yaml", ""), p, RegisterNote, zone=zone)
        _check_links(measures, pauses, notes)
        for record in (*measures.values(), *pauses.values(), *notes):
            known_of(record)
        return cls(measures, pauses, tuple(notes), known_of)

    def joined(
        self,
        measures: Iterable[Measure],
        pauses: Iterable[Pause],
        known_of: KnownOf,
        taken_back: Mapping[str, datetime] | None = None,
    ) -> Self:
        """With what people confirmed; a record that does not fit the register is left out by its id, never forced."""
        every, held, out = dict(self.measures), dict(self.pauses), []
        for measure in measures:
            if measure.id in every or not all(other in every for other in measure.mapped_as):
                out.append(measure.id)
            else:
                every[measure.id] = measure
        for pause in pauses:
            if pause.id in held or not all(one in every for one in pause.of):
                out.append(pause.id)
            else:
                held[pause.id] = pause
        return replace(
            self,
            measures=every,
            pauses=held,
            known_of=known_of,
            taken_back={**self.taken_back, **(taken_back or {})},
            left_out=(*self.left_out, *out),
        )

    def is_believed(self, record_id: str, known: datetime) -> bool:
        """Whether nobody had taken a record back by then."""
        return record_id not in self.taken_back or known < self.taken_back[record_id]

    def get(self, measure_id: str) -> Measure:
        """One measure; an unknown id is refused."""
        if measure_id not in self.measures:
            raise unknown_key("measure", measure_id, self.measures)
        return self.measures[measure_id]

    def pauses_of(self, measure_id: str, known: datetime) -> tuple[Pause, ...]:
        """The pauses of a measure that were known by then, earliest first."""
        found = [p for p in self.pauses.values() if measure_id in p.of and self.known_of(p) <= known]
        believed = (pause for pause in found if self.is_believed(pause.id, known))
        return tuple(sorted(believed, key=lambda pause: pause.begins))

    def notes_on(self, record_id: str) -> tuple[RegisterNote, ...]:
        """The register notes that concern a measure or a pause."""
        return tuple(note for note in self.notes if record_id in note.concerns)

    def codes_of(self, measure: Measure) -> dict[Code, Coverage]:
        """Every code a measure is mapped to, with its vintage and coverage."""
        return covered_codes(measure, self.measures.values())

    def state(self, measure_id: str, asof: AsOf) -> MeasureState:
        """The state of a measure on a day, as known on a day; an end that has passed is a state, never an error."""
        measure = self.get(measure_id)
        if self.known_of(measure) > asof.known:
            return _state(measure, "not_known_yet", "not known yet", "아직 알려지지 않음")
        if not self.is_believed(measure_id, asof.known):
            return _state(measure, "taken_back", "entered by mistake and taken back", "잘못 입력되어 취소됨")
        return _final_state(measure, asof) or self._running_state(measure, asof)

    def in_force(self, measure_id: str, asof: AsOf) -> bool | None:
        """Whether a measure applies on day D as known on day K; None where that is not known."""
        return self.state(measure_id, asof).in_force

    def states(self, asof: AsOf) -> tuple[MeasureState, ...]:
        """The state of every measure known by then, in the order of the register."""
        every = (self.state(measure_id, asof) for measure_id in self.measures)
        return tuple(state for state in every if state.key not in {"not_known_yet", "taken_back"})

    def measures_for(
        self, asof: AsOf, *, items: Iterable[str] = (), codes: Iterable[Code] = ()
    ) -> tuple[MeasureMatch, ...]:
        """The known measures that name one of the items or are mapped to one of the codes, vintage included."""
        wanted_items, wanted_codes = set(items), set(codes)
        found = []
        for state in self.states(asof):
            measure = self.measures[state.measure]
            shared = tuple(item for item in measure.items if item in wanted_items)
            mapped = tuple(pair for pair in self.codes_of(measure).items() if pair[0] in wanted_codes)
            if shared or mapped:
                found.append(MeasureMatch(measure, state, shared, mapped))
        return tuple(found)

    def new_between(self, start: datetime, end: datetime) -> tuple[Measure | Pause, ...]:
        """Measures and pauses that became known after `start` and not later than `end`, earliest first."""
        records: list[Measure | Pause] = [*self.measures.values(), *self.pauses.values()]
        dated = sorted(((self.known_of(record), record.id, record) for record in records), key=lambda row: row[:2])
        fresh = (record for instant, _, record in dated if start < instant <= end)
        return tuple(record for record in fresh if self.is_believed(record.id, end))

    def endings(self) -> tuple[EndingFact, ...]:
        """Every end the register holds: of pauses, and of measures that expire."""
        found = [
            EndingFact(
                pause.id,
                pause.what,
                pause.ending,
                self.known_of(pause),
                begins=pause.begins,
                sources=pause.sources,
                mandate=pause.mandate,
                taken_back=self.taken_back.get(pause.id),
                subjects=tuple(dict.fromkeys(item for m in pause.of for item in self.measures[m].items)),
            )
            for pause in self.pauses.values()
        ]
        for measure in self.measures.values():
            if isinstance(measure.expiry, Ending):
                known = self.known_of(measure)
                about = (measure.sources, measure.mandate, measure.items, self.taken_back.get(measure.id))
                found.append(EndingFact(measure.id, measure.materials, measure.expiry, known, None, *about))
        return tuple(found)

    def latest_known(self) -> datetime | None:
        """The latest instant at which any record of the register became known."""
        records: list[CitedRecord] = [*self.measures.values(), *self.pauses.values(), *self.notes]
        return max((*(self.known_of(record) for record in records), *self.taken_back.values()), default=None)

    def _running_state(self, measure: Measure, asof: AsOf) -> MeasureState:
        for pause in reversed(self.pauses_of(measure.id, asof.known)):
            if pause.begins <= asof.valid:
                return _paused_state(measure, pause, asof.valid)
        announced = measure.announced.first
        days = {phase: self._first_day(phase, asof.known) for phase in measure.in_force}
        active = {phase: day for phase, day in days.items() if day is not None and measure.begins(day) <= asof.valid}
        if active:
            return _active_state(measure, active)
        if announced is not None and measure.begins(announced) > asof.valid:
            return _before_announcement(measure, announced)
        return _idle_state(measure)

    def _first_day(self, phase: Phase, known: datetime) -> date | None:
        """The first day of a phase by what was known then: a plan counts until its pause is known."""
        if phase.held_by is not None and self.known_of(self.pauses[phase.held_by]) <= known:
            return None
        return phase.from_day or phase.planned

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures.values())

    def __len__(self) -> int:
        return len(self.measures)


def _state(measure: Measure, key: StateKey, en: str, ko: str) -> MeasureState:
    return MeasureState(measure.id, key, Phrase(en=en, ko=ko))


def _final_state(measure: Measure, asof: AsOf) -> MeasureState | None:
    revoked = measure.revoked.first if measure.revoked else None
    if revoked is not None and measure.begins(revoked) <= asof.valid:
        return _state(measure, "revoked", f"revoked on {revoked}", f"{revoked} 폐지")
    if isinstance(measure.expiry, Ending):
        state = measure.expiry.state(asof.valid)
        if state == "over":
            return _state(measure, "expired", "expired", "만료")
        if state == "over by one reading":
            return _state(measure, "over_by_one_reading", "expired by one reading", "한 해석에 따르면 만료")
    return None


def _paused_state(measure: Measure, pause: Pause, valid: datetime) -> MeasureState:
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


def _active_state(measure: Measure, active: Mapping[Phase, date]) -> MeasureState:
    open_en, open_ko = _open_end(measure)
    if len(active) == len(measure.in_force):
        first = min(active.values())
        return _state(measure, "in_force", f"in force since {first}{open_en}", f"{first}부터 시행 중{open_ko}")
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


def _before_announcement(measure: Measure, announced: date) -> MeasureState:
    """Before the day of announcement; where only its latest possible day was read, it may have been public already."""
    if measure.announced.day is not None:
        return _state(measure, "not_announced", "not announced yet", "아직 발표 전")
    en, ko = f"announced on or before {announced}; day not known", f"늦어도 {announced}까지 발표됨, 발표일 알 수 없음"
    return _state(measure, "in_force_not_known", en, ko)


def _idle_state(measure: Measure) -> MeasureState:
    if any(phase.ongoing for phase in measure.in_force):
        open_en, open_ko = _open_end(measure)
        en, ko = f"in force, first day not read{open_en}", f"시행 중, 시작일 미확인{open_ko}"
        return _state(measure, "in_force", en, ko)
    if all(phase.text for phase in measure.in_force):
        return _state(measure, "in_force_not_known", "not known whether in force", "시행 여부 알 수 없음")
    if measure.announced.first is None:
        return _state(measure, "in_force_not_known", "day of announcement not known", "발표일 알 수 없음")
    return _state(measure, "announced", *_announced_words(measure))


def _announced_words(measure: Measure) -> tuple[str, str]:
    days = [phase.from_day or phase.planned for phase in measure.in_force]
    first = min((day for day in days if day is not None), default=None)
    if first is None:
        return "announced", "발표됨"
    return f"announced, planned from {first}", f"발표됨, {first} 시행 예정"


def _check_links(measures: Mapping[str, Measure], pauses: Mapping[str, Pause], notes: Iterable[RegisterNote]) -> None:
    for measure in measures.values():
        for other in measure.mapped_as:
            _expect(other, measures, measure.place, "mapped_as")
        for phase in measure.in_force:
            if phase.held_by is not None:
                _expect(phase.held_by, pauses, measure.place, "held_by")
    for pause in pauses.values():
        for measure_id in pause.of:
            _expect(measure_id, measures, pause.place, "of")
    for note in notes:
        for record_id in note.concerns:
            _expect(record_id, {**measures, **pauses}, note.place, "concerns")


def _expect(asked: str, known: Mapping[str, object], place: str, key: str) -> None:
    if asked not in known:
        near = get_close_matches(asked, known, n=1, cutoff=0.5)
        raise ContentError(
            f"{key} names '{asked}', which the register does not hold",
            place=place,
            expected="the id of a measure or pause",
            found=asked,
            remedy=f"Did you mean '{near[0]}'?" if near else "Correct the id, or add that record",
        )
