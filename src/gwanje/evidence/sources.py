"""Sources as content: who publishes it, under which licence, in which files, with which columns and expectations.

A column without unit, basis and vintage is refused here, so nothing unnamed reaches the warehouse (Convention U1, S1).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, model_validator

from gwanje.foundation.content import Record, parse_record, unique_records
from gwanje.foundation.errors import ContentError, unknown_key
from gwanje.foundation.identifiers import Key
from gwanje.foundation.instants import KnownInstant
from gwanje.foundation.markings import Marking, MarkingWord
from gwanje.foundation.names import Names

ColumnName = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]
ColumnType = Literal["integer", "number", "text", "boolean"]
FileFormat = Literal["parquet", "csv", "xlsx", "json", "xml"]
Scalar = str | int | float | bool
_TOOL_COLUMNS = {"source", "snapshot", "known"}


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
    sha256: str = ""
    bytes: int = 0
    url: str = Field(default="", description="the publisher's address of this very file; empty where none is known")
    url_note: str = ""
    max_bytes: int = Field(default=200_000_000, gt=0)
    encoding: Literal["utf-8", "cp1252"] = "utf-8"
    separator: str = ","
    sheet: str = ""
    header_row: int = Field(default=1, ge=1)
    first_row: int = Field(default=0, ge=0, description="first data row; 0 means the row after the header")
    blank_first_name: str = Field(default="", description="name of a first column whose header cell is empty")
    records_at: str = Field(default="", description="json: dotted path of the list; xml: name of the row element")


class Lookup(Record):
    """Where a value must stand before it is used: another table, its key column and the column to take."""

    table: ColumnName
    key: ColumnName
    value: ColumnName
    where: dict[str, Scalar] = Field(default_factory=dict)
    vintage_column: str = Field(default="", description="column of `where` that names the vintage, for the message")
    kind: str = "code"


class Mark(Record):
    """Rows that get a word of their own in a status column, with the reason."""

    column: ColumnName
    values: tuple[Scalar, ...]
    word: str
    because: str


class ColumnSpec(Record):
    """One harmonised column: where it comes from, its type, and what its numbers mean."""

    name: ColumnName
    from_: str = Field(default="", alias="from")
    type: ColumnType
    unit: str = Field(min_length=1)
    basis: str = Field(min_length=1)
    vintage: str = Field(min_length=1)
    scale: float = 1.0
    pad: int = 0
    constant: Scalar | None = None
    series: bool = Field(default=False, description="holds the names of the columns that were turned into rows")
    row_number: bool = Field(default=False, description="the row of the file, where rows have no key of their own")
    strip: str = Field(default="", description="characters that are removed at both ends of a text")
    lookup: Lookup | None = None
    marks: tuple[Mark, ...] = ()
    words: dict[str, str] = Field(default_factory=dict, description="texts that are no number, and their meaning")
    otherwise: Literal["refuse", "keep"] = "refuse"
    text_column: str = Field(default="", description="column that keeps the text as published")
    thousands: str = ""
    suffix: str = ""
    may_be_missing: bool = False
    within: tuple[float, float] | None = None
    equals: Scalar | None = None

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        if self.name in _TOOL_COLUMNS:
            raise ValueError(f"the column name '{self.name}' is kept for the warehouse")
        origins = [bool(self.from_), self.constant is not None, self.series, self.row_number]
        if sum(origins) != 1:
            raise ValueError(f"column '{self.name}' has exactly one of: from, constant, series, row_number")
        if self.otherwise == "keep" and not self.text_column:
            raise ValueError(f"column '{self.name}' keeps text, so it needs a text_column")
        return self


class IgnoredColumn(Record):
    """A column of the file that is left out on purpose."""

    name: str
    because: str


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
        missing = [name for name in self.grain if name not in names]
        if missing:
            raise ValueError(f"the grain of table {self.name} names unknown column {', '.join(missing)}")
        return self

    def column(self, name: str) -> ColumnSpec:
        """The column that makes `name`, a kept text included."""
        for column in self.columns:
            if name in {column.name, column.text_column}:
                return column
        raise unknown_key(f"column of {self.name}", name, [column.name for column in self.columns])


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
    every = (parse_record(files[path], path, Source, zone=zone) for path in paths)
    sources = Sources(unique_records("source", ((source.key, source) for source in every)))
    for table in sources.table_names():
        _same_columns(table, sources.feeding(table))
    return sources


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
