"""The register of foreign restrictions: in what state is a measure on a day, as known on a day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Self
from zoneinfo import ZoneInfo

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.codes import Code
from gwanje.foundation.content import parse_records, unique_records
from gwanje.foundation.endings import Ending
from gwanje.foundation.errors import ContentError, unknown_key
from gwanje.foundation.instants import AsOf
from gwanje.watch.measure_states import (
    MeasureState,
    active_state,
    before_announcement,
    final_state,
    idle_state,
    paused_state,
    state_of,
)
from gwanje.watch.measures import Coverage, Measure, Pause, Phase, Phrase, RegisterNote, covered_codes
from gwanje.watch.sunsets import EndingFact

KnownOf = Callable[[CitedRecord], datetime]


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
            return state_of(measure, "not_known_yet", "not known yet", "아직 알려지지 않음")
        if not self.is_believed(measure_id, asof.known):
            return state_of(measure, "taken_back", "entered by mistake and taken back", "잘못 입력되어 취소됨")
        return final_state(measure, asof) or self._running_state(measure, asof)

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
                marking=pause.marking,
            )
            for pause in self.pauses.values()
        ]
        for measure in self.measures.values():
            if isinstance(measure.expiry, Ending):
                known = self.known_of(measure)
                back = self.taken_back.get(measure.id)
                about = (measure.sources, measure.mandate, measure.items, back, measure.marking)
                found.append(EndingFact(measure.id, measure.materials, measure.expiry, known, None, *about))
        return tuple(found)

    def latest_known(self) -> datetime | None:
        """The latest instant at which any record of the register became known."""
        records: list[CitedRecord] = [*self.measures.values(), *self.pauses.values(), *self.notes]
        return max((*(self.known_of(record) for record in records), *self.taken_back.values()), default=None)

    def _running_state(self, measure: Measure, asof: AsOf) -> MeasureState:
        for pause in reversed(self.pauses_of(measure.id, asof.known)):
            if pause.begins <= asof.valid:
                return paused_state(measure, pause, asof.valid)
        announced = measure.announced.first
        days = {phase: self._first_day(phase, asof.known) for phase in measure.in_force}
        active = {phase: day for phase, day in days.items() if day is not None and measure.begins(day) <= asof.valid}
        if active:
            return active_state(measure, active)
        if announced is not None and measure.begins(announced) > asof.valid:
            return before_announcement(measure, announced)
        return idle_state(measure)

    def _first_day(self, phase: Phase, known: datetime) -> date | None:
        """The first day of a phase by what was known then: a plan counts until its pause is known."""
        if phase.held_by is not None and self.known_of(self.pauses[phase.held_by]) <= known:
            return None
        return phase.from_day or phase.planned

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures.values())

    def __len__(self) -> int:
        return len(self.measures)


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
