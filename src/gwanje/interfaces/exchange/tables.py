"""The organisation as a folder of CSV tables: units, names, affairs, kinds and reforms, readable in any spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from gwanje.answers.org_exchange import Organisation
from gwanje.answers.org_exchange_parts import (
    ExchangeAffair,
    ExchangeDelegation,
    ExchangePost,
    ExchangeReform,
    ExchangeUnit,
    UnitKind,
    UnitParent,
)
from gwanje.foundation.names import Names
from gwanje.interfaces.exchange.days import written
from gwanje.interfaces.exchange.endings import ending_cells, ending_columns
from gwanje.interfaces.exchange.fields import NONE, NOT_REPORTED, SEPARATOR, remarks
from gwanje.interfaces.exchange.records import LANGUAGES, NAME_COLUMNS

Row = dict[str, str]
SNAPSHOT = ("country", "on", "known", "language", "marking")
KINDS = ("key", *NAME_COLUMNS, "level", "temporary", "rank", "desk")
UNITS = (
    *("id", "en", "en_status", "ko", "ko_status", "own", "own_status", "kind", "level"),
    *("parent", "within", "missing_level", "parent_status", "parent_note", "since", "exists"),
    *("ended", "ended_by", "successors", *ending_columns("term"), "term_ends", "term_state"),
    *("complete_levels", "incomplete", "status", "claims", "sources", "remarks"),
)
NAMES = ("unit", "lang", "text", "status", "use", "start", "end", "note")
AFFAIRS = (
    *("id", "key", *NAME_COLUMNS, "scope", *(f"part_{column}" for column in NAME_COLUMNS)),
    *("scheme", "item", "state"),
    *("lead", "inner", "cooperating", "units", "incomplete", "since", "status", "claims", "sources", "remarks"),
)
DELEGATIONS = (
    *("affair", "scope", "scheme", "item", "from", "to", *(f"form_{column}" for column in NAME_COLUMNS)),
    *("since", "ends", "state", "facts", "sources"),
)
POSTS = ("id", "unit", *NAME_COLUMNS, "kind", "head", "contact", "duties", "sources")
PEOPLE = ("person", "post", "role", *NAME_COLUMNS, "term")
REFORMS = (
    *("reform", "en", "ko", "own", "act", "decided", "reform_state", "event", "verb", "event_en", "event_ko"),
    *("effective", "day_is_exact", "state", "units", "affairs", "status", "facts", "sources"),
)


def csv_tables(organisation: Organisation, zone: ZoneInfo) -> dict[str, str]:
    """Every table by the name of its file."""
    snapshot = {
        "country": organisation.country,
        "on": organisation.on.astimezone(zone).isoformat(),
        "known": organisation.known.astimezone(zone).isoformat(),
        "language": organisation.language,
        "marking": organisation.marking.word,
    }
    return {
        "snapshot.csv": _table(SNAPSHOT, [snapshot]),
        "kinds.csv": _table(KINDS, (_kind_row(kind) for kind in organisation.kinds)),
        "units.csv": _table(UNITS, (_unit_row(unit, zone) for unit in organisation.units)),
        "names.csv": _table(NAMES, (row for unit in organisation.units for row in _name_rows(unit, zone))),
        "affairs.csv": _table(AFFAIRS, (_affair_row(affair, zone) for affair in organisation.affairs)),
        "delegations.csv": _table(DELEGATIONS, (_delegation_row(one, zone) for one in organisation.delegations)),
        "posts.csv": _table(POSTS, (_post_row(post) for post in organisation.posts)),
        **({"people.csv": _table(PEOPLE, _people_rows(organisation))} if organisation.people_told else {}),
        "reforms.csv": _table(REFORMS, (row for one in organisation.reforms for row in _reform_rows(one, zone))),
    }


def _table(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(columns), lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _joined(parts: Iterable[str]) -> str:
    return SEPARATOR.join(parts)


def name_cells(names: Names, before: str = "") -> Row:
    """The names in three languages, each with its status and its note; one that is not there is `missing`."""
    row: Row = {}
    for lang in LANGUAGES:
        name = getattr(names, lang)
        told = (name.text, name.status, name.note) if name else ("", "missing", "")
        row |= dict(zip((f"{before}{lang}{part}" for part in ("", "_status", "_note")), told, strict=True))
    return row


def _yes(flag: bool) -> str:  # noqa: FBT001 - one word for one truth value
    return "yes" if flag else "no"


def _kind_row(kind: UnitKind) -> Row:
    rank = "" if kind.rank is None else str(kind.rank)
    return {
        "key": kind.key,
        **name_cells(kind.names),
        "level": kind.level,
        "temporary": _yes(kind.temporary),
        "rank": rank,
        "desk": _yes(kind.desk),
    }


def _unit_row(unit: ExchangeUnit, zone: ZoneInfo) -> Row:
    row: Row = {"id": unit.id}
    for lang in LANGUAGES:
        name = unit.current(lang)
        row |= {lang: name.text if name else "", f"{lang}_status": name.status if name else "missing"}
    return row | {
        "kind": "" if unit.kind == "not known" else unit.kind,
        "level": "" if unit.level == "not known" else unit.level,
        "parent": parent_word(unit.parent),
        "within": unit.parent.within or "",
        "missing_level": unit.parent.missing_level,
        "parent_status": "" if unit.parent.state == "not_known" else unit.parent.status,
        "parent_note": unit.parent.note,
        "since": written(unit.since, zone),
        "exists": "yes" if unit.state == "exists" else unit.state.replace("_", " "),
        "ended": written(unit.ended, zone),
        "ended_by": unit.ended_by,
        "successors": _joined(unit.successors),
        **ending_cells(unit.term, "term"),
        "term_ends": _joined(written(end, zone) for end in unit.term.ends) if unit.term else "",
        "term_state": unit.term_state if unit.term else "",
        "complete_levels": _joined(unit.complete_levels),
        "incomplete": _yes(unit.incomplete),
        "status": unit.status,
        "claims": _joined(unit.claims),
        "sources": _joined(unit.sources),
        "remarks": remarks(unit.notes),
    }


def parent_word(parent: UnitParent) -> str:
    """The unit above, or the word that stands for one; empty: not known."""
    return parent.unit or {"none": NONE, "not_reported": NOT_REPORTED}.get(parent.state, "")


def _name_rows(unit: ExchangeUnit, zone: ZoneInfo) -> list[Row]:
    return [
        {
            "unit": unit.id,
            "lang": name.lang,
            "text": name.text,
            "status": name.status,
            "use": name.use,
            "start": written(name.start, zone),
            "end": written(name.end, zone),
            "note": name.note,
        }
        for name in unit.names
    ]


def _affair_row(affair: ExchangeAffair, zone: ZoneInfo) -> Row:
    partners = affair.cooperating
    return {
        "id": affair.id,
        "key": affair.key,
        **name_cells(affair.names),
        "scope": affair.scope,
        **(name_cells(affair.part_names, "part_") if affair.scope != "whole" else {}),
        "scheme": affair.scheme,
        "item": affair.item,
        "state": "" if affair.state == "not_known" else affair.state.replace("_", " "),
        "lead": affair.lead or "",
        "inner": NOT_REPORTED if affair.inner_not_reported else affair.inner or "",
        "cooperating": _partners_word(affair.state) if partners is None else _joined(partners) or NONE,
        "units": _joined(affair.units),
        "incomplete": _yes(affair.incomplete),
        "since": written(affair.since, zone),
        "status": affair.status,
        "claims": _joined(affair.claims),
        "sources": _joined(affair.sources),
        "remarks": remarks(note["en"] for note in affair.notes),
    }


def _partners_word(state: str) -> str:
    return "" if state == "not_known" else NOT_REPORTED


def _post_row(post: ExchangePost) -> Row:
    row: Row = {"id": post.id, "unit": post.unit, **name_cells(post.names), "kind": post.kind, "head": _yes(post.head)}
    return row | {"contact": post.contact, "duties": _joined(post.duties), "sources": _joined(post.sources)}


def _delegation_row(given: ExchangeDelegation, zone: ZoneInfo) -> Row:
    return {
        "affair": given.affair,
        "scope": given.scope,
        "scheme": given.scheme,
        "item": given.item,
        "from": given.origin,
        "to": given.to,
        **name_cells(given.form, "form_"),
        "since": written(given.since, zone),
        "ends": _joined(written(end, zone) for end in given.ends),
        "state": given.state,
        "facts": _joined(given.facts),
        "sources": _joined(given.sources),
    }


def _people_rows(organisation: Organisation) -> list[Row]:
    return [
        {"person": seat.person, "post": post.id, "role": seat.role, **name_cells(seat.names), "term": seat.term}
        for post in organisation.posts
        for seat in post.seats
    ]


def _reform_rows(reform: ExchangeReform, zone: ZoneInfo) -> list[Row]:
    """One event a row, with its reform beside it."""
    both = name_cells(reform.names)
    base = {
        "reform": reform.id,
        "en": both["en"],
        "ko": both["ko"],
        "own": both["own"],
        "act": reform.act,
        "decided": written(reform.decided, zone) or NOT_REPORTED,
        "reform_state": reform.state.replace("_", " "),
    }
    return [
        base
        | {
            "event": event.id,
            "verb": event.verb,
            "event_en": event.words["en"],
            "event_ko": event.words["ko"],
            "effective": written(event.effective, zone),
            "day_is_exact": _yes(event.day_is_exact),
            "state": event.state.replace("_", " "),
            "units": _joined(event.units),
            "affairs": _joined(event.affairs),
            "status": event.status,
            "facts": _joined(event.facts),
            "sources": _joined(event.sources),
        }
        for event in reform.events
    ]
