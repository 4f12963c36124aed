"""From an exchange file to content a planner reviews: kinds, units, mandates and one reference, as YAML text.

Nothing is made up. What the file does not say stays out and is listed; a rank it does not give is proposed, and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from gwanje.answers.org_exchange_parts import ExchangeAffair, ExchangeUnit, UnitKind, UsedName
from gwanje.foundation.citations import Reference
from gwanje.foundation.content import parse_records
from gwanje.foundation.errors import ContentError, RefusedInputError
from gwanje.foundation.instants import known_day
from gwanje.foundation.names import Names
from gwanje.interfaces.exchange.days import day_or_instant
from gwanje.interfaces.exchange.drafts import Draft
from gwanje.interfaces.exchange.fields import remarks
from gwanje.interfaces.exchange.posts import personnel
from gwanje.registry import Registry

Json = dict[str, Any]
_LANGUAGES = ("ko", "en")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the file comes from, and the instant its statements are about."""

    source: str
    publisher: str
    locator: str
    on: datetime
    known: datetime | None
    zone: ZoneInfo
    compiled: datetime


def content_files(draft: Draft, origin: Origin) -> dict[str, str]:
    """The content files by relative path, read back before they are returned; a refusal says which record is at fault."""
    without = unheld(draft)
    files = {
        "references.yaml": _text([_reference(origin)], ["The publication every statement below cites."]),
        "registry/kinds.yaml": _kinds_text(draft),
        "registry/units.yaml": _text([_unit(unit, origin) for unit in draft.units], _unit_header(origin)),
        "registry/mandates.yaml": _text(_mandates(draft, origin), _mandate_header(without)),
    }
    if draft.posts:
        files["registry/personnel.yaml"] = _personnel_text(draft, origin)
    known = {origin.source: origin.known}
    try:
        reference = parse_records(files["references.yaml"], "references.yaml", Reference, zone=origin.zone)[0]
        known = {reference.id: reference.published}
        Registry.read(files, origin.zone, compiled=origin.compiled, references_known=known)
    except ContentError as fault:
        raise RefusedInputError(
            f"The file does not make content that can be read: {fault.what}",
            place=fault.place,
            expected=fault.expected,
            found=fault.found,
            remedy=fault.remedy,
        ) from fault
    return files


def unheld(draft: Draft) -> list[str]:
    """The affairs whose holder the file does not know: content has no words for that, so they are left out."""
    known = {affair.id for affair in draft.affairs if affair.state != "not_known"}
    return list(dict.fromkeys(affair.key for affair in draft.affairs if affair.id not in known))


def unranked(draft: Draft) -> list[str]:
    """The kinds the file gives no rank for."""
    return [kind.key for kind in draft.kinds if kind.rank is None]


class _WithoutAliases(yaml.SafeDumper):
    """Writes every value out, so that each record can be read by itself."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - asked for every value
        """No value is written as a reference to another one."""
        return True


def _text(records: list[Json] | Json, header: Iterable[str]) -> str:
    lines = "".join(f"# {line}\n" for line in header)
    return lines + (
        yaml.dump(
            records, Dumper=_WithoutAliases, allow_unicode=True, sort_keys=False, width=118, default_flow_style=None
        )
        if records
        else "[]\n"
    )


def _reference(origin: Origin) -> Json:
    record: Json = {"id": origin.source, "publisher": origin.publisher, "locator": origin.locator}
    if origin.known is not None:
        local = origin.known.astimezone(origin.zone)
        is_end_of_day = day_or_instant(local, origin.zone) == local.date()
        record["published"] = known_day(local, origin.zone) if is_end_of_day else local.isoformat()
        record["note"] = "published: the known time of the file"
    return record


def _kinds_text(draft: Draft) -> str:
    proposed = _proposed_ranks(draft)
    records = [_kind(kind, proposed[kind.key]) for kind in draft.kinds]
    header = ["Kinds of unit; a greater rank is a higher class."]
    if missing := unranked(draft):
        header.append(
            f"The file gives no rank for: {', '.join(missing)}. Theirs are proposed from how deep their units"
        )
        header.append("hang; they decide only what counts as an upgrade or a downgrade. Check them.")
    return _text(records, header)


def _kind(kind: UnitKind, proposed: int) -> Json:
    record: Json = {"key": kind.key, "names": _names(kind.names), "level": kind.level}
    record["rank"] = proposed if kind.rank is None else kind.rank
    return record | ({"temporary": True} if kind.temporary else {})


def _proposed_ranks(draft: Draft) -> dict[str, int]:
    """Kinds by the least depth their units hang at: the higher, the greater the rank; equal depth, equal rank."""
    above = {unit.id: unit.parent.unit or unit.parent.within for unit in draft.units}

    def depth(unit: str) -> int:
        steps, upward = 0, above[unit]
        while upward is not None:
            steps, upward = steps + 1, above[upward]
        return steps

    least: dict[str, int] = {}
    for unit in draft.units:
        least[unit.kind] = min(least.get(unit.kind, depth(unit.id)), depth(unit.id))
    deepest = max(least.values(), default=0)
    return {kind.key: 10 * (deepest + 1 - least.get(kind.key, deepest)) for kind in draft.kinds}


def _names(names: Names) -> Json:
    spoken = {lang: name for lang in _LANGUAGES if (name := getattr(names, lang)) is not None}
    return {lang: _name(name.text, name.status, name.note) for lang, name in spoken.items()}


def _name(text: str, status: str, note: str = "") -> Json:
    return {"text": text, "status": status} | ({"note": note} if note else {})


def _unit_header(origin: Origin) -> list[str]:
    day = day_or_instant(origin.on, origin.zone)
    return [
        f"Units as {origin.source} has them on {day}. Where it does not say since when, they are attested on that day.",
        "A former name without a known start is attested on the day before it ended.",
    ]


def _unit(unit: ExchangeUnit, origin: Origin) -> Json:
    record: Json = {"id": unit.id}
    if note := remarks([*unit.notes, *_why_nothing_is_said(unit)]):
        record["note"] = note
    if unit.complete_levels or not unit.incomplete:
        record["children"] = {"complete": list(unit.complete_levels), "incomplete": unit.incomplete}
    if unit.state == "exists":
        record["before"] = [{**said, "sources": [origin.source]} for said in _statements(unit, origin)]
    return record


def _why_nothing_is_said(unit: ExchangeUnit) -> list[str]:
    """A unit that is not known to exist has no statements; what it is called stands in its note."""
    if unit.state == "exists":
        return []
    return [f"not known to exist then; called {name.text} ({name.lang}, {name.status})" for name in unit.names] or [
        "not known to exist then"
    ]


def _statements(unit: ExchangeUnit, origin: Origin) -> list[Json]:
    """What is said of a unit, the earliest first: its beginning, former names, and the state on the file's day."""
    dated: dict[tuple[datetime, str], Json] = {}

    def statement(at: datetime, how: str) -> Json:
        return dated.setdefault((at, how), {how: day_or_instant(at, origin.zone)})

    if unit.since is not None:
        statement(unit.since, "since")
    for name in unit.names:
        start, word = _name_start(name, unit.since, origin)
        statement(start, word).setdefault("names", {})[name.lang] = _name(name.text, name.status, name.note)
    for name in unit.names:
        if name.end is not None and not _follows(unit, name):
            gap = _name(f"name missing ({name.lang})", "missing")
            statement(name.end, "since").setdefault("names", {}).setdefault(name.lang, gap)
    state = statement(origin.on, "since" if unit.since == origin.on else "attested")
    if unit.kind != "not known":
        state["kind"] = unit.kind
    if unit.parent.state != "not_known":
        state["parent"] = _parent(unit)
    if unit.status != "reported":
        state["status"] = unit.status
    order = sorted(dated, key=lambda key: (key[0], key[1] != "since"))
    at, how = order[0]
    existed = [{"attested": day_or_instant(at, origin.zone)}] if how == "since" and unit.since is None else []
    return [*existed, *(dated[key] for key in order)]


def _name_start(name: UsedName, since: datetime | None, origin: Origin) -> tuple[datetime, str]:
    """A name that ended was surely used on the day before, if the unit existed then."""
    if name.start is not None:
        return name.start, "since"
    if name.end is None:
        return origin.on, "attested"
    eve = name.end - _DAY
    return (eve, "attested") if since is None or since <= eve else (since, "since")


def _follows(unit: ExchangeUnit, ended: UsedName) -> bool:
    return any(one.lang == ended.lang and one.start == ended.end for one in unit.names)


def _parent(unit: ExchangeUnit) -> str | Json:
    parent = unit.parent
    extras = {"missing_level": parent.missing_level, "note": parent.note}
    said = {key: value for key, value in extras.items() if value}
    if parent.status != "reported":
        said["status"] = parent.status
    if parent.unit is not None:
        return {"unit": parent.unit, **said} if said else parent.unit
    if parent.within is not None:
        return {"within": parent.within, **said}
    word = "none" if parent.state == "none" else "not reported"
    return {"state": word, **said} if said else word


def _personnel_text(draft: Draft, origin: Origin) -> str:
    """Posts and people are attested on the file's day: no format says since when."""
    cited: Json = {"attested": day_or_instant(origin.on, origin.zone), "sources": [origin.source]}
    known = {affair.id for affair in draft.affairs if affair.state != "not_known"}
    without = {affair.id for affair in draft.affairs} - known
    return _text(personnel(draft.posts, cited, _names, without), ["Posts and who sits on them."])


def _mandate_header(without: list[str]) -> list[str]:
    header = ["Affairs and who holds them."]
    if without:
        header.append(
            f"Left out, because the file does not know who holds them: {', '.join(without)}. Enter them by hand."
        )
    return header


def _mandates(draft: Draft, origin: Origin) -> list[Json]:
    by_affair: dict[str, list[ExchangeAffair]] = {}
    for affair in draft.affairs:
        if affair.state != "not_known":
            by_affair.setdefault(affair.id, []).append(affair)
    return [_mandate(affairs, origin) for affairs in by_affair.values()]


def _mandate(affairs: list[ExchangeAffair], origin: Origin) -> Json:
    first = affairs[0]
    holdings = [said for affair in affairs for said in _holdings(affair, origin)]
    parts = {affair.scope: affair.part_names for affair in affairs if affair.scope != "whole"}
    declared = [{"key": key, "names": _names(names)} for key, names in parts.items()]
    record: Json = {"id": first.id, "key": first.key, "names": _names(first.names)}
    return record | ({"parts": declared} if declared else {}) | {"before": holdings}


def _holdings(affair: ExchangeAffair, origin: Origin) -> list[Json]:
    """One holding; two where the lead is older than the file's day, which alone says who works with it."""
    scope = {"scope": affair.scope} if affair.scope != "whole" else {}
    scope |= {name: value for name in ("scheme", "item") if (value := getattr(affair, name))}
    cited: Json = {"sources": [origin.source]} | ({"status": affair.status} if affair.status != "reported" else {})
    note = remarks(said["en"] for said in affair.notes)
    cited |= {"note": note} if note else {}
    state = {"lead": affair.lead} if affair.state == "held" else {"state": affair.state.replace("_", " ")}
    more: Json = {}
    if affair.inner_not_reported or affair.inner:
        more["inner"] = affair.inner or "not reported"
    if affair.cooperating is not None:
        more["cooperating"] = list(affair.cooperating)
    if affair.units:
        more["units"] = list(affair.units)
    if affair.incomplete:
        more["incomplete"] = True
    now = {"attested": day_or_instant(origin.on, origin.zone)}
    if affair.since is None:
        return [{**state, **more, **scope, **now, **cited}]
    began = {"since": day_or_instant(affair.since, origin.zone)}
    if not more or affair.since == origin.on:
        return [{**state, **more, **scope, **began, **cited}]
    return [{**state, **scope, **began, **cited}, {**state, **more, **scope, **now, **cited}]
