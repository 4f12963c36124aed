"""Sources as content: who publishes it, under which licence, in which files, with which columns and expectations.

A column without unit, basis and vintage is refused here, so nothing unnamed reaches the warehouse (Convention U1, S1).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from gwanje.evidence.columns import ColumnName, ColumnSpec, IgnoredColumn, Lookup, Mark, Scalar
from gwanje.evidence.rows import DroppedRows, KeptRows, RowParts, ShiftCheck
from gwanje.foundation.content import Record, parse_record, unique_records
from gwanje.foundation.errors import ContentError, unknown_key
from gwanje.foundation.identifiers import Key
from gwanje.foundation.instants import KnownInstant
from gwanje.foundation.markings import Marking, MarkingWord
from gwanje.foundation.names import Names

FileFormat = Literal["parquet", "csv", "xlsx", "json", "xml"]


__all__ = ["ColumnSpec", "FileSpec", "Lookup", "Mark", "Source", "Sources", "TableSpec", "read_sources"]


class KnownEvidence(Record):
    """From when the bytes were public, and how we know."""

    instant: KnownInstant
    evidence: str


class Cadence(Record):
    """How often a publisher publishes, in days, as cited."""

    days: int = Field(gt=0)
    cited: str


class FileSpec(Record):
    """One file of a source: how its bytes are laid out."""

    name: str
    format: FileFormat
    pattern: str = Field(default="", description="what the publisher's file names look like, where they carry a date")
    mapped: bool = Field(default=False, description="its columns are declared in a mapping given with each file")
    answer: dict[str, str] = Field(default_factory=dict, description="xml: elements that must say this, else refused")
    sha256: str = ""
    bytes: int = 0
    url: str = Field(default="", description="the publisher's address of this very file; empty where none is known")
    url_note: str = ""
    max_bytes: int = Field(default=200_000_000, gt=0)
    encoding: Literal["utf-8", "cp1252", "cp949"] = "utf-8"
    separator: str = Field(default=",", min_length=1, max_length=1)
    sheet: str = ""
    header_row: int = Field(default=1, ge=1)
    first_row: int = Field(default=0, ge=0, description="first data row; 0 means the row after the header")
    blank_first_name: str = Field(default="", description="name of a first column whose header cell is empty")
    records_at: str = Field(default="", description="json: dotted path of the list; xml: name of the row element")


class Expectation(Record):
    """What must be true of a table, with the reason beside it; the numbers are content, the check is Python."""

    kind: Literal[
        "rows", "distinct", "filled", "range", "unique", "value", "share", "total", "io-rows", "io-columns", "absent"
    ]
    because: str = Field(min_length=1)
    applies: Literal["every snapshot", "packaged snapshot"] = "every snapshot"
    column: str = ""
    columns: tuple[str, ...] = ()
    where: dict[str, Scalar] = Field(default_factory=dict)
    of: dict[str, Scalar] = Field(default_factory=dict)
    equals: float | None = None
    within: float = Field(default=0.0, ge=0, description="tolerance, absolute for shares and counts")
    relative: float = Field(default=0.0, ge=0, description="tolerance relative to the value or to the named scale")
    at_least: float | None = None
    at_most: float | None = None
    beside: str = Field(default="", description="the second table of a balance")


class TableSpec(Record):
    """One harmonised table as one file of this source feeds it."""

    name: ColumnName
    file: str
    about: str
    grain: tuple[ColumnName, ...] = Field(min_length=1)
    series_columns_to_rows: bool = False
    drop: tuple[DroppedRows, ...] = ()
    parts: RowParts | None = None
    only: KeptRows | None = None
    must_be: dict[str, str] = Field(default_factory=dict, description="columns of the file and their only allowed text")
    revised_by: tuple[ColumnName, ...] = Field(
        default=(), description="a newer vintage replaces the rows with these columns alike, and no other"
    )
    over_by_known: str = Field(default="", description="column of months that must be over when the file was public")
    shifts: ShiftCheck | None = None
    columns: tuple[ColumnSpec, ...] = Field(min_length=1)
    ignore: tuple[IgnoredColumn, ...] = ()
    caveats: tuple[str, ...] = ()
    expect: tuple[Expectation, ...] = ()

    @model_validator(mode="after")
    def _names_stand_once(self) -> Self:
        names = [column.name for column in self.columns] + [c.text_column for c in self.columns if c.text_column]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"column {', '.join(twice)} stands twice in table {self.name}")
        missing = [name for name in (*self.grain, *self.revised_by) if name not in names]
        if missing:
            raise ValueError(f"the grain or revised_by of table {self.name} names unknown column {', '.join(missing)}")
        return self

    def column(self, name: str) -> ColumnSpec:
        """The column that makes `name`, a kept text included."""
        for column in self.columns:
            if name in {column.name, column.text_column}:
                return column
        raise unknown_key(f"column of {self.name}", name, [column.name for column in self.columns])


class Interface(Record):
    """A publisher's interface that answers by item, partner and months instead of handing out a file."""

    address: str
    address_note: str
    file: str
    key_parameter: str
    from_parameter: str
    to_parameter: str
    item_parameter: str
    partner_parameter: str
    months_a_call: int = Field(gt=0)


class CodeList(Record):
    """Codes of one list and what they become, for example two letters to three."""

    about: str
    codes: dict[str, str] = Field(min_length=1)


class Source(Record):
    """One publisher's data set, as the catalogue knows it."""

    key: Key
    names: Names
    publisher: str
    url: str
    licence: str
    attribution: str
    obtained: str = ""
    marking: MarkingWord = Marking.PUBLIC
    embedded: bool = False
    known: KnownEvidence | None = None
    cadence: Cadence | None = None
    publication_lag: Cadence | None = None
    caveats: tuple[str, ...] = ()
    interface: Interface | None = None
    files: tuple[FileSpec, ...] = Field(min_length=1)
    tables: tuple[TableSpec, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        names = {file.name for file in self.files}
        for table in self.tables:
            if table.file not in names:
                raise ValueError(f"table {table.name} reads file '{table.file}', which is not listed under files")
        if self.embedded:
            bare = [file.name for file in self.files if len(file.sha256) != 64]
            if bare:
                raise ValueError(f"an embedded file needs its sha256: {', '.join(bare)}")
            if self.known is None:
                raise ValueError("an embedded source needs `known` with its evidence")
        return self

    def file(self, name: str) -> FileSpec:
        """One file of the source by name."""
        for file in self.files:
            if file.name == name:
                return file
        raise unknown_key(f"file of source {self.key}", name, [file.name for file in self.files])

    def tables_of(self, file: str) -> tuple[TableSpec, ...]:
        """The tables that one file feeds."""
        return tuple(table for table in self.tables if table.file == file)


@dataclass(frozen=True)
class Sources(Mapping[str, Source]):
    """All sources by key, in the order in which their tables can be built (looked-up tables first)."""

    by_key: Mapping[str, Source]
    code_lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    def __getitem__(self, key: str) -> Source:
        if key not in self.by_key:
            raise unknown_key("source", key, self.by_key)
        return self.by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self.by_key

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_key)

    def __len__(self) -> int:
        return len(self.by_key)

    def feeding(self, table: str) -> tuple[tuple[Source, TableSpec], ...]:
        """Every source and declaration behind one harmonised table."""
        found = tuple((s, spec) for s in self.by_key.values() for spec in s.tables if spec.name == table)
        if not found:
            raise unknown_key("table", table, self.table_names())
        return found

    def table_names(self) -> tuple[str, ...]:
        """Every harmonised table that some source declares, looked-up tables before those that look up."""
        needs: dict[str, set[str]] = {}
        for source in self.by_key.values():
            for table in source.tables:
                wanted = {c.lookup.table for c in table.columns if c.lookup}
                needs.setdefault(table.name, set()).update(wanted)
        ordered: list[str] = []
        while len(ordered) < len(needs):
            ready = sorted(n for n in needs if n not in ordered and needs[n] & set(needs) <= set(ordered))
            if not ready:
                stuck = sorted(set(needs) - set(ordered))
                raise ContentError(
                    "Tables look each other up in a circle", found=", ".join(stuck), remedy="Remove one of the lookups"
                )
            ordered.extend(ready)
        return tuple(ordered)


def read_sources(files: Mapping[str, str], zone: ZoneInfo) -> Sources:
    """Every `sources/*.yaml` of the content, one source per file; a repeated key or differing column is refused."""
    paths = [path for path in sorted(files) if path.startswith("sources/") and path.endswith((".yaml", ".yml"))]
    lists = {path: parse_record(text, path, CodeList).codes for path, text in files.items() if _is_code_list(path)}
    every = (_with_codes(parse_record(files[path], path, Source, zone=zone), lists) for path in paths)
    sources = Sources(unique_records("source", ((source.key, source) for source in every)), lists, zone)
    for table in sources.table_names():
        _same_columns(table, sources.feeding(table))
    return sources


def _is_code_list(path: str) -> bool:
    return path.startswith("codes/") and path.endswith((".yaml", ".yml"))


def _with_codes(source: Source, lists: Mapping[str, Mapping[str, str]]) -> Source:
    """The source with the codes of the lists that its columns name."""
    if not any(column.codes_file or column.list_file for table in source.tables for column in table.columns):
        return source
    tables = []
    for table in source.tables:
        columns = []
        for column in table.columns:
            for named in (column.codes_file, column.list_file):
                if named and named not in lists:
                    raise unknown_key("list of codes", named, lists)
            listed = lists.get(column.codes_file, {})
            known = tuple(sorted(set(lists.get(column.list_file, {}).values())))
            update = {"codes": {**listed, **column.codes}, "listed": known}
            columns.append(column.model_copy(update=update) if listed or known else column)
        tables.append(table.model_copy(update={"columns": tuple(columns)}))
    made = source.model_copy(update={"tables": tuple(tables)})
    made._place = source.place  # noqa: SLF001 - a copy stands where its original was read
    return made


def _same_columns(table: str, feeding: tuple[tuple[Source, TableSpec], ...]) -> None:
    """Several sources may feed one table only if name, type and unit of every column agree."""
    first_source, first = feeding[0]
    shape = [(c.name, c.type, c.unit, c.text_column) for c in first.columns]
    for source, spec in feeding[1:]:
        other = [(c.name, c.type, c.unit, c.text_column) for c in spec.columns]
        if other != shape:
            differing = sorted({str(part[0]) for part in set(other) ^ set(shape)})
            raise ContentError(
                f"Two sources declare table {table} differently",
                place=f"{first_source.place}; {source.place}",
                found=f"columns {', '.join(differing) or 'in another order'} differ",
                remedy="One quantity has one unit and one name: align the two or name the table differently",
            )
