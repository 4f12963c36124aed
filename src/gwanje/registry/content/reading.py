"""The registry's files as records: parsed with line numbers, ids declared once, nothing yet put in time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from gwanje.foundation.content import RecordType, parse_record, parse_records, unique_records
from gwanje.registry import refusals
from gwanje.registry.content.events import Event, ReformRecord
from gwanje.registry.content.personnel import AssignmentRecord, PersonnelFile, PostRecord
from gwanje.registry.content.records import (
    AccessRecord,
    Children,
    DelegationRecord,
    KindRecord,
    MandateRecord,
    RouteRecord,
    UnitRecord,
)
from gwanje.registry.content.rules import CheckRecord

FOLDER = "registry/"
_SLIP = 0.75


@dataclass(frozen=True, slots=True)
class Content:
    """The records of the room's files, before they are put in time."""

    kinds: Mapping[str, KindRecord]
    units: Mapping[str, UnitRecord]
    mandates: Mapping[str, MandateRecord]
    reforms: tuple[ReformRecord, ...]
    routes: tuple[RouteRecord, ...]
    checks: tuple[CheckRecord, ...] = ()
    delegations: tuple[DelegationRecord, ...] = ()
    posts: Mapping[str, PostRecord] = field(default_factory=dict)
    assignments: tuple[AssignmentRecord, ...] = ()
    access: AccessRecord = field(default_factory=AccessRecord)

    def joined(self, reforms: Iterable[ReformRecord], people: Iterable[PersonnelFile]) -> "Content":
        """With what reforms and people's files declare themselves: units, affairs, posts, assignments."""
        reforms, people = tuple(reforms), tuple(people)
        units = _declared("unit", self.units, ((reform.id, one.id, one) for reform in reforms for one in reform.units))
        mandates = _declared(
            "mandate", self.mandates, ((reform.id, one.id, one) for reform in reforms for one in reform.mandates)
        )
        new = {unit: UnitRecord(id=unit) for reform in reforms for unit in _brought_into_being(reform)}
        joined = replace(
            self,
            units={**new, **units},
            mandates=mandates,
            posts=_posts([*self.posts.values(), *(one for file in people for one in file.posts)]),
            assignments=(*self.assignments, *(one for file in people for one in file.assignments)),
        )
        _refuse_undeclared(joined, reforms)
        return joined


def _declared(
    kind: str, known: Mapping[str, RecordType], more: Iterable[tuple[str, str, RecordType]]
) -> dict[str, RecordType]:
    """Records with those that reforms declare; a new version of a reform may tell its own again, nobody else may."""
    extra: dict[str, tuple[str, RecordType]] = {}
    for reform, identity, record in more:
        owner, held = extra.get(identity, (reform, record))
        if owner != reform:
            unique_records(kind, [(identity, held), (identity, record)])
        extra[identity] = reform, record
    return unique_records(kind, [*known.items(), *((identity, record) for identity, (_, record) in extra.items())])


def _posts(told: Iterable[PostRecord]) -> dict[str, PostRecord]:
    """Posts by id; what several files say of one post stands together."""
    posts: dict[str, PostRecord] = {}
    for one in told:
        held = posts.get(one.id)
        posts[one.id] = one if held is None else held.model_copy(update={"before": (*held.before, *one.before)})
    return posts


def _refuse_undeclared(content: Content, reforms: Iterable[ReformRecord]) -> None:
    """Refuse a kind, a level or a counted unit that nobody declares: what it stands in would never be counted."""
    kinds = tuple(content.kinds)
    levels = tuple(dict.fromkeys(kind.level for kind in content.kinds.values()))
    for rule in content.checks:
        _refuse_others(
            "kind", (*rule.kinds, *rule.of_kinds, *rule.within, *rule.not_within), kinds, rule.id, rule.place
        )
        _refuse_others("level", (rule.of_level,) if rule.of_level else (), levels, rule.id, rule.place)
    for unit in content.units.values():
        _refuse_slips(unit.children, levels, unit.id, unit.children.place or unit.place)
    for reform in reforms:
        for fact, told in _children_of(reform):
            _refuse_slips(told, levels, fact, told.place or reform.place)
        if reform.counts is not None:
            counted = [one.kind for one in reform.counts.classes]
            place = reform.counts.place or reform.place
            if reform.counts.unit not in content.units:
                raise refusals.unknown_subject("unit", reform.counts.unit, reform.id, place, "")
            _refuse_others("kind", counted, kinds, reform.id, place)


def _refuse_others(kind: str, asked: Iterable[str], known: tuple[str, ...], fact: str, place: str) -> None:
    for one in asked:
        if one not in known:
            near = get_close_matches(one, known, n=1)
            raise refusals.unknown_subject(kind, one, fact, place, near[0] if near else "")


def _refuse_slips(told: Children, levels: tuple[str, ...], fact: str, place: str) -> None:
    """Refuse a level that is a declared one but for a slip; a list may be complete at a level that no kind has."""
    slips = [one for one in told.complete if one not in levels and get_close_matches(one, levels, cutoff=_SLIP)]
    _refuse_others("level", slips, levels, fact, place)


def _children_of(reform: ReformRecord) -> Iterable[tuple[str, Children]]:
    """What a reform says of how complete the lists of its new units are, with the event that says it."""
    for event in reform.events:
        told = event.correct.instead if event.correct is not None else event
        for children in _children_told(told) if told is not None else ():
            yield event.change.fact or reform.id, children


def _children_told(event: Event) -> Iterable[Children]:
    if event.establish is not None and event.establish.children is not None:
        yield event.establish.children
    successors = (event.merge_units.into,) if event.merge_units is not None else ()
    shares = event.split_unit.into if event.split_unit is not None else ()
    yield from (one.children for one in (*successors, *shares) if one.children is not None)


def _brought_into_being(reform: ReformRecord) -> Iterable[str]:
    for event in reform.events:
        yield from _established(event)


def _established(event: Event) -> Iterable[str]:
    if event.establish is not None:
        yield event.establish.unit
    if event.merge_units is not None and event.merge_units.into.rank is not None:
        yield event.merge_units.into.unit
    if event.split_unit is not None:
        yield from (share.unit for share in event.split_unit.into if share.rank is not None)
    if event.correct is not None and event.correct.instead is not None:
        yield from _established(event.correct.instead)


def read_content(files: Mapping[str, str], zone: ZoneInfo) -> Content:
    """Parse the registry's files; ids and keys are unique."""
    mandates = _list(files, "mandates.yaml", MandateRecord, zone)
    unique_records("mandate", ((record.key, record) for record in mandates))
    reforms = [
        parse_record(text, name, ReformRecord, zone=zone)
        for name, text in sorted(files.items())
        if name.startswith(f"{FOLDER}reforms/") and name.endswith(".yaml")
    ]
    unique_records("reform", ((record.id, record) for record in reforms))
    people = (
        [read_personnel(files[FOLDER + "personnel.yaml"], FOLDER + "personnel.yaml", zone)]
        if (FOLDER + "personnel.yaml" in files)
        else []
    )
    access = FOLDER + "access.yaml"
    return Content(
        kinds=unique_records("kind", ((record.key, record) for record in _list(files, "kinds.yaml", KindRecord, zone))),
        units=unique_records("unit", ((record.id, record) for record in _list(files, "units.yaml", UnitRecord, zone))),
        mandates=unique_records("mandate", ((record.id, record) for record in mandates)),
        reforms=tuple(reforms),
        routes=tuple(_list(files, "routing.yaml", RouteRecord, zone)),
        checks=tuple(_list(files, "checks.yaml", CheckRecord, zone)),
        delegations=tuple(_list(files, "delegations.yaml", DelegationRecord, zone)),
        posts=_posts(one for file in people for one in file.posts),
        assignments=tuple(one for file in people for one in file.assignments),
        access=parse_record(files[access], access, AccessRecord, zone=zone) if access in files else AccessRecord(),
    )


def read_personnel(text: str, name: str, zone: ZoneInfo) -> PersonnelFile:
    """Parse a file of posts and of who sits on them."""
    return parse_record(text, name, PersonnelFile, zone=zone)


def read_reform(text: str, name: str, zone: ZoneInfo) -> ReformRecord:
    """Parse one reform."""
    return parse_record(text, name, ReformRecord, zone=zone)


def _list(files: Mapping[str, str], name: str, model: type[RecordType], zone: ZoneInfo) -> list[RecordType]:
    path = FOLDER + name
    return parse_records(files[path], path, model, zone=zone) if path in files else []
