"""Affairs of two days compared: who leads, under which chain, in which parts, with whom, and what is delegated."""

from dataclasses import replace

from gwanje.foundation.instants import AsOf
from gwanje.registry.diffs import ChangeKindName, Handover, StructuralChange, change_of, entry_since, path_in_words
from gwanje.registry.entries import Entry, Log
from gwanje.registry.holders import Holder, PartView
from gwanje.registry.units import UnitView, Words, listed


class AffairComparison:
    """Compares who holds an affair at two `AsOf`."""

    def __init__(self, log: Log, start: AsOf, end: AsOf) -> None:
        self._log = log
        self._start = start
        self._end = end

    def changes(self, before: Holder, after: Holder) -> list[StructuralChange]:
        """What changed about one affair: the lead or the chain above it, cooperation, parts and delegations."""
        more = [*self._part_changes(before, after), *self._delegations(before, after)]
        if before.path() == after.path():
            cooperation = self._cooperation(before, after)
            return [cooperation, *more] if cooperation is not None else more
        handover = Handover(before, after)
        kind: ChangeKindName = "mandate_moved" if handover.lead_changed else "chain_changed"
        if before.state == "not_known" and not after.facts:
            kind = "became_known"
        entry = self._log.at(after.mandate.id, f"holding:{after.scope}", self._end)
        sides = [Words(path_in_words(holder, "en"), path_in_words(holder, "ko")) for holder in (before, after)]
        facts, sources = after.facts, after.sources
        if kind == "chain_changed":
            facts, sources = self._behind_the_chain(before, after)
            if _inner(before) != _inner(after) and entry is not None and entry.start > self._start.valid:
                facts = tuple(dict.fromkeys((*entry.facts, *facts)))
                sources = tuple(dict.fromkeys((*entry.sources, *sources)))
            kind = kind if facts else "became_known"
            sources = sources or after.sources
        return [
            StructuralChange(
                kind=kind,
                subject=after.mandate.id,
                before=sides[0],
                after=sides[1],
                words=handover.words,
                units=tuple(dict.fromkeys([*before.unit_ids(), *after.unit_ids()])),
                facts=facts,
                sources=sources,
                status=after.status,
                claims=after.claims,
                note=entry.note if entry else "",
            ),
            *more,
        ]

    def _cooperation(self, before: Holder, after: Holder) -> StructuralChange | None:
        """Other units cooperate than before, under the same lead."""
        sides = [tuple(unit.id for unit in holder.cooperating or ()) for holder in (before, after)]
        entry = self._log.at(after.mandate.id, f"holding:{after.scope}", self._end)
        if entry is None or set(sides[0]) == set(sides[1]) or before.lead is None or not entry.fact:
            return None
        told = [self._cooperating(holder) for holder in (before, after)]
        names = after.mandate.names
        words = Words(
            f"{names.best('en')}, cooperating: {told[0].en} → {told[1].en}",
            f"{names.best('ko')} 협조: {told[0].ko} → {told[1].ko}",
        )
        change = change_of("cooperation_changed", after.mandate.id, (told[0], told[1], words), entry)
        return replace(change, units=tuple(dict.fromkeys((*sides[0], *sides[1]))))

    def _cooperating(self, holder: Holder) -> Words:
        if holder.cooperating is None:
            return Words("not reported", "보도되지 않음")
        named = [[unit.called(lang) for unit in holder.cooperating] for lang in ("en", "ko")]
        return Words(listed(named[0]) or "–", listed(named[1]) or "–")

    def _part_changes(self, before: Holder, after: Holder) -> list[StructuralChange]:
        """Parts whose lead is another one than before: one that is new came out of the whole, or falls back into it."""
        held = {part.scope: part for part in before.parts}
        holds = {part.scope: part for part in after.parts}
        changes = []
        for scope in {**held, **holds}:
            entry = self._log.standing(after.mandate.id, scope.aspect, self._end)
            old = held[scope].lead if scope in held else before.lead
            new = holds[scope].lead if scope in holds else after.lead
            if entry is None or (old.id if old else None) == (new.id if new else None):
                continue
            part = holds.get(scope) or held[scope]
            changes.append(self._part_moved(after, part, (old, new), entry))
        return changes

    def _part_moved(
        self, after: Holder, part: PartView, leads: tuple[UnitView | None, UnitView | None], entry: Entry
    ) -> StructuralChange:
        sides = [Words(unit.called("en"), unit.called("ko")) if unit is not None else _NOT_KNOWN for unit in leads]
        names, label = after.mandate.names, (part.names.best("en"), part.names.best("ko"))
        label = label if part.names.texts() else (part.scope.key, part.scope.key)
        words = Words(
            f"{names.best('en')} [{label[0]}]: {sides[0].en} → {sides[1].en}",
            f"{names.best('ko')} [{label[1]}]: {sides[0].ko} → {sides[1].ko}",
        )
        change = change_of("part_moved", after.mandate.id, (sides[0], sides[1], words), entry)
        return replace(change, units=tuple(dict.fromkeys(unit.id for unit in leads if unit is not None)))

    def _delegations(self, before: Holder, after: Holder) -> list[StructuralChange]:
        given, old = after.delegation, before.delegation
        if given is None or given.is_past or (old is not None and old.since == given.since):
            return []
        names, form = after.mandate.names, given.form
        words = Words(
            f"{names.best('en')} is delegated to {given.names.best('en')} ({form.best('en')})",
            f"{names.best('ko')} {form.best('ko')}: {given.names.best('ko')}",
        )
        to = Words(given.names.best("en"), given.names.best("ko"))
        return [
            StructuralChange(
                kind="delegated",
                subject=after.mandate.id,
                before=Words("–", "–"),
                after=to,
                words=words,
                facts=given.facts,
                sources=given.sources,
            )
        ]

    def _behind_the_chain(self, before: Holder, after: Holder) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The moves that changed a chain: those of every unit on it."""
        path = [*before.path(), *after.path()]
        moved = [entry for unit in dict.fromkeys(path) if (entry := self._changed(unit, "parent")) and entry.fact]
        facts = dict.fromkeys(fact for entry in moved for fact in entry.facts)
        return tuple(facts), tuple(dict.fromkeys(source for entry in moved for source in entry.sources))

    def _changed(self, unit: str, aspect: str) -> Entry | None:
        return entry_since(self._log, unit, aspect, self._start, self._end)


def _inner(holder: Holder) -> str | None:
    return holder.inner.id if holder.inner is not None else None


_NOT_KNOWN = Words("not known", "알 수 없음")
