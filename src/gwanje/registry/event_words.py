"""Events in words, in both languages, with the names that are used on the day of the event."""

from collections.abc import Callable, Iterable, Mapping

from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language
from gwanje.registry.content.events import (
    Abolish,
    Change,
    ChangeKind,
    Correct,
    Delegate,
    Establish,
    Event,
    ExtendTerm,
    FinaliseNames,
    MergeUnits,
    Move,
    MovePosts,
    PostChange,
    Rename,
    SplitUnit,
    Transfer,
)
from gwanje.registry.content.records import KindRecord, MandateRecord, Parent
from gwanje.registry.entering.versions import DatedEvent
from gwanje.registry.scopes import Scope
from gwanje.registry.units import Units, Words, called, listed

_KIND_WORDS = {
    "upgrade": ("is upgraded", "승격"),
    "downgrade": ("is downgraded", "격하"),
    "make_permanent": ("becomes permanent", "상설화"),
    "change_class": ("changes class", "직급 변경"),
}
_ORIGINS = {
    "dispersed": ("several units", "여러 조직에 분산"),
    "not reported": ("not reported", "보도되지 않음"),
    "none": ("nobody", "없음"),
}


def subjects_of(event: Event) -> tuple[str, ...]:
    """The units or affairs an event is about."""
    match event.change:
        case Transfer() | Delegate() as given:
            found = given.mandates
        case MergeUnits() as merged:
            found = (merged.into.unit, *merged.units)
        case SplitUnit() as split:
            found = (split.unit, *(share.unit for share in split.into))
        case MovePosts() as moved:
            found = tuple(unit for unit in (moved.origin, moved.to) if unit != "not reported")
        case FinaliseNames() as final:
            found = tuple(final.names)
        case Correct() as correction:
            found = subjects_of(correction.instead) if correction.instead is not None else ()
        case other:
            found = (str(getattr(other, "unit", "")),)
    return tuple(subject for subject in found if subject)


class EventWords:
    """Says what an event does."""

    def __init__(self, units: Units, kinds: Mapping[str, KindRecord], mandates: Mapping[str, MandateRecord]) -> None:
        self._units = units
        self._kinds = kinds
        self._mandates = mandates

    def sentence(self, dated: DatedEvent, at: AsOf) -> Words:
        """The event as one sentence in both languages."""
        return Words(self._say(dated.event, at, "en"), self._say(dated.event, at, "ko"))

    def _say(self, event: Event, at: AsOf, lang: Language) -> str:
        change = event.change
        for kind, say in self._sayers().items():
            if isinstance(change, kind):
                return say(event.verb, change, at, lang)
        return event.verb

    def _sayers(self) -> Mapping[type[Change], Callable[..., str]]:
        return {
            Establish: self._establish,
            Rename: self._rename,
            Move: self._move,
            ChangeKind: self._kind,
            MergeUnits: self._merge,
            SplitUnit: self._split,
            Abolish: self._end,
            ExtendTerm: self._term,
            Transfer: self._transfer,
            Delegate: self._delegate,
            PostChange: lambda _verb, change, _at, lang: _post_sentence(change, lang),
            MovePosts: self._move_posts,
            FinaliseNames: self._finalise,
            Correct: self._correct,
        }

    def _establish(self, _verb: str, new: Establish, at: AsOf, lang: Language) -> str:
        ko, name = lang == "ko", self._unit(new.unit, at, lang)
        kind, where = self._kinds[new.rank].names.best(lang), self.where(new.parent, at, lang)
        if new.until is None:
            return f"{name} 신설({kind}), {where}" if ko else f"{name} is established as {kind}, {where}"
        term = new.until.wording
        return f"{name} 신설({kind}, {term}), {where}" if ko else f"{name} is established as {kind} ({term}), {where}"

    def _rename(self, _verb: str, renamed: Rename, at: AsOf, lang: Language) -> str:
        name, old = self._unit(renamed.unit, at, lang), self._old_name(renamed.unit, at, lang)
        return f"{old} → {name} 명칭 변경" if lang == "ko" else f"{old} is renamed {name}"

    def _move(self, _verb: str, moved: Move, at: AsOf, lang: Language) -> str:
        name = self._unit(moved.unit, at, lang)
        before, after = self.where(moved.origin, at, lang), self.where(moved.to, at, lang)
        return f"{name} 이관: {before} → {after}" if lang == "ko" else f"{name} moves: {before} → {after}"

    def _kind(self, verb: str, changed: ChangeKind, at: AsOf, lang: Language) -> str:
        name, word = self._unit(changed.unit, at, lang), _KIND_WORDS[verb][lang == "ko"]
        before, after = (self._kinds[kind].names.best(lang) for kind in (changed.origin, changed.to))
        return f"{name} {word}: {before} → {after}"

    def _merge(self, _verb: str, merged: MergeUnits, at: AsOf, lang: Language) -> str:
        units = self._several((unit for unit in merged.units if unit != merged.into.unit), at, lang)
        into = self._unit(merged.into.unit, at, lang)
        return f"{units} 통합 → {into}" if lang == "ko" else f"{units} merge into {into}"

    def _split(self, _verb: str, split: SplitUnit, at: AsOf, lang: Language) -> str:
        unit = self._unit(split.unit, at, lang)
        into = self._several((share.unit for share in split.into), at, lang)
        return f"{unit} 분리 → {into}" if lang == "ko" else f"{unit} is split into {into}"

    def _end(self, verb: str, ended: Abolish, at: AsOf, lang: Language) -> str:
        unit, ko = self._unit(ended.unit, at, lang), lang == "ko"
        word = (("ends with its term", "존속기간 종료") if verb == "end_term" else ("is abolished", "폐지"))[ko]
        after = self._several(ended.successors, at, lang)
        follows = (
            (f" (승계: {after})" if ko else f"; {after} follow{'s' if len(ended.successors) == 1 else ''}")
            if after
            else ""
        )
        return f"{unit} {word}{follows}"

    def _term(self, _verb: str, extended: ExtendTerm, at: AsOf, lang: Language) -> str:
        unit, until = self._unit(extended.unit, at, lang), extended.until.wording
        return f"{unit} 존속기간 연장: {until}" if lang == "ko" else f"{unit} runs on: {until}"

    def _transfer(self, verb: str, change: Transfer, at: AsOf, lang: Language) -> str:
        affairs = self._affairs(change.mandates, change.about, lang)
        to = self._unit(change.to, at, lang)
        if change.origin == change.to:
            partners = change.cooperating if isinstance(change.cooperating, tuple) else ()
            named = self._several(partners, at, lang)
            said = ("Cooperating unit named", "협조 조직 추가")[lang == "ko"]
            return f"{said}: {affairs} ({named})"
        origin = self._origin(change.origin, at, lang)
        if lang == "ko":
            return f"소관 사무 {'통합' if verb == 'merge' else '이관'}: {affairs} ({origin} → {to})"
        return f"{'Merged' if verb == 'merge' else 'Transferred'}: {affairs} ({origin} → {to})"

    def _delegate(self, _verb: str, given: Delegate, at: AsOf, lang: Language) -> str:
        affairs = self._affairs(given.mandates, given.about, lang)
        sides = [self._unit(side, at, lang) for side in (given.origin, given.to)]
        until = f" ({given.until.wording})" if given.until else ""
        if lang == "ko":
            return f"위임({given.form}): {affairs}, {sides[0]} → {sides[1]}{until}"
        return f"Delegated ({given.form}): {affairs}, {sides[0]} → {sides[1]}{until}"

    def _move_posts(self, _verb: str, moved: MovePosts, at: AsOf, lang: Language) -> str:
        origin, to = (self._origin(side, at, lang) for side in (moved.origin, moved.to))
        return (
            f"정원 이체 {moved.posts}명: {origin} → {to}"
            if lang == "ko"
            else f"{moved.posts} posts move: {origin} → {to}"
        )

    def _finalise(self, _verb: str, final: FinaliseNames, at: AsOf, lang: Language) -> str:
        if not final.names:
            return "잠정 명칭의 확정" if lang == "ko" else "Provisional names become official"
        named = ", ".join(self._unit(unit, at, lang) for unit in final.names)
        return f"명칭 확정: {named}" if lang == "ko" else f"Official names: {named}"

    def _correct(self, _verb: str, change: Correct, at: AsOf, lang: Language) -> str:
        instead = self._say(change.instead, at, lang) if change.instead is not None else ""
        if lang == "ko":
            return f"{change.corrects} 정정: {instead or '기재 취소'}"
        return f"Correction of {change.corrects}: {instead or 'taken back'}"

    def _affairs(self, mandates: tuple[str, ...], about: Scope, lang: Language) -> str:
        named = ", ".join(self._mandates[mandate].names.best(lang) for mandate in mandates)
        parts = {part.key: part.names.best(lang) for mandate in mandates for part in self._mandates[mandate].parts}
        said = [parts.get(about.part, about.part)] if about.part != Scope().part else []
        said += [word for word in (about.scheme, about.item) if word]
        return f"{named} [{', '.join(said)}]" if said else named

    def _origin(self, origin: str, at: AsOf, lang: Language) -> str:
        return _ORIGINS[origin][lang == "ko"] if origin in _ORIGINS else self._unit(origin, at, lang)

    def where(self, parent: Parent | None, at: AsOf, lang: Language) -> str:
        """A place in the structure, in words."""
        ko = lang == "ko"
        if parent is None:
            return "소속 알 수 없음" if ko else "place not known"
        if parent.state == "unit" and parent.unit is not None:
            name = self._unit(parent.unit, at, lang)
            return f"{name} 소속" if ko else f"in {name}"
        if parent.state == "none":
            return "상위 조직 없음" if ko else "under no unit"
        if parent.within is not None:
            name = self._unit(parent.within, at, lang)
            return f"{name} 내(직상위 조직 보도되지 않음)" if ko else f"within {name} (direct parent not reported)"
        return "소속 보도되지 않음" if ko else "parent not reported"

    def _several(self, units: Iterable[str], at: AsOf, lang: Language) -> str:
        return listed([self._unit(unit, at, lang) for unit in units])

    def _unit(self, unit: str, at: AsOf, lang: Language) -> str:
        return called(self._units.names_at(unit, at), unit, lang)

    def _old_name(self, unit: str, at: AsOf, lang: Language) -> str:
        names = [dated for dated in self._units.history_of_names(unit) if dated.end == at.valid]
        spoken = [dated.name.text for dated in names if dated.lang == lang]
        return (spoken or [dated.name.text for dated in names] or [self._unit(unit, at, lang)])[0]


def _post_sentence(change: PostChange, lang: Language) -> str:
    ko = lang == "ko"
    if change.announced is None:
        said = f"{change.listed_before} → {change.listed_after}"
        return f"정원 {said}" if ko else f"Posts listed: {said}"
    listed = ""
    if change.listed is not None:
        gap = change.announced - change.listed
        listed = f"; {change.listed_before} → {change.listed_after}"
        if gap:
            listed += f" (차이 {gap} 미해명)" if ko else f" (difference of {gap} unexplained)"
    return f"정원 {change.announced:+d}{listed}" if ko else f"Posts {change.announced:+d} announced{listed}"
