"""The structure of two days compared, unit by unit and affair by affair."""

from collections.abc import Iterable
from dataclasses import replace

from gwanje.foundation.endings import Ending
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import NAME_LANGUAGES
from gwanje.registry.affairs_compared import AffairComparison
from gwanje.registry.diffs import ChangeKindName, Diff, StructuralChange, change_of, entry_since
from gwanje.registry.entering.posts import UNDONE, PostFlow, flows_of, is_undoing, net_change
from gwanje.registry.entries import Entry, Log
from gwanje.registry.holders import Holder
from gwanje.registry.reforms import Reforms
from gwanje.registry.units import Units, Words, called, listed

_KIND_OF_VERB: dict[str, ChangeKindName] = {
    "upgrade": "upgraded",
    "downgrade": "downgraded",
    "make_permanent": "made_permanent",
    "change_class": "class_changed",
    "reverse": "undone",
}


_KIND_OF_END: dict[str, ChangeKindName] = {
    "abolish": "abolished",
    "merge_units": "merged",
    "split_unit": "split",
    "end_term": "term_ended",
    "reverse": "undone",
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
        affairs = AffairComparison(self._log, self._start, self._end)
        for before, after in holders:
            changes.extend(affairs.changes(before, after))
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
        return changes + self._posts(unit)

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
        return entry_since(self._log, unit, aspect, self._start, self._end)

    def _appeared(self, unit: str, born: Entry) -> StructuralChange:
        name = self._called(unit, self._end)
        if born.verb == "reverse" and born.start > self._start.valid:
            words = Words(f"{name.en} exists again", f"{name.ko} 복원")
            return self._change("restored", unit, (Words("–", "–"), name, words), born)
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
        en, ko = f"{before.en} is renamed {after.en}", f"{before.ko} → {after.ko} 명칭 변경"
        if before.en == after.en:
            en = f"{before.en} has another Korean name: {before.ko} → {after.ko}"
        if before.ko == after.ko:
            ko = f"{before.ko} 영문 명칭 변경: {before.en} → {after.en}"
        words = Words(en, ko)
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
            f"{name.en} {_KIND_WORDS_EN[kind]}: {before.en} → {after.en}",
            f"{name.ko} {_KIND_WORDS_KO[kind]}: {before.ko} → {after.ko}",
        )
        return self._change(kind, unit, (before, after, words), entry)

    def _posts(self, unit: str) -> list[StructuralChange]:
        """Every change of a unit's posts between the two days; not one that is undone between them too."""
        new = self._new_posts(unit)
        met = {(entry.reform, entry.fact) for entry, _ in new}
        told: dict[str, list[tuple[Entry, PostFlow]]] = {}
        for entry, flow in new:
            undoing = is_undoing(entry)
            other = entry.reform.removeprefix(UNDONE) if undoing else f"{UNDONE}{entry.reform}"
            if (other, entry.fact) not in met:
                told.setdefault(entry.reform if undoing else entry.fact, []).append((entry, flow))
        return [
            self._posts_undone(unit, one) if is_undoing(one[0][0]) else self._posts_changed(unit, one)
            for one in told.values()
        ]

    def _new_posts(self, unit: str) -> list[tuple[Entry, PostFlow]]:
        met = flows_of(self._log, unit, self._end)
        return [(entry, flow) for entry, flow in met if flow.says_something and not entry.is_visible(self._start)]

    def _posts_changed(self, unit: str, told: list[tuple[Entry, PostFlow]]) -> StructuralChange:
        entry, _ = told[-1]
        views = self._reforms.between(self._start.valid, self._end.valid, self._end.known)
        events = [self._reforms.event(dated, self._end) for dated in views]
        words = next((view.words for view in events if entry.fact in view.facts), Words(entry.note, entry.note))
        return self._change("posts_changed", unit, (Words("–", "–"), words, words), entry)

    def _posts_undone(self, unit: str, told: list[tuple[Entry, PostFlow]]) -> StructuralChange:
        """Posts that are as before again, with every fact that is undone."""
        flows = [flow for _, flow in told]
        lists = [flow for flow in flows if flow.is_list]
        said = f"{lists[0].listed_before} → {lists[-1].listed_after}" if lists else f"{net_change(flows):+d}"
        words = Words(f"Posts as before: {said}", f"정원 환원: {said}")
        change = self._change("posts_changed", unit, (Words("–", "–"), words, words), told[0][0])
        facts = dict.fromkeys(fact for entry, _ in told for fact in entry.facts)
        claims = dict.fromkeys(claim for entry, _ in told for claim in entry.claims)
        return replace(change, facts=tuple(facts), claims=tuple(claims))

    def _change(
        self, kind: ChangeKindName, unit: str, said: tuple[Words, Words, Words], entry: Entry
    ) -> StructuralChange:
        units = tuple(dict.fromkeys([unit, *self._parents(unit)])) if kind in _PLACING else (unit,)
        return change_of(kind, unit, said, entry, units)

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
    "undone": ("is undone", "설치 취소"),
    "ended": ("no longer exists", "더 이상 존재하지 않음"),
}
_PLACING: tuple[ChangeKindName, ...] = ("established", "moved")
_BIRTHS = frozenset({"establish", "merge_units", "split_unit"})
_NOT_KNOWN = Words("not known", "알 수 없음")
_KIND_WORDS_EN = {
    "upgraded": "is upgraded",
    "downgraded": "is downgraded",
    "made_permanent": "becomes permanent",
    "class_changed": "changes class",
    "undone": "is of its former kind again",
    "became_known": "became known as another kind",
}
_KIND_WORDS_KO = {
    "undone": "직급 환원",
    "upgraded": "승격",
    "downgraded": "격하",
    "made_permanent": "상설화",
    "class_changed": "직급 변경",
    "became_known": "새로 알려짐",
}
