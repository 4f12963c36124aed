"""From an exchange file to content a planner reviews: kinds, units, mandates and one reference, as YAML text.

Nothing is made up. What the file does not say stays out and is listed; a rank it does not give is proposed, and says so.
"""

from typing import Any

from gwanje.answers.org_exchange_parts import ExchangeAffair, UnitKind
from gwanje.foundation.citations import Reference
from gwanje.foundation.content import parse_records
from gwanje.foundation.errors import ContentError, RefusedInputError
from gwanje.foundation.instants import known_day
from gwanje.foundation.markings import Marking
from gwanje.foundation.names import NAME_LANGUAGES, Names
from gwanje.interfaces.exchange.content_units import Origin, ends_record, name_record, unit_header, unit_record
from gwanje.interfaces.exchange.days import day_or_instant
from gwanje.interfaces.exchange.drafts import Draft
from gwanje.interfaces.exchange.fields import remarks
from gwanje.interfaces.exchange.posts import personnel
from gwanje.interfaces.exchange.yaml_text import yaml_text
from gwanje.registry import Registry

Json = dict[str, Any]
_ENDS_HEADER = [
    "Units that had ended. Whether they were merged, split or abolished is not in the file: name the verb, if you know it.",
]


def content_files(draft: Draft, origin: Origin) -> dict[str, str]:
    """The content files by relative path, read back before they are returned; a refusal says which record is at fault."""
    without = unheld(draft)
    files = {
        "references.yaml": yaml_text([_reference(origin)], ["The publication every statement below cites."]),
        "registry/kinds.yaml": _kinds_text(draft),
        "registry/units.yaml": yaml_text([unit_record(unit, origin) for unit in draft.units], unit_header(origin)),
        "registry/mandates.yaml": yaml_text(_mandates(draft, origin), _mandate_header(without)),
    }
    if draft.posts:
        files["registry/personnel.yaml"] = _personnel_text(draft, origin)
    if (ends := ends_record(draft.units, origin)) is not None:
        files[f"registry/reforms/{origin.ends_id}.yaml"] = yaml_text(ends, _ENDS_HEADER)
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
    return yaml_text(records, header)


def _kind(kind: UnitKind, proposed: int) -> Json:
    record: Json = {"key": kind.key, "names": _names(kind.names), "level": kind.level}
    record["rank"] = proposed if kind.rank is None else kind.rank
    return record | {flag: True for flag in ("temporary", "desk") if getattr(kind, flag)}


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
    spoken = {lang: name for lang in NAME_LANGUAGES if (name := getattr(names, lang)) is not None}
    return {lang: name_record(name.text, name.status, name.note) for lang, name in spoken.items()}


def _personnel_text(draft: Draft, origin: Origin) -> str:
    """Posts and people are attested on the file's day: no format says since when."""
    cited: Json = {"attested": day_or_instant(origin.on, origin.zone), "sources": [origin.source]}
    cited |= {"marking": draft.marking.word} if draft.marking != Marking.PUBLIC else {}
    known = {affair.id for affair in draft.affairs if affair.state != "not_known"}
    without = {affair.id for affair in draft.affairs} - known
    return yaml_text(personnel(draft.posts, cited, _names, without), ["Posts and who sits on them."])


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
