"""Units as statements of content: what they were since when, and the ends of those that have ended, as events of a reform."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from gwanje.answers.org_exchange_parts import ExchangeUnit, UsedName
from gwanje.foundation.identifiers import OpaqueId
from gwanje.interfaces.exchange.days import day_or_instant
from gwanje.interfaces.exchange.endings import as_content
from gwanje.interfaces.exchange.fields import remarks

Json = dict[str, Any]
_DAY = timedelta(days=1)
_ID: TypeAdapter[str] = TypeAdapter(OpaqueId)


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

    @property
    def ends_id(self) -> str:
        """The id of the reform that holds the ends of units."""
        return f"ended-{self.source}"


def unit_header(origin: Origin) -> list[str]:
    """What a reviewer must know about the statements."""
    day = day_or_instant(origin.on, origin.zone)
    return [
        f"Units as {origin.source} has them on {day}. Where it does not say since when, they are attested on that day.",
        "A former name without a known start is attested on the day before it ended, and so is a unit that has ended.",
    ]


def unit_record(unit: ExchangeUnit, origin: Origin) -> Json:
    """One unit as a record of content."""
    record: Json = {"id": unit.id}
    if note := remarks([*unit.notes, *_why_nothing_is_said(unit)]):
        record["note"] = note
    if unit.complete_levels or not unit.incomplete:
        record["children"] = {"complete": list(unit.complete_levels), "incomplete": unit.incomplete}
    if _is_told(unit):
        record["before"] = [{**said, "sources": [origin.source]} for said in _statements(unit, origin)]
    return record


def _is_told(unit: ExchangeUnit) -> bool:
    return unit.state in {"exists", "ended"}


def _why_nothing_is_said(unit: ExchangeUnit) -> list[str]:
    """A unit that is not known to exist has no statements; what it is called stands in its note."""
    if _is_told(unit):
        return []
    return [f"not known to exist then; called {name.text} ({name.lang}, {name.status})" for name in unit.names] or [
        "not known to exist then"
    ]


def _statements(unit: ExchangeUnit, origin: Origin) -> list[Json]:
    """What is said of a unit, the earliest first: its beginning, former names, and its state on the file's day or its last."""
    dated: dict[tuple[datetime, str], Json] = {}

    def statement(at: datetime, how: str) -> Json:
        return dated.setdefault((at, how), {how: day_or_instant(at, origin.zone)})

    if unit.since is not None:
        statement(unit.since, "since")
    for name in unit.names:
        start, word = _name_start(name, unit, origin)
        statement(start, word).setdefault("names", {})[name.lang] = name_record(name.text, name.status, name.note)
    for name in unit.names:
        if name.use == "former" and name.end is not None and not _follows(unit, name):
            gap = name_record(f"name missing ({name.lang})", "missing")
            statement(name.end, "since").setdefault("names", {}).setdefault(name.lang, gap)
    at, how = _eve(unit.since, _closing(unit, origin)) if unit.state == "ended" else (origin.on, "attested")
    state = statement(at, "since" if unit.since == at else how)
    if unit.kind != "not known":
        state["kind"] = unit.kind
    if unit.parent.state != "not_known":
        state["parent"] = _parent(unit)
    if unit.term is not None:
        state["term"] = as_content(unit.term)
    if unit.status != "reported":
        state["status"] = unit.status
    order = sorted(dated, key=lambda key: (key[0], key[1] != "since"))
    at, how = order[0]
    existed = [{"attested": day_or_instant(at, origin.zone)}] if how == "since" and unit.since is None else []
    return [*existed, *(dated[key] for key in order)]


def name_record(text: str, status: str, note: str = "") -> Json:
    """One name as content writes it."""
    return {"text": text, "status": status} | ({"note": note} if note else {})


def _closing(unit: ExchangeUnit, origin: Origin) -> datetime:
    """When a unit ended; where that is not known, by the day of the file."""
    return unit.ended or origin.on


def _eve(since: datetime | None, end: datetime) -> tuple[datetime, str]:
    """The day before an end, if the unit existed then."""
    eve = end - _DAY
    return (eve, "attested") if since is None or since <= eve else (since, "since")


def _name_start(name: UsedName, unit: ExchangeUnit, origin: Origin) -> tuple[datetime, str]:
    """A name that ended was surely used on the day before, if the unit existed then."""
    if name.start is not None:
        return name.start, "since"
    end = name.end or (_closing(unit, origin) if name.use == "last" else None)
    return (origin.on, "attested") if end is None else _eve(unit.since, end)


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


def ends_record(units: Iterable[ExchangeUnit], origin: Origin) -> Json | None:
    """The ends of units as one reform; None where no unit has ended. How they ended, no file says."""
    gone = [unit for unit in units if unit.state == "ended"]
    if not gone:
        return None
    name = name_record(f"Units that had ended, as {origin.source} has them", "inferred")
    return {
        "id": origin.ends_id,
        "names": {"en": name},
        "effective": "not known",
        "sources": [origin.source],
        "basis": {"act": "not in the file", "decided": "not reported"},
        "events": [{"abolish": _end(unit, origin)} for unit in gone],
    }


def _end(unit: ExchangeUnit, origin: Origin) -> Json:
    said: Json = {"unit": unit.id}
    if unit.ended is None:
        said["not_later_than"] = day_or_instant(origin.on, origin.zone)
    else:
        said["effective"] = day_or_instant(unit.ended, origin.zone)
    said |= {"successors": list(unit.successors)} if unit.successors else {}
    if not unit.ended_by:
        return said
    try:
        return {"fact": _ID.validate_python(unit.ended_by), **said}
    except ValidationError:
        return {**said, "note": f"ended by: {unit.ended_by}"}
