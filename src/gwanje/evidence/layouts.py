"""How the file of a vintage is read: as its source declares, or as the mapping that came with it says."""

from collections.abc import Iterable
from typing import Any

from gwanje.evidence.columns import NO_LAST_MONTH
from gwanje.evidence.mapping import TONNES, USD, MappedAmount, MappedWord, Mapping, read_mapping
from gwanje.evidence.snapshots import Snapshot
from gwanje.evidence.sources import FileSpec, Source, Sources, TableSpec
from gwanje.foundation.errors import WrongUseError, unknown_key

MONTHS, TO_DATE = "customs_monthly", "customs_year_to_date"
ISO2_LIST = "codes/iso2.yaml"
_HARMONIZED = ("hs", "hsk", "hts", "cn")
_DEPTHS = (2, 4, 6, 8, 10)
CUSTOMS_GRAIN = ("reporter", "item_scheme", "item_vintage", "item", "partner", "month", "flow")


def layout_of(sources: Sources, snapshot: Snapshot) -> tuple[FileSpec, tuple[TableSpec, ...]]:
    """The declaration of the bytes and the tables that they feed."""
    source = sources[snapshot.source]
    file = source.file(snapshot.file)
    if not file.mapped:
        if snapshot.mapping:
            raise WrongUseError(
                f"The columns of '{file.name}' are declared in source '{source.key}' already",
                expected="no mapping",
                found="a mapping",
                remedy=f"Leave it out, or name the file that takes one: {_mapped_files(source)}",
            )
        return file, source.tables_of(file.name)
    if not snapshot.mapping:
        raise WrongUseError(
            f"The columns of '{file.name}' are not declared",
            place=f"source {source.key}",
            expected="a mapping: which column is which, in which unit",
            found="none",
            remedy="Give --mapping FILE; docs/customs.md shows one",
        )
    mapping = read_mapping(snapshot.mapping)
    spec = FileSpec(name=file.name, mapped=True, max_bytes=file.max_bytes, **mapping.file.model_dump())
    return spec, _tables(mapping, file.name, sources)


def mapped_tables(sources: Sources, snapshots: Iterable[Snapshot]) -> dict[str, list[tuple[TableSpec, Snapshot]]]:
    """By table, the mapped vintages that feed it."""
    found: dict[str, list[tuple[TableSpec, Snapshot]]] = {}
    for snapshot in snapshots:
        if snapshot.mapping and snapshot.source in sources:
            for spec in layout_of(sources, snapshot)[1]:
                found.setdefault(spec.name, []).append((spec, snapshot))
    return found


def _mapped_files(source: Source) -> str:
    return ", ".join(file.name for file in source.files if file.mapped) or "none of this source does"


def _tables(mapping: Mapping, file: str, sources: Sources) -> tuple[TableSpec, ...]:
    """Months and year-to-date rows stand in tables of their own: added together they would count twice."""
    months = tuple(sorted(mapping.states - {"year_to_date"}))
    to_date = mapping.states - set(months)
    made = []
    if months:
        made.append(_table(mapping, file, sources, MONTHS, months if to_date else ()))
    if to_date:
        made.append(_table(mapping, file, sources, TO_DATE, ("year_to_date",) if months else ()))
    return tuple(made)


def _table(mapping: Mapping, file: str, sources: Sources, name: str, only: tuple[str, ...]) -> TableSpec:
    _check_reporter(mapping, sources)
    tree, caveats = _tree(mapping, sources)
    vintage = f"{mapping.item.scheme} {mapping.item.vintage}"
    rows: dict[str, Any] = {
        "name": name,
        "file": file,
        "about": "Customs figures by reporter, item, partner, month and flow",
        "grain": list(CUSTOMS_GRAIN),
        "revised_by": list(CUSTOMS_GRAIN),
        "drop": [{"column": t.column, "values": list(t.values), "because": "total row"} for t in mapping.totals],
        "ignore": [{"name": column, "because": because} for column, because in mapping.ignore.items()],
        "shifts": SHIFTS if name == MONTHS else None,
        "over_by_known": "month" if name == MONTHS else "",
        "caveats": caveats,
        "columns": [
            _fixed("reporter", mapping.reporter, "ISO 3166 alpha-3 of who reports"),
            _fixed("item_scheme", mapping.item.scheme, "scheme of the item code"),
            _fixed("item_vintage", mapping.item.vintage, "vintage of the scheme") | {"type": "integer", "unit": "year"},
            {"name": "item", "from": mapping.item.column, "type": "text", "unit": "code", "vintage": vintage,
             "lookup": tree, "code_digits": _depths(mapping), "basis": "item code as published, digits as text"},
            {"name": "item_digits", "length_of": mapping.item.column, "type": "integer", "unit": "count",
             "basis": "depth of the item code, read from it", "vintage": vintage},
            {"name": "partner", "from": mapping.partner.column, "type": "text", "unit": "code", "vintage": "as loaded",
             "codes": _partner_codes(mapping, sources), "basis": "partner code; ISO 3166 alpha-3 by the declared list"},
            {"name": "partner_code", "from": mapping.partner.column, "type": "text", "unit": "code",
             "basis": "partner as published", "vintage": "as loaded"},
            {"name": "month", "from": mapping.month.column, "type": "text", "unit": "month", "vintage": vintage,
             "month_form": mapping.month.form, "within_months": _months_of(mapping), "basis": _month_basis(name)},
            _flow(mapping),
            _word(mapping.state, "state", "provisional, confirmed or year_to_date, as the mapping declares"),
            _amount(mapping, "value", "value_usd", "USD", USD),
            _amount(mapping, "mass", "mass_t", "t", TONNES),
        ],
    }  # fmt: skip
    if only:
        rows["only"] = {"column": "state", "values": list(only)}
    if mapping.flows:
        rows["parts"] = {"column": "flow", "values": {flow: _part(mapping, flow) for flow in mapping.flows}}
    return TableSpec.model_validate(rows)


SHIFTS: dict[str, Any] = {
    "by": ["reporter", "item_scheme", "item_vintage", "item", "partner", "flow"],
    "time": "month",
    "value": "value_usd",
    "mass": "mass_t",
}


def _month_basis(name: str) -> str:
    return "calendar month" if name == MONTHS else "last month of a sum from January on; never added to months"


def _fixed(name: str, value: str | int, basis: str) -> dict[str, Any]:
    return {"name": name, "constant": value, "type": "text", "unit": "code", "basis": basis, "vintage": "mapping"}


def _word(word: MappedWord, name: str, basis: str) -> dict[str, Any]:
    given = {"constant": word.constant} if word.constant else {"from": word.column, "codes": word.words}
    return {"name": name, "type": "text", "unit": "word", "basis": basis, "vintage": "mapping", **given}


def _flow(mapping: Mapping) -> dict[str, Any]:
    basis = "import or export, as the reporter declares"
    if mapping.flow is not None:
        return _word(mapping.flow, "flow", basis)
    return {"name": "flow", "from": "*flow", "type": "text", "unit": "word", "basis": basis, "vintage": "mapping"}


def _amount(mapping: Mapping, which: str, name: str, unit: str, units: dict[str, float]) -> dict[str, Any]:
    amounts: list[MappedAmount | None] = [getattr(mapping, which)]
    if mapping.flows:
        amounts = [getattr(flow, which) for flow in mapping.flows.values()]
    about: dict[str, Any] = {
        "name": name,
        "type": "number",
        "unit": unit,
        "vintage": "as loaded",
        "may_be_missing": True,
        "at_least": 0.0,
    }
    if any(amount is None for amount in amounts):
        return {**about, "from": "", "nothing": True, "basis": "not in the file: missing, not zero"}
    given = [amount for amount in amounts if amount is not None]
    return {
        **about,
        "from": f"*{name}" if mapping.flows else given[0].column,
        "scale": units[given[0].unit],
        "thousands": mapping.thousands,
        "words": dict.fromkeys(mapping.missing, "missing, as the mapping declares"),
        "basis": f"as published in {given[0].unit}; missing stays missing",
    }


def _part(mapping: Mapping, flow: Any) -> dict[str, str]:
    amounts = mapping.flows[flow]
    columns = {"value_usd": amounts.value.column}
    return columns | ({"mass_t": amounts.mass.column} if amounts.mass else {})


def _partner_codes(mapping: Mapping, sources: Sources) -> dict[str, str]:
    """The codes of the list that the mapping names, and its own."""
    if mapping.partner.list == "own":
        return dict(mapping.partner.codes)
    listed = sources.code_lists.get(ISO2_LIST, {})
    if mapping.partner.list == "iso3":
        listed = {code: code for code in listed.values()}
    return {**listed, **mapping.partner.codes}


def _depths(mapping: Mapping) -> tuple[int, ...]:
    """How many digits a harmonised code can have; other schemes have codes of their own."""
    return _DEPTHS if mapping.item.scheme in _HARMONIZED else ()


def _months_of(mapping: Mapping) -> tuple[str, str] | None:
    """No month is older than the revision that its harmonised codes are of."""
    return (f"{mapping.item.vintage}-01", NO_LAST_MONTH) if mapping.item.scheme in _HARMONIZED else None


def _check_reporter(mapping: Mapping, sources: Sources) -> None:
    """A reporter that no list has would be loaded and never be asked for."""
    listed = set(sources.code_lists.get(ISO2_LIST, {}).values())
    if listed and mapping.reporter not in listed:
        raise unknown_key("reporter of a mapping", mapping.reporter, sorted(listed))


def _tree(mapping: Mapping, sources: Sources) -> tuple[dict[str, Any] | None, list[str]]:
    """The product tree that the first six digits are compared with, or what to say where there is none."""
    vintage = mapping.item.vintage
    held = {c.constant for s in sources.values() for t in s.tables if t.name == "hs_tree" for c in t.columns}
    if mapping.item.scheme not in _HARMONIZED:
        return None, [f"item codes of scheme '{mapping.item.scheme}' are not compared with a tree: none is loaded"]
    if vintage not in held:
        return None, [f"item codes are not compared with a tree: none of HS {vintage} is loaded"]
    return {
        "table": "hs_tree",
        "key": "code",
        "value": "code",
        "where": {"hs_vintage": vintage},
        "vintage_column": "hs_vintage",
        "prefix": 6,
        "kind": "product code",
    }, []
