"""A reform before its day, as a planner reads it: events, checks, ledgers, what is handed over and what moves with it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.ledgers import claim_note, post_line
from gwanje.answers.open_items import open_item_told, open_items
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.tower import Tower
from gwanje.evidence import disagreements_in
from gwanje.foundation.content import parse_record
from gwanje.foundation.instants import AsOf
from gwanje.registry import (
    EventView,
    Handover,
    OpenItem,
    Preview,
    RecordedReform,
    ReformFile,
    Registry,
    StructuralChange,
    path_in_words,
)

Json = dict[str, Any]
_OUTCOMES = ("passed", "failed", "open", "not_checkable")


class PreviewAnswer(Answer):
    """One reform: in force, planned or only written down; `refused` says that a binding check fails."""

    reform: Json
    recorded: bool
    base: int
    refused: bool
    days: tuple[str, str]
    day: str
    events: tuple[Json, ...]
    checks: tuple[Json, ...]
    outcomes: dict[str, int]
    cautions: tuple[Json, ...]
    ledger: tuple[Json, ...]
    claims: tuple[Json, ...]
    handovers: tuple[Json, ...]
    parts: tuple[Json, ...]
    handed_over: dict[str, int]
    affairs: int
    moving: tuple[Json, ...]
    overlaps: tuple[Json, ...]
    names: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One event a row."""
        return [
            {
                "facts": " ".join(event["facts"]),
                "verb": event["verb"],
                "en": event["words"]["en"],
                "ko": event["words"]["ko"],
                "effective": event["effective"],
                "state": event["state"],
                "status": event["status"],
            }
            for event in self.events
        ]


def candidate(tower: Tower, text: str, *, name: str, by: str, at: datetime) -> tuple[Tower, str]:
    """The tower as it would be with a reform that is only written down; nothing is recorded.

    Raises:
        ContentError: the text is not understood, cites what nobody declared, or contradicts the state it meets.
    """
    inputs = tower.registry_inputs
    reform = parse_record(text, name, ReformFile, zone=inputs.zone)
    registry = Registry(inputs.with_act(RecordedReform(inputs.base + 1, at, by, text, name)).make())
    references = tower.references.joined(registry.references)
    claims = tower.claims.joined(disagreements_in(text, name, inputs.zone), references)
    return replace(tower, given_registry=registry, references=references, claims=claims), reform.id


def preview(tower: Tower, reform: str, known: datetime, *, recorded: bool = True) -> PreviewAnswer:
    """Everything there is to look at before a reform takes effect; `recorded` False for one that is only written down.

    Raises:
        UnknownKeyError: no reform with this id is public by the known time.
        WrongUseError: nobody knows its day.
    """
    found = tower.registry.preview(reform, known)
    moving = _moving(tower, found)
    cited = [
        *found.reform.sources,
        *(source for event in found.reform.events for source in event.sources),
        *(source for result in found.checks for source in result.sources),
        *(source for _, item in moving for source in item.sources),
    ]
    visible = {claim.id for claim in tower.claims.known_by(known)}
    claims = [claim_note(tower, claim) for claim in found.claims() if claim in visible]
    cited += [source for claim in claims for side in ("a", "b") for source in claim[side]["sources"]]
    answer = PreviewAnswer(
        on=found.day.valid,
        known=known,
        country=tower.iso3,
        sources=source_notes(tower, cited),
        reform={key: value for key, value in found.reform.as_answer().items() if key != "events"},
        recorded=recorded,
        base=tower.registry_inputs.base,
        refused=bool(found.refused),
        days=(_day(tower, found.eve.valid), _day(tower, found.day.valid)),
        day=_day(tower, found.reform.effective or found.day.valid),
        events=tuple(_event(tower, event) for event in found.reform.events),
        checks=tuple({**one.as_answer(), "day": _day(tower, one.on) if one.on else None} for one in found.checks),
        outcomes={outcome: sum(one.outcome == outcome for one in found.checks) for outcome in _OUTCOMES},
        cautions=tuple(caution.as_answer() for caution in found.cautions),
        ledger=tuple(post_line(tower, line, found.day) for line in found.ledger),
        claims=tuple(claims),
        handovers=tuple(_handover(one) for one in found.handovers),
        parts=tuple(change.as_answer() for change in _parts(found)),
        handed_over={**_counts(found.handovers), "parts_to_another_lead": len(_parts(found))},
        affairs=len(tower.registry.mandates(known)),
        moving=tuple(_moved(tower, handover, item, found.eve) for handover, item in moving),
        overlaps=tuple(overlap.as_answer() for overlap in found.overlaps),
        names=tuple(_unsettled_names(tower, found)),
    )
    return as_published(tower, answer)


def _event(tower: Tower, event: EventView) -> Json:
    return {**event.as_answer(), "day": _day(tower, event.effective) if event.effective else None}


def _day(tower: Tower, instant: datetime) -> str:
    return instant.astimezone(tower.zone).date().isoformat()


def _counts(handovers: tuple[Handover, ...]) -> dict[str, int]:
    """Handovers by what is known of the day before: nothing is called a change of lead on a guess."""
    held = [one for one in handovers if one.before.state == "held"]
    return {
        "new_lead": sum(one.lead_changed for one in held),
        "same_lead_other_chain": sum(not one.lead_changed for one in held),
        "one_lead_instead_of_several": sum(one.before.state == "dispersed" for one in handovers),
        "before_not_reported": sum(one.before.state in {"not_reported", "not_known"} for one in handovers),
        "before_nobody": sum(one.before.state == "none" for one in handovers),
    }


def _parts(found: Preview) -> list[StructuralChange]:
    """Parts of affairs that get another lead than the rest."""
    return [change for change in found.diff.changes if change.kind == "part_moved"]


def _handover(one: Handover) -> Json:
    return {
        "mandate": one.after.mandate.key,
        "lead_changed": one.lead_changed,
        "before_state": one.before.state,
        "before": {lang: path_in_words(one.before, lang) for lang in ("ko", "en")},
        "after": {lang: path_in_words(one.after, lang) for lang in ("ko", "en")},
        "words": one.words.as_answer(),
        "status": one.after.status,
    }


def _moving(tower: Tower, found: Preview) -> list[tuple[Handover, OpenItem]]:
    """What hangs on affairs that are handed over, each with its handover, as it is open the day before."""
    by_affair = {one.after.mandate.key: one for one in found.handovers}
    return [(by_affair[item.mandate], item) for item in open_items(tower, found.eve, by_affair)]


def _moved(tower: Tower, handover: Handover, item: OpenItem, eve: AsOf) -> Json:
    sides = [one.lead.id if one.lead else one.state for one in (handover.before, handover.after)]
    told = open_item_told(item, eve, tower.zone)
    return {**told, "from": sides[0], "to": sides[1], "lead_changed": handover.lead_changed}


def _unsettled_names(tower: Tower, found: Preview) -> list[Json]:
    """Names that are not final: each is a task, to be replaced when the official one is published."""
    units = dict.fromkeys(unit for change in found.diff.changes for unit in change.units)
    told = []
    for unit in units:
        names = tower.registry.show(unit, found.day).placed.unit.names.as_answer()
        open_languages = {
            lang: name for lang, name in names.items() if name["status"] in {"provisional", "inferred", "missing"}
        }
        if open_languages:
            told.append({"unit": unit, "names": open_languages})
    return told
