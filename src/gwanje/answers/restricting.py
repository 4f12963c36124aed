"""The register of foreign measures as it stands on a day, and what ends soon."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from pydantic import Field

from gwanje.answers.answer import Answer
from gwanje.answers.leads import lead_of
from gwanje.answers.morning import EndLine, EndWindows
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.today import windows_of_ends
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import Marking, highest
from gwanje.watch import Measure, Pause

Json = dict[str, Any]


class RestrictionsAnswer(Answer):
    """Every measure known by then, with its state that day, dates, coverage and claims."""

    measures: tuple[Json, ...]
    totals: dict[str, int]

    def rows(self) -> list[Json]:
        """One measure a row."""
        return [
            {
                "id": measure["id"],
                "issuers": " ".join(measure["issuers"]),
                "materials": measure["materials"]["en"],
                "announced": measure["announced"],
                "state": measure["state_words"]["en"],
                "slice": measure["slice"],
                "items": " ".join(measure["items"]),
                "status": measure["status"],
            }
            for measure in self.measures
        ]


class SunsetsAnswer(Answer):
    """What ends within 90 days by the earlier reading, and what passed in the last 30.

    `raised` is the day from which each end asks to be looked at; `after` tells of each that has passed what is known of
    what it held back, and what is not.
    """

    ends: EndWindows
    raised: dict[str, date] = Field(default_factory=dict)
    after: tuple[Json, ...] = ()

    def rows(self) -> list[Json]:
        """One end a row, the nearest first."""
        return [
            {
                "id": end.id,
                "what": end.what.en,
                "days_left": end.days_left,
                "when": end.when.en,
                "wording": end.wording,
                "reading": end.reading,
                "raised_from": self.raised[end.id].isoformat() if end.id in self.raised else None,
                "lead": end.lead.words.en,
            }
            for end in self.ends.all()
        ]


def restrictions(tower: Tower, as_of: AsOf, *, item: str | None = None) -> RestrictionsAnswer:
    """The register on a day, as known on a day; only those that touch an item where one is named."""
    wanted = tower.items.find(item) if item else None
    keys = {wanted.key} if wanted else set()
    if wanted is not None and (chain := tower.items.chain(wanted.key)) is not None and wanted.chain is not None:
        keys |= {one.key for one in chain.items()}
    states = tower.restrictions.states(as_of)
    chosen = [(tower.restrictions.get(state.measure), state) for state in states]
    chosen = [(measure, state) for measure, state in chosen if not keys or keys & set(measure.items)]
    totals: dict[str, int] = {}
    for _, state in chosen:
        totals[state.key] = totals.get(state.key, 0) + 1
    register = RestrictionsAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=highest(measure.marking for measure, _ in chosen),
        sources=source_notes(tower, [source for measure, _ in chosen for source in measure.sources]),
        measures=tuple(
            {
                **_dates(measure),
                "state": state.key,
                "state_words": {"en": state.words.en, "ko": state.words.ko},
                "in_force": state.in_force,
                "ends": [end.isoformat() for end in state.ends],
                "codes": {str(code): coverage for code, coverage in tower.restrictions.codes_of(measure).items()},
                "notes": [note.statement.en for note in tower.restrictions.notes_on(measure.id)],
            }
            for measure, state in chosen
        ),
        totals=totals,
    )
    return as_published(tower, register)


def recorded(tower: Tower, record_id: str, as_of: AsOf) -> list[Json]:
    """What the register says of one measure, or of every measure that a pause suspends, with the lead."""
    pause = tower.restrictions.pauses.get(record_id)
    ids = pause.of if pause is not None else (record_id,)
    lead = lead_of(tower, [record_id, *ids], as_of).words
    told = []
    for state in (tower.restrictions.state(one, as_of) for one in ids):
        words = {"en": f"{state.measure}: {state.words.en}", "ko": f"{state.measure}: {state.words.ko}"}
        told.append({"id": state.measure, "state": state.key, "words": words, "lead": {"en": lead.en, "ko": lead.ko}})
    return told


def _dates(measure: Measure) -> Json:
    return {
        "id": measure.id,
        "issuers": list(measure.issuers),
        "number": {"en": measure.number.en, "ko": measure.number.ko},
        "materials": {"en": measure.materials.en, "ko": measure.materials.ko},
        "items": list(measure.items),
        "printed_codes": list(measure.printed),
        "announced": measure.announced.text,
        "phases": [phase.model_dump(mode="json", by_alias=True, exclude_none=True) for phase in measure.in_force],
        "slice": measure.slice.match,
        "status": measure.status,
        "claims": list(measure.claims),
        "sources": list(measure.sources),
        "marking": measure.marking.word,
    }


def sunsets(tower: Tower, as_of: AsOf) -> SunsetsAnswer:
    """What ends soon and what has just passed, every candidate instant kept."""
    ends = windows_of_ends(tower, as_of)
    after = tuple(_after(tower, end, as_of) for end in ends.passed)
    found = SunsetsAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=highest(_markings(tower, [end.id for end in ends.all()])),
        sources=source_notes(tower, [source for end in ends.all() for source in end.what.sources]),
        ends=ends,
        raised=dict(_raised(tower, ends)),
        after=after,
    )
    return as_published(tower, found)


def _markings(tower: Tower, ids: Iterable[str]) -> Iterator[Marking]:
    register = tower.restrictions
    for identity in ids:
        record = register.measures.get(identity) or register.pauses.get(identity)
        if record is not None:
            yield record.marking


def _raised(tower: Tower, ends: EndWindows) -> Iterator[tuple[str, date]]:
    """The day from which each end asks to be looked at: the lead days of the content before its earlier reading."""
    rules = tower.intake.attention
    for end in ends.all() if rules is not None else ():
        days = rules.lead_days.get(end.kind) if rules is not None else None
        if days is not None:
            yield end.id, end.ends[0].astimezone(tower.zone).date() - timedelta(days=days)


def _after(tower: Tower, end: EndLine, as_of: AsOf) -> Json:
    """What is known of the measures behind an end that has passed, and the gaps that concern it."""
    pause = tower.restrictions.pauses.get(end.id)
    ids = pause.of if pause is not None else (end.id,) if end.id in tower.restrictions.measures else ()
    states = [tower.restrictions.state(one, as_of) for one in ids]
    later = [
        one.id
        for one in tower.restrictions.pauses.values()
        if pause and one.id != pause.id and _follows(tower, one, pause, as_of)
    ]
    return {
        "id": end.id,
        "state": end.state,
        "measures": [
            {"id": one.measure, "state": one.key, "words": {"en": one.words.en, "ko": one.words.ko}} for one in states
        ],
        "followed_by": later,
        "not_known": [
            {"id": gap.id, "en": gap.statement.en, "ko": gap.statement.ko} for gap in tower.unknowns.about(end.id)
        ],
    }


def _follows(tower: Tower, one: Pause, other: Pause, as_of: AsOf) -> bool:
    """Whether another pause of the same measures began later, and was known."""
    register = tower.restrictions
    known = register.known_of(one) <= as_of.known and register.is_believed(one.id, as_of.known)
    return known and one.begins > other.begins and bool(set(one.of) & set(other.of))
