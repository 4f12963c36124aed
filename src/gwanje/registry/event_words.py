"""Events in words, in both languages, with the names that are used on the day of the event."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Language, Name, NameLanguage, Names
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
from gwanje.registry.content.records import DelegationRecord, KindRecord, MandateRecord, Parent
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
_IN_LANGUAGE: Mapping[NameLanguage, tuple[str, str]] = {
    "ko": ("Korean", "국문"),
    "en": ("English", "영문"),
    "own": ("own-language", "현지어"),
}
_ORDER: Mapping[Language, tuple[NameLanguage, ...]] = {"en": ("en", "own", "ko"), "ko": ("ko", "en", "own")}
_LEAD_STAYS = {
    (False, False): ("Lead unchanged", "소관 유지"),
    (False, True): ("Cooperating unit named", "협조 조직 추가"),
    (True, False): ("Unit within the lead named", "소관 조직 내 담당 지정"),
    (True, True): ("Unit within the lead and cooperating unit named", "소관 조직 내 담당 및 협조 조직 지정"),
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

    def __init__(
        self,
        units: Units,
        kinds: Mapping[str, KindRecord],
        mandates: Mapping[str, MandateRecord],
        delegations: Iterable[DelegationRecord] = (),
    ) -> None:
        self._units = units
        self._kinds = kinds
        self._mandates = mandates
        self._forms = {record.key: record.names for record in delegations}

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
            PostChange: lambda _verb, change, at, lang: _post_sentence(self._unit(change.unit, at, lang), change, lang),
            MovePosts: self._move_posts,
            FinaliseNames: self._finalise,
            Correct: self._correct,
        }

    def _establish(self, _verb: str, new: Establish, at: AsOf, lang: Language) -> str:
        ko, name = lang == "ko", called(new.names, new.unit, lang)
        kind, where = self._kinds[new.rank].names.best(lang), self.where(new.parent, at, lang)
        if new.until is None:
            return f"{name} 신설({kind}), {where}" if ko else f"{name} is established as {kind}, {where}"
        term = new.until.wording
        return f"{name} 신설({kind}, {term}), {where}" if ko else f"{name} is established as {kind} ({term}), {where}"

    def _rename(self, _verb: str, renamed: Rename, at: AsOf, lang: Language) -> str:
        """The new name as the event tells it, beside the one in the same language just before."""
        new, ko = {one: text for one, text in _spoken(renamed.names).items() if text}, lang == "ko"
        before = self._names_before(renamed, at)
        earlier = called(before, renamed.unit, lang)
        if not new:
            missing = "명칭 변경(새 명칭 보도되지 않음)" if ko else "is renamed; its new name is not reported"
            return f"{earlier} {missing}"
        old = _spoken(before)
        told = min(new, key=lambda one: (old[one] == new[one], _ORDER[lang].index(one)))
        word = _IN_LANGUAGE[told][ko]
        if old[told] is None:
            return f"{earlier} {word} 명칭: {new[told]}" if ko else f"{earlier} gets the {word} name {new[told]}"
        if old[told] == new[told]:
            return f"{earlier} 명칭 유지" if ko else f"{earlier} keeps its name"
        if told == lang:
            return f"{old[told]} → {new[told]} 명칭 변경" if ko else f"{old[told]} is renamed {new[told]}"
        return (
            f"{old[told]} → {new[told]} {word} 명칭 변경" if ko else f"{old[told]} is renamed {new[told]} ({word} name)"
        )

    def _names_before(self, renamed: Rename, at: AsOf) -> Names:
        """The names just before the event, as known then: those of an earlier event of the same day included."""
        before = self._units.names_at(renamed.unit, AsOf(at.valid - timedelta(microseconds=1), at.known))
        if not renamed.fact:
            return before
        history = self._units.history_of_names(renamed.unit, at.known)
        found: dict[str, Name | None] = {}
        for lang in _IN_LANGUAGE:
            dated = [one for one in history if one.lang == lang]
            place = next((index for index, one in enumerate(dated) if one.fact == renamed.fact), None)
            if place is not None:
                found[lang] = dated[place - 1].name if place and dated[place - 1].end == dated[place].start else None
        return before.model_copy(update=found)

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
            return self._lead_stays(change, affairs, at, lang)
        origin = self._origin(change.origin, at, lang)
        if lang == "ko":
            return f"소관 사무 {'통합' if verb == 'merge' else '이관'}: {affairs} ({origin} → {to})"
        return f"{'Merged' if verb == 'merge' else 'Transferred'}: {affairs} ({origin} → {to})"

    def _lead_stays(self, change: Transfer, affairs: str, at: AsOf, lang: Language) -> str:
        """What is set where the lead stays: the unit within it, those that cooperate, or both."""
        ko, cooperating = lang == "ko", change.cooperating
        named = [self._origin(change.inner, at, lang)] if change.inner is not None else []
        if isinstance(cooperating, tuple):
            named.append(self._several(cooperating, at, lang) or ("없음" if ko else "none"))
        said = _LEAD_STAYS[change.inner is not None, isinstance(cooperating, tuple)][ko]
        return f"{said}: {affairs} ({'; '.join(named) or self._unit(change.to, at, lang)})"

    def _delegate(self, _verb: str, given: Delegate, at: AsOf, lang: Language) -> str:
        affairs = self._affairs(given.mandates, given.about, lang)
        sides = [self._unit(side, at, lang) for side in (given.origin, given.to)]
        until = f" ({given.until.wording})" if given.until else ""
        form = self._forms[given.form].best(lang) if given.form in self._forms else given.form
        if lang == "ko":
            return f"위임({form}): {affairs}, {sides[0]} → {sides[1]}{until}"
        return f"Delegated ({form}): {affairs}, {sides[0]} → {sides[1]}{until}"

    def _move_posts(self, _verb: str, moved: MovePosts, at: AsOf, lang: Language) -> str:
        origin, to = (self._origin(side, at, lang) for side in (moved.origin, moved.to))
        return (
            f"정원 이체 {moved.posts}명: {origin} → {to}"
            if lang == "ko"
            else f"{moved.posts} posts move: {origin} → {to}"
        )

    def _finalise(self, _verb: str, final: FinaliseNames, _at: AsOf, lang: Language) -> str:
        if not final.names:
            return "잠정 명칭의 확정" if lang == "ko" else "Provisional names become official"
        named = listed([called(names, unit, lang) for unit, names in final.names.items()])
        return f"명칭 확정: {named}" if lang == "ko" else f"Official names: {named}"

    def _correct(self, _verb: str, change: Correct, at: AsOf, lang: Language) -> str:
        instead = self._say(_filled(change.instead, change.fact), at, lang) if change.instead is not None else ""
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


def _spoken(names: Names) -> dict[NameLanguage, str | None]:
    """The name in each language, None where it is missing."""
    told: dict[NameLanguage, Name | None] = {"ko": names.ko, "en": names.en, "own": names.own}
    return {lang: name.text if name is not None and name.status != "missing" else None for lang, name in told.items()}


def _filled(event: Event, fact: str) -> Event:
    """An event that stands in for a corrected one, with the id under which it is entered."""
    change = event.change
    return event if change.fact else event.model_copy(update={event.verb: change.model_copy(update={"fact": fact})})


def _post_sentence(unit: str, change: PostChange, lang: Language) -> str:
    ko = lang == "ko"
    if change.announced is None:
        said = f"{change.listed_before} → {change.listed_after}"
        return f"{unit} 정원 {said}" if ko else f"{unit}: posts listed {said}"
    listed = ""
    if change.listed is not None:
        gap = change.announced - change.listed
        listed = f"; {change.listed_before} → {change.listed_after}"
        if gap:
            listed += f" (차이 {gap} 미해명)" if ko else f" (difference of {gap} unexplained)"
    return (
        f"{unit} 정원 {change.announced:+d}{listed}" if ko else f"{unit}: posts {change.announced:+d} announced{listed}"
    )
