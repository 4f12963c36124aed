"""From fields to units, kinds and affairs: the words of an exchange file become states, in one way for every format."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, cast, get_args

from gwanje.answers.org_exchange_parts import ExchangeAffair, ExchangeUnit, NameUse, UnitKind, UnitParent, UsedName
from gwanje.foundation.citations import FactStatus
from gwanje.foundation.endings import Ending
from gwanje.foundation.markings import Marking, parse_marking
from gwanje.foundation.names import Name, NameLanguage, Names, NameStatus
from gwanje.interfaces.exchange.days import written
from gwanje.interfaces.exchange.endings import read_ending
from gwanje.interfaces.exchange.fields import NONE, NOT_REPORTED, Fields

LANGUAGES: tuple[NameLanguage, ...] = ("en", "ko", "own")
NAME_COLUMNS = tuple(column for lang in LANGUAGES for column in (lang, f"{lang}_status", f"{lang}_note"))
_STATUSES = get_args(FactStatus)
_NAME_STATUSES = get_args(NameStatus)
_USES = get_args(NameUse)
_LINKS = ("reported", "derived", "assumed")
_HOLDINGS = ("held", "dispersed", NOT_REPORTED, NONE, "not known")
_EXISTS = ("yes", "not known", "not yet established", "ended")


def status_of(fields: Fields, name: str = "status") -> FactStatus:
    """How far a statement may be trusted; reported where nothing is said."""
    return cast("FactStatus", fields.choice(name, _STATUSES, "reported"))


def marking_of(fields: Fields) -> Marking:
    """Who may see what the file says; everybody where nothing is said."""
    return parse_marking(fields.choice("marking", [one.word for one in Marking], Marking.PUBLIC.word))


def name_status(fields: Fields, name: str) -> NameStatus:
    """How sure a name is; reported where nothing is said."""
    return cast("NameStatus", fields.choice(name, _NAME_STATUSES, "reported"))


def names_of(fields: Fields, before: str = "") -> Names:
    """The names of a thing, for each language from three columns: `en`, `en_status`, `en_note`."""
    return Names(**{lang: _name(fields, f"{before}{lang}") for lang in LANGUAGES})


def _name(fields: Fields, column: str) -> Name | None:
    text = fields.text(column)
    status = fields.choice(f"{column}_status", _NAME_STATUSES, "reported" if text else "missing")
    _refuse_half_a_name(fields, column, text, status)
    return Name(text=text, status=cast("NameStatus", status), note=fields.text(f"{column}_note")) if text else None


def _refuse_half_a_name(fields: Fields, lang: str, text: str, status: str) -> None:
    if bool(text) == (status == "missing"):
        raise fields.refusal(
            f"{lang}_status",
            "A name and its status contradict each other",
            "a name with a status, or no name and 'missing'",
            f"name '{text}', status '{status}'",
            "Fill in the name, or write 'missing'",
        )


def used_name(fields: Fields, lang: NameLanguage, text: str, status: NameStatus) -> UsedName:
    """One name with its period, from `use`, `start`, `end` and `note`; a name that ended is a former one."""
    start, end = fields.instant("start"), fields.instant("end")
    use = fields.choice("use", _USES, "former" if end else "current")
    if (use == "former") != (end is not None) and use != "last":
        raise fields.refusal(
            "end", "A former name has an end, and only a former one", "an end that fits", use, "Correct `use` or `end`"
        )
    return UsedName(
        lang=lang, text=text, status=status, use=cast("NameUse", use), start=start, end=end, note=fields.text("note")
    )


def kind_of(fields: Fields) -> UnitKind:
    """One kind of unit."""
    return UnitKind(
        key=fields.needed("key"),
        names=names_of(fields),
        level=fields.text("level") or "not known",
        temporary=fields.flag("temporary", default=False),
        rank=fields.number("rank"),
        desk=fields.flag("desk", default=False),
    )


def parent_of(fields: Fields) -> UnitParent:
    """Where a unit hangs, from `parent`, `within`, `missing_level`, `parent_status` and `parent_note`."""
    word, within = fields.text("parent"), fields.text("within") or None
    state: Literal["unit", "none", "not_reported", "not_known"]
    if word in {NONE, NOT_REPORTED}:
        state = "none" if word == NONE else "not_reported"
    else:
        state = "unit" if word else ("not_reported" if within else "not_known")
    if within is not None and state in {"none", "unit"}:
        raise fields.refusal(
            "within",
            "A unit whose parent is known needs no unit it is within",
            "nothing here, or 'not reported' as the parent",
            within,
            "Empty one of the two",
        )
    return UnitParent(
        state=state,
        unit=word if state == "unit" else None,
        within=within,
        missing_level=fields.text("missing_level"),
        status=cast("Literal['reported', 'derived', 'assumed']", fields.choice("parent_status", _LINKS, "reported")),
        note=fields.text("parent_note"),
    )


def unit_of(fields: Fields, identity: str, names: Sequence[UsedName], kind: UnitKind | None) -> ExchangeUnit:
    """One unit; the kind's level stands for its own."""
    notes = fields.text("remarks")
    ended = fields.instant("ended")
    exists = fields.choice("exists", _EXISTS, "yes" if ended is None else "ended")
    _refuse_half_an_end(fields, exists, ended)
    term = read_ending(fields, "term")
    _refuse_other_ends(fields, term)
    return ExchangeUnit(
        id=identity,
        state="exists" if exists == "yes" else exists.replace(" ", "_"),
        names=tuple(_last(name, ended) if exists == "ended" else name for name in names),
        kind=kind.key if kind else "not known",
        level=kind.level if kind else "not known",
        parent=parent_of(fields),
        since=fields.instant("since"),
        term=term,
        ended=ended,
        ended_by=fields.text("ended_by"),
        successors=fields.several("successors"),
        complete_levels=fields.several("complete_levels"),
        incomplete=fields.flag("incomplete", default=True),
        status=status_of(fields),
        notes=(notes,) if notes else (),
    )


def _last(name: UsedName, ended: datetime | None) -> UsedName:
    """The name a unit that has ended is called by is its last one."""
    if name.use == "former":
        return name
    return name.model_copy(update={"use": "last", "end": name.end or ended})


def _refuse_half_an_end(fields: Fields, exists: str, ended: datetime | None) -> None:
    told = [column for column in ("ended", "ended_by", "successors") if fields.several(column)]
    if exists != "ended" and told:
        raise fields.refusal(
            told[0],
            "Only a unit that has ended says when, by what, and who followed",
            "'ended' in the column exists, or nothing here",
            f"exists '{exists}', {told[0]} '{ended or fields.text(told[0])}'",
            "Empty this, or write 'ended' as its state",
        )


def _refuse_other_ends(fields: Fields, term: Ending | None) -> None:
    """The instants of a term follow from it; where a file gives them too, they are those."""
    told, follow = fields.several("term_ends"), term.ends if term else ()
    if told and told != tuple(written(end, fields.zone) for end in follow):
        raise fields.refusal(
            "term_ends",
            "The term and the instants at which it may be over contradict each other",
            "; ".join(written(end, fields.zone) for end in follow) or "nothing, for there is no term",
            "; ".join(told),
            "Empty term_ends: they follow from term_end",
        )


def affair_of(fields: Fields) -> ExchangeAffair:
    """One affair in one scope and who holds it."""
    lead = fields.text("lead") or None
    state = fields.choice("state", _HOLDINGS, "held" if lead else "not known")
    if (state == "held") != (lead is not None):
        raise fields.refusal(
            "lead",
            "A held affair names its lead, and only a held one does",
            "a lead, or another state than held",
            f"state '{state}', lead '{lead or ''}'",
            "Fill in the lead, or correct the state",
        )
    inner, note = fields.text("inner"), fields.text("remarks")
    return ExchangeAffair(
        id=fields.needed("id"),
        key=fields.needed("key"),
        names=names_of(fields),
        scope=fields.text("scope") or "whole",
        part_names=names_of(fields, "part_"),
        scheme=fields.text("scheme"),
        item=fields.text("item"),
        state=state.replace(" ", "_"),
        lead=lead,
        inner=None if inner in {"", NOT_REPORTED} else inner,
        inner_not_reported=inner == NOT_REPORTED,
        cooperating=_partners(fields),
        units=fields.several("units"),
        incomplete=fields.flag("incomplete", default=False),
        since=fields.instant("since"),
        status=status_of(fields),
        notes=({"en": note, "ko": note},) if note else (),
    )


def _partners(fields: Fields) -> tuple[str, ...] | None:
    said = fields.several("cooperating")
    if said in {(), (NOT_REPORTED,)}:
        return None
    return () if said == (NONE,) else said


def refuse_other_names(first: ExchangeAffair, second: ExchangeAffair, fields: Fields) -> None:
    """Two rows of one affair agree about its key and names."""
    if (first.key, first.names) != (second.key, second.names):
        raise fields.refusal(
            "key",
            f"Two rows of affair '{first.id}' call it differently",
            f"{first.key}, {first.names.best('en')}",
            f"{second.key}, {second.names.best('en')}",
            "Write one key and one name in every row of an affair",
        )


def places_of(subject: str, fields: Fields, columns: Collection[str]) -> Mapping[tuple[str, str], str]:
    """Where each value of a unit or an affair stands."""
    return {(subject, column): fields.place(column) for column in columns}


def as_mapping(value: Any) -> Mapping[str, Any]:
    """A JSON object, or an empty one where nothing is said."""
    return value if isinstance(value, dict) else {}
