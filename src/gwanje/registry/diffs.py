"""What changed between two `AsOf`, as plain values: each change in words, with both sides and the facts behind it."""

from dataclasses import dataclass
from typing import Any, Literal

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.registry.entries import Entry, Log
from gwanje.registry.holders import Holder
from gwanje.registry.reforms import EventView
from gwanje.registry.units import Words

ChangeKindName = Literal[
    "established",
    "renamed",
    "moved",
    "upgraded",
    "downgraded",
    "made_permanent",
    "class_changed",
    "mandate_moved",
    "chain_changed",
    "posts_changed",
    "abolished",
    "merged",
    "split",
    "term_ended",
    "ended",
    "term_changed",
    "delegated",
    "part_moved",
    "cooperation_changed",
    "undone",
    "restored",
    "became_known",
]


@dataclass(frozen=True, slots=True)
class StructuralChange:
    """One difference between two days, with both sides and the events behind it."""

    kind: ChangeKindName
    subject: str
    before: Words
    after: Words
    words: Words
    units: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: FactStatus = "reported"
    claims: tuple[str, ...] = ()
    note: str = ""

    def as_answer(self) -> dict[str, Any]:
        """The change as every answer prints it."""
        return {
            "kind": self.kind,
            "subject": self.subject,
            "before": self.before.as_answer(),
            "after": self.after.as_answer(),
            "words": self.words.as_answer(),
            "units": list(self.units),
            "facts": list(self.facts),
            "sources": list(self.sources),
            "status": self.status,
            "claims": list(self.claims),
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Handover:
    """A mandate whose lead, or any link above its lead, is another one than before."""

    before: Holder
    after: Holder

    @property
    def lead_changed(self) -> bool:
        """Whether the lead itself changed, or only the chain above it."""
        first, second = self.before.lead, self.after.lead
        return (first.id if first else self.before.state) != (second.id if second else self.after.state)

    @property
    def words(self) -> Words:
        """The handover as one sentence."""
        names = self.after.mandate.names
        return Words(
            f"{names.best('en')}: {path_in_words(self.before, 'en')} → {path_in_words(self.after, 'en')}",
            f"{names.best('ko')}: {path_in_words(self.before, 'ko')} → {path_in_words(self.after, 'ko')}",
        )


@dataclass(frozen=True, slots=True)
class Diff:
    """Every change between two `AsOf`, and the events whose day nobody knows."""

    start: AsOf
    end: AsOf
    changes: tuple[StructuralChange, ...]
    undated: tuple[EventView, ...]

    def facts(self) -> frozenset[str]:
        """Every fact id behind a change."""
        return frozenset(fact for change in self.changes for fact in change.facts)

    def units(self) -> frozenset[str]:
        """Every unit that changed or stands on either side of a change."""
        return frozenset(unit for change in self.changes for unit in change.units)

    def as_answer(self) -> dict[str, Any]:
        """The typed answer of `org diff`."""
        return {
            "changes": [change.as_answer() for change in self.changes],
            "undated": [event.as_answer() for event in self.undated],
        }


def change_of(
    kind: ChangeKindName,
    subject: str,
    said: tuple[Words, Words, Words],
    entry: Entry,
    units: tuple[str, ...] | None = None,
) -> StructuralChange:
    """A change that rests on one entry; `said`: before, after, and the whole in words."""
    before, after, words = said
    return StructuralChange(
        kind=kind,
        subject=subject,
        before=before,
        after=after,
        words=words,
        units=(subject,) if units is None else units,
        facts=entry.facts,
        sources=entry.sources,
        status=entry.status,
        claims=entry.claims,
        note=entry.note,
    )


def entry_since(log: Log, subject: str, aspect: str, start: AsOf, end: AsOf) -> Entry | None:
    """The entry that holds at the end and did not hold at the start."""
    after = log.at(subject, aspect, end)
    return after if after is not None and after != log.at(subject, aspect, start) else None


_STATE_WORDS = {
    "dispersed": ("dispersed", "분산"),
    "not_reported": ("not reported", "보도되지 않음"),
    "none": ("nobody", "없음"),
    "not_known": ("not known", "알 수 없음"),
    "held": ("held", "담당"),
}


def path_in_words(holder: Holder, lang: Language) -> str:
    """A holder with its whole chain, lowest first."""
    if holder.lead is None:
        words = _STATE_WORDS[holder.state][lang == "ko"]
        named = ", ".join(unit.called(lang) for unit in holder.units)
        return f"{words} ({named})" if named else words
    steps = [holder.inner.called(lang)] if holder.inner else []
    steps += [holder.lead.called(lang), *(link.called(lang) for link in holder.chain)]
    return " < ".join(steps)
