"""The organisation as Popolo JSON. What Popolo has no term for stands under the key `gwanje` of the same object."""

import json
from typing import Any
from zoneinfo import ZoneInfo

from gwanje.answers.answer import SourceNote
from gwanje.answers.org_exchange import Organisation
from gwanje.answers.org_exchange_parts import (
    ExchangeAffair,
    ExchangeDelegation,
    ExchangePost,
    ExchangeReform,
    ExchangeSeat,
    ExchangeUnit,
    UnitKind,
    UnitParent,
    UsedName,
)
from gwanje.foundation.names import NameLanguage, Names
from gwanje.interfaces.exchange.days import day_of, written
from gwanje.interfaces.exchange.endings import ending_cells
from gwanje.interfaces.exchange.records import LANGUAGES

Json = dict[str, Any]
_NEEDED: tuple[NameLanguage, ...] = ("en", "ko")


def popolo_text(organisation: Organisation, zone: ZoneInfo) -> str:
    """The JSON document, two spaces, keys in the order of the Popolo specification."""
    return json.dumps(popolo(organisation, zone), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def popolo(organisation: Organisation, zone: ZoneInfo) -> Json:
    """The document: organizations by Popolo's own terms; times, kinds, affairs and reforms under `gwanje`."""
    cited = {note.id: note for note in organisation.sources}
    not_told = [] if organisation.people_told else ["persons", "memberships"]
    return {
        "persons": _persons(organisation),
        "organizations": [_organization(unit, organisation, cited, zone) for unit in organisation.units],
        "posts": [_post(post, organisation.country, cited) for post in organisation.posts],
        "memberships": [_membership(post, seat) for post in organisation.posts for seat in post.seats],
        "gwanje": {
            "country": organisation.country,
            "on": organisation.on.astimezone(zone).isoformat(),
            "known": organisation.known.astimezone(zone).isoformat(),
            "language": organisation.language or None,
            "marking": organisation.marking.word,
            "not_told": not_told,
            "kinds": [_kind(kind) for kind in organisation.kinds],
            "affairs": [_affair(affair, zone) for affair in organisation.affairs],
            "delegations": [_delegation(given, zone) for given in organisation.delegations],
            "reforms": [_reform(reform, zone) for reform in organisation.reforms],
        },
    }


def _organization(unit: ExchangeUnit, whole: Organisation, cited: dict[str, SourceNote], zone: ZoneInfo) -> Json:
    country, tag = whole.country, whole.language
    primary = next((name for lang in LANGUAGES if (name := unit.current(lang)) is not None), None)
    record: Json = {"id": unit.id, "name": primary.text if primary else None}
    record["other_names"] = [_other_name(name, tag, zone) for name in unit.names if name is not primary]
    record["identifiers"] = [{"scheme": f"urn:gwanje:{country}:unit", "identifier": unit.id}]
    record["classification"] = None if unit.kind == "not known" else unit.kind
    record["parent_id"] = unit.parent.unit if unit.parent.status == "reported" else None
    record["founding_date"] = day_of(unit.since, zone) if unit.since else None
    record["dissolution_date"] = day_of(unit.ended, zone) if unit.ended else None
    record["sources"] = [_link(source, country, cited) for source in unit.sources]
    own: Json = {"exists": "yes" if unit.state == "exists" else unit.state.replace("_", " ")}
    if primary:
        own["name"] = _name_details(primary, tag, zone)
    own["missing_names"] = [lang for lang in _NEEDED if unit.current(lang) is None]
    own |= _parent(unit.parent) | {"since": written(unit.since, zone)}
    own |= {"ended": written(unit.ended, zone), "ended_by": unit.ended_by, "successors": list(unit.successors)}
    own |= ending_cells(unit.term, "term")
    if unit.term is not None:
        own |= {"term_ends": [written(end, zone) for end in unit.term.ends], "term_state": unit.term_state}
    own |= {"complete_levels": list(unit.complete_levels), "incomplete": unit.incomplete}
    own |= {"status": unit.status, "claims": list(unit.claims), "remarks": list(unit.notes)}
    record["gwanje"] = {key: value for key, value in own.items() if value not in ("", [], None)}
    return record


def _other_name(name: UsedName, tag: str, zone: ZoneInfo) -> Json:
    """A name beside the first one; Popolo's dates are days, the exact instants stand under `gwanje`."""
    told = ", ".join(part for part in (f"{name.use} name ({name.lang})", name.status, name.note) if part)
    record: Json = {"name": name.text, "lang": name.lang}
    record["start_date"] = day_of(name.start, zone) if name.start else None
    record["end_date"] = day_of(name.end, zone) if name.end else None
    return record | {"note": told, "gwanje": _name_details(name, tag, zone)}


def _name_details(name: UsedName, tag: str, zone: ZoneInfo) -> Json:
    """What Popolo's own keys cannot say; `language` is the tag of a name in the country's own language."""
    details: Json = {"lang": name.lang, "status": name.status, "use": name.use}
    details |= {"language": tag} if name.lang == "own" else {}
    details |= {"start": written(name.start, zone), "end": written(name.end, zone), "note": name.note}
    return {key: value for key, value in details.items() if value}


def _parent(parent: UnitParent) -> Json:
    """What Popolo's `parent_id` cannot say: no parent, a parent not reported, a parent that is only assumed."""
    told: Json = {
        "parent": None if parent.status == "reported" else parent.unit,
        "parent_state": parent.state.replace("_", " "),
        "within": parent.within,
        "missing_level": parent.missing_level,
        "parent_note": parent.note,
    }
    return told | ({"parent_status": parent.status} if parent.state != "not_known" else {})


def _link(source: str, country: str, cited: dict[str, SourceNote]) -> Json:
    note = cited.get(source)
    parts = (note.publisher, note.title, note.locator, note.published) if note else ()
    return {"url": f"urn:gwanje:{country}:reference:{source}", "note": ", ".join(part for part in parts if part)}


def _names(names: Names) -> Json:
    """The names flat, as the tables have them: `en`, `en_status`, `ko`, `ko_status`; `own` only where there is one."""
    told: Json = {}
    for lang in LANGUAGES:
        name = getattr(names, lang)
        if name is not None or lang in _NEEDED:
            told |= {lang: name.text if name else None, f"{lang}_status": name.status if name else "missing"}
            told |= {f"{lang}_note": name.note} if name and name.note else {}
    return told


def _kind(kind: UnitKind) -> Json:
    record = {
        "key": kind.key,
        **_names(kind.names),
        "level": kind.level,
        "temporary": kind.temporary,
        "desk": kind.desk,
    }
    return record if kind.rank is None else record | {"rank": kind.rank}


def _post(post: ExchangePost, country: str, cited: dict[str, SourceNote]) -> Json:
    record: Json = {"id": post.id, "label": post.names.best("en"), "organization_id": post.unit}
    if post.names == Names():
        record["label"] = None
    record["sources"] = [_link(source, country, cited) for source in post.sources]
    own: Json = {**_names(post.names), "kind": post.kind, "head": post.head, "contact": post.contact}
    own["duties"] = list(post.duties)
    return record | {"gwanje": {key: value for key, value in own.items() if value not in ("", [], None)}}


def _persons(organisation: Organisation) -> list[Json]:
    """Each person once, however many posts they are on."""
    seats = {seat.person: seat for post in organisation.posts for seat in post.seats}
    return [
        {"id": person, "name": None if seat.names == Names() else seat.names.best("en"), "gwanje": _names(seat.names)}
        for person, seat in seats.items()
    ]


def _membership(post: ExchangePost, seat: ExchangeSeat) -> Json:
    record: Json = {"person_id": seat.person, "organization_id": post.unit, "post_id": post.id, "role": seat.role}
    return record if seat.term == "running" else record | {"gwanje": {"term": seat.term}}


def _affair(affair: ExchangeAffair, zone: ZoneInfo) -> Json:
    record: Json = {"id": affair.id, "key": affair.key, **_names(affair.names), "scope": affair.scope}
    record |= {name: value for name in ("scheme", "item") if (value := getattr(affair, name))}
    if affair.scope != "whole":
        record |= {f"part_{key}": value for key, value in _names(affair.part_names).items()}
    record["state"] = affair.state.replace("_", " ")
    record["lead"] = affair.lead
    record["inner"] = "not reported" if affair.inner_not_reported else affair.inner
    if affair.state != "not_known":
        partners = affair.cooperating
        record["cooperating"] = "not reported" if partners is None else list(partners) or "none"
    record |= {"units": list(affair.units), "incomplete": affair.incomplete}
    record |= {"since": written(affair.since, zone) or None, "status": affair.status}
    record |= {"claims": list(affair.claims), "sources": list(affair.sources)}
    return record | {"remarks": [note["en"] for note in affair.notes]}


def _delegation(given: ExchangeDelegation, zone: ZoneInfo) -> Json:
    record: Json = {"affair": given.affair, "scope": given.scope}
    record |= {name: value for name in ("scheme", "item") if (value := getattr(given, name))}
    record |= {"from": given.origin, "to": given.to, "form": _names(given.form), "since": written(given.since, zone)}
    record |= {"ends": [written(end, zone) for end in given.ends], "state": given.state}
    return record | {"facts": list(given.facts), "sources": list(given.sources)}


def _reform(reform: ExchangeReform, zone: ZoneInfo) -> Json:
    return {
        "id": reform.id,
        **_names(reform.names),
        "act": reform.act,
        "decided": written(reform.decided, zone) or "not reported",
        "effective": written(reform.effective, zone) or None,
        "day_is_exact": reform.day_is_exact,
        "state": reform.state.replace("_", " "),
        "came": list(reform.came),
        "went": list(reform.went),
        "renamed": list(reform.renamed),
        "moved": list(reform.moved),
        "changed": list(reform.changed),
        "affairs": list(reform.affairs),
        "events": [
            {
                "id": event.id,
                "verb": event.verb,
                "words": event.words,
                "effective": written(event.effective, zone) or None,
                "day_is_exact": event.day_is_exact,
                "state": event.state.replace("_", " "),
                "units": list(event.units),
                "came": list(event.came),
                "went": list(event.went),
                "successors": list(event.successors),
                "affairs": list(event.affairs),
                "status": event.status,
                "facts": list(event.facts),
                "sources": list(event.sources),
            }
            for event in reform.events
        ],
        "sources": list(reform.sources),
    }
