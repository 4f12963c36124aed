"""The structure of two days compared, unit by unit and affair by affair."""

from collections.abc import Iterable
from dataclasses import replace

from gwanje.foundation.endings import Ending
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import NAME_LANGUAGES
from gwanje.registry.diffs import ChangeKindName, Diff, Handover, StructuralChange, path_in_words
from gwanje.registry.entering.posts import PostFlow
from gwanje.registry.entries import Entry, Log
from gwanje.registry.holders import Holder
from gwanje.registry.reforms import Reforms
from gwanje.registry.units import Units, Words, called, listed

_KIND_OF_VERB: dict[str, ChangeKindName] = {
    "upgrade": "upgraded",
    "downgrade": "downgraded",
    "make_permanent": "made_permanent",
    "change_class": "class_changed",
}


_KIND_OF_END: dict[str, ChangeKindName] = {
    "abolish": "abolished",
    "merge_units": "merged",
    "split_unit": "split",
    "end_term": "term_ended",
}


class Comparison:
    """Compares the whole structure at two `AsOf`."""

    def __init__(self, log: Log, units: Units, reforms: Reforms, start: AsOf, end: AsOf) -> None:
        self._log = log
        self._units = units
        self._reforms = reforms
        self._start = start
        self._end = end

    def diff(self, holders: Iterable[tuple[Holder, Holder]]) -> Diff:
        """Changes of units first, in the order content declares them, then of mandates."""
        changes: list[StructuralChange] = []
        for unit in self._units.ids():
            changes.extend(self._unit_changes(unit))
        for before, after in holders:
            changes.extend(self._mandate_changes(before, after))
        return Diff(self._start, self._end, tuple(changes), tuple(self._reforms.undated(self._end)))

    def _unit_changes(self, unit: str) -> list[StructuralChange]:
        standing = self._log.standing(unit, "exists", self._end)
        existed = self._log.at(unit, "exists", self._start) is not None
        if standing is None:
            return []
        if not standing.has_value:
            return [self._ended(unit, standing)] if existed else []
        changes = []
        if not existed:
            changes.append(self._appeared(unit, standing))
        else:
            told = (self._renamed(unit), self._moved(unit), self._kind_changed(unit), self._term_changed(unit))
            changes.extend(change for change in told if change is not None)
        posts = self._changed(unit, "posts")
        if posts is not None and isinstance(posts.value, PostFlow) and posts.value.says_something:
            changes.append(self._posts(unit, posts))
        return changes

    def _ended(self, unit: str, entry: Entry) -> StructuralChange:
        name = self._called(unit, self._start)
        kind = _KIND_OF_END.get(entry.verb, "ended")
        after = self._units.view(unit, self._end).successors
        named = [self._called(one, self._end) for one in after]
        follows = Words(listed([one.en for one in named]) or "–", listed([one.ko for one in named]) or "–")
        en, ko = _END_WORDS[kind]
        words = Words(f"{name.en} {en}", f"{name.ko} {ko}")
        if named:
            words = Words(f"{words.en} → {follows.en}", f"{words.ko} → {follows.ko}")
        change = self._change(kind, unit, (name, follows, words), entry)
        return replace(change, units=tuple(dict.fromkeys([unit, *after])))

    def _term_changed(self, unit: str) -> StructuralChange | None:
        entry = self._changed(unit, "term")
        if entry is None or not isinstance(entry.value, Ending):
            return None
        name, met = self._called(unit, self._end), self._log.at(unit, "term", self._start)
        before = met.value.wording if met is not None and isinstance(met.value, Ending) else "–"
        after = entry.value.wording
        words = Words(f"{name.en} runs on: {before} → {after}", f"{name.ko} 존속기간 변경: {before} → {after}")
        return self._change("term_changed", unit, (Words(before, before), Words(after, after), words), entry)

    def _changed(self, unit: str, aspect: str) -> Entry | None:
        """The entry that holds at the end and did not hold at the start."""
        after = self._log.at(unit, aspect, self._end)
        return after if after is not None and after != self._log.at(unit, aspect, self._start) else None

    def _appeared(self, unit: str, born: Entry) -> StructuralChange:
        name = self._called(unit, self._end)
        if born.verb not in _BIRTHS or born.start <= self._start.valid:
            words = Words(f"{name.en}: became known", f"{name.ko}: 새로 알려짐")
            return self._change("became_known", unit, (_NOT_KNOWN, name, words), born)
        parent = self._place(unit, self._end)
        kind = self._units.view(unit, self._end).kind_names
        words = Words(
            f"{name.en} is established as {kind.best('en')}, {parent.en}",
            f"{name.ko} 신설({kind.best('ko')}), {parent.ko}",
        )
        return self._change("established", unit, (Words("–", "–"), name, words), born)

    def _renamed(self, unit: str) -> StructuralChange | None:
        changed = (self._changed(unit, f"name:{lang}") for lang in NAME_LANGUAGES)
        entry = next((one for one in changed if one is not None), None)
        before, after = self._called(unit, self._start), self._called(unit, self._end)
        if entry is None or before == after:
            return None
        words = Words(f"{before.en} is renamed {after.en}", f"{before.ko} → {after.ko} 명칭 변경")
        return self._change("renamed", unit, (before, after, words), entry)

    def _moved(self, unit: str) -> StructuralChange | None:
        entry = self._changed(unit, "parent")
        before, after = self._place(unit, self._start), self._place(unit, self._end)
        if entry is None or before == after:
            return None
        name = self._called(unit, self._end)
        kind: ChangeKindName = "moved" if entry.fact else "became_known"
        verb = ("moves", "이관") if entry.fact else ("becomes known", "소속이 새로 알려짐")
        words = Words(
            f"{name.en} {verb[0]}: {before.en} → {after.en}", f"{name.ko} {verb[1]}: {before.ko} → {after.ko}"
        )
        return self._change(kind, unit, (before, after, words), entry)

    def _kind_changed(self, unit: str) -> StructuralChange | None:
        entry = self._changed(unit, "kind")
        first, second = self._units.view(unit, self._start), self._units.view(unit, self._end)
        if entry is None or first.kind == second.kind:
            return None
        before, after = (Words(view.kind_names.best("en"), view.kind_names.best("ko")) for view in (first, second))
        name = self._called(unit, self._end)
        kind = _KIND_OF_VERB.get(entry.verb, "became_known")
        words = Words(
            f"{name.en} {kind.replace('_', ' ')}: {before.en} → {after.en}",
            f"{name.ko} {_KIND_WORDS_KO[kind]}: {before.ko} → {after.ko}",
        )
        return self._change(kind, unit, (before, after, words), entry)

    def _posts(self, unit: str, entry: Entry) -> StructuralChange:
        views = self._reforms.between(self._start.valid, self._end.valid, self._end.known)
        told = [self._reforms.event(dated, self._end) for dated in views]
        words = next((view.words for view in told if entry.fact in view.facts), Words(entry.note, entry.note))
        return self._change("posts_changed", unit, (Words("–", "–"), words, words), entry)

    def _mandate_changes(self, before: Holder, after: Holder) -> list[StructuralChange]:
        more = [*self._part_changes(before, after), *self._delegations(before, after)]
        if before.path() == after.path():
            return more
        handover = Handover(before, after)
        kind: ChangeKindName = "mandate_moved" if handover.lead_changed else "chain_changed"
        if before.state == "not_known" and not after.facts:
            kind = "became_known"
        entry = self._log.at(after.mandate.id, f"holding:{after.scope}", self._end)
        sides = [Words(path_in_words(holder, "en"), path_in_words(holder, "ko")) for holder in (before, after)]
        facts, sources = after.facts, after.sources
        if kind == "chain_changed":
            facts, sources = self._behind_the_chain(before, after)
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

    def _part_changes(self, before: Holder, after: Holder) -> list[StructuralChange]:
        """Parts of an affair whose lead is another one than before; a part that is new came out of the whole."""
        held = {part.scope.key: part for part in before.parts}
        changes = []
        for part in after.parts:
            entry = self._log.at(after.mandate.id, part.scope.aspect, self._end)
            old = held[part.scope.key].lead if part.scope.key in held else before.lead
            if entry is None or (old.id if old else None) == (part.lead.id if part.lead else None):
                continue
            sides = [
                Words(unit.called("en"), unit.called("ko")) if unit is not None else _NOT_KNOWN
                for unit in (old, part.lead)
            ]
            names, label = after.mandate.names, (part.names.best("en"), part.names.best("ko"))
            label = label if part.names.texts() else (part.scope.key, part.scope.key)
            words = Words(
                f"{names.best('en')} [{label[0]}]: {sides[0].en} → {sides[1].en}",
                f"{names.best('ko')} [{label[1]}]: {sides[0].ko} → {sides[1].ko}",
            )
            units = [unit.id for unit in (old, part.lead) if unit is not None]
            change = self._change("part_moved", after.mandate.id, (sides[0], sides[1], words), entry)
            changes.append(replace(change, units=tuple(dict.fromkeys(units))))
        return changes

    def _delegations(self, before: Holder, after: Holder) -> list[StructuralChange]:
        given, old = after.delegation, before.delegation
        if given is None or given.state == "over" or (old is not None and old.since == given.since):
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

    def _change(
        self, kind: ChangeKindName, unit: str, said: tuple[Words, Words, Words], entry: Entry
    ) -> StructuralChange:
        before, after, words = said
        return StructuralChange(
            kind=kind,
            subject=unit,
            before=before,
            after=after,
            words=words,
            units=tuple(dict.fromkeys([unit, *self._parents(unit)])) if kind in _PLACING else (unit,),
            facts=entry.facts,
            sources=entry.sources,
            status=entry.status,
            claims=entry.claims,
            note=entry.note,
        )

    def _parents(self, unit: str) -> list[str]:
        parents = [self._units.view(unit, asof).parent for asof in (self._start, self._end)]
        return [parent.upward for parent in parents if parent is not None and parent.upward is not None]

    def _called(self, unit: str, asof: AsOf) -> Words:
        names = self._units.names_at(unit, asof)
        return Words(called(names, unit, "en"), called(names, unit, "ko"))

    def _place(self, unit: str, asof: AsOf) -> Words:
        parent = self._units.view(unit, asof).parent
        return Words(self._reforms.where(parent, asof, "en"), self._reforms.where(parent, asof, "ko"))


_END_WORDS: dict[ChangeKindName, tuple[str, str]] = {
    "abolished": ("is abolished", "폐지"),
    "merged": ("is merged", "통합"),
    "split": ("is split", "분리"),
    "term_ended": ("ends with its term", "존속기간 종료"),
    "ended": ("no longer exists", "더 이상 존재하지 않음"),
}
_PLACING: tuple[ChangeKindName, ...] = ("established", "moved")
_BIRTHS = frozenset({"establish", "merge_units", "split_unit"})
_NOT_KNOWN = Words("not known", "알 수 없음")
_KIND_WORDS_KO = {
    "upgraded": "승격",
    "downgraded": "격하",
    "made_permanent": "상설화",
    "class_changed": "직급 변경",
    "became_known": "새로 알려짐",
}
