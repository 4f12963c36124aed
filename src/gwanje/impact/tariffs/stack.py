"""The tariff stacks of the loaded content: which rows and lines there are, and which line a code means."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.codes import Code
from gwanje.foundation.content import parse_record, unique_records
from gwanje.foundation.errors import ContentError, unknown_key
from gwanje.foundation.instants import Period
from gwanje.impact.tariffs.records import EVERY, TariffLine, TariffRow, TariffStackFile, TariffWords, tariff_words
from gwanje.impact.tariffs.stack_checks import check_rows

STACK_FOLDER = "tariffs/stacks/"
KnownOf = Callable[[CitedRecord], datetime]


@dataclass(frozen=True, slots=True)
class LineFound:
    """The line a code means and the digits asked about; without a line, why."""

    line: TariffLine | None
    digits: str = ""
    reason: TariffWords | None = None


@dataclass(frozen=True, slots=True)
class TariffStack:
    """What one importer levies, row by row."""

    importer: str
    exporters: tuple[str, ...]
    schedule: str
    harmonized: str
    covered: Period
    lines: tuple[TariffLine, ...]
    rows: tuple[TariffRow, ...]
    known_of: KnownOf
    leaves_out: TariffWords | None = None

    @classmethod
    def of(cls, file: TariffStackFile, known_of: KnownOf) -> Self:
        """A stack from its record; rows that leave gaps or overlap are refused."""
        rows = tuple(unique_records("tariff row", ((row.id, row) for row in file.rows)).values())
        lines = tuple(unique_records("tariff line", ((line.code, line) for line in file.lines)).values())
        _refuse_other_schedules(file)
        check_rows(rows)
        for record in (*lines, *rows):
            known_of(record)
        _refuse_early_knowledge(rows, known_of)
        covered = Period(file.start, file.until)
        return cls(
            file.importer,
            file.exporters,
            file.schedule,
            file.harmonized,
            covered,
            lines,
            rows,
            known_of,
            file.leaves_out,
        )

    def speaks_for(self, partner: str) -> bool:
        """Whether the rows for goods of a partner are recorded whole."""
        return EVERY in self.exporters or partner in self.exporters

    def line_of(self, code: Code) -> LineFound:
        """The recorded line that a code of the schedule, or a whole subheading, means."""
        scheme = f"{code.scheme}{code.vintage}"
        asked = code.digits.replace(".", "")
        if scheme == self.schedule:
            found = [line for line in self.lines if asked.startswith(digits_of(line.code))]
            if found:
                return LineFound(max(found, key=lambda line: len(digits_of(line.code))), asked)
        elif scheme == self.harmonized:
            whole = [line for line in self.lines if line.whole_of and digits_of(line.whole_of) == asked]
            if whole:
                return LineFound(whole[0], digits_of(whole[0].code))
        else:
            return LineFound(
                None,
                reason=tariff_words(
                    f"rates of {self.importer} are in {self.schedule} and {self.harmonized}, not in {scheme}",
                    f"{self.importer}의 세율은 {self.schedule}, {self.harmonized} 품목번호로 기록됨({scheme} 아님)",
                ),
            )
        below = [line.code for line in self.lines if digits_of(line.code).startswith(asked)]
        if below:
            listed = ", ".join(below)
            words = (
                f"not every line of {code} is recorded; recorded: {listed}",
                f"{code}의 세번 중 일부만 기록됨: {listed}",
            )
        else:
            words = (
                f"no line of {code} is recorded for {self.importer}",
                f"{self.importer}의 {code} 세번은 기록되지 않음",
            )
        return LineFound(None, reason=tariff_words(*words))


@dataclass(frozen=True, slots=True)
class TariffStacks:
    """Every tariff stack of the loaded content, by importer."""

    by_importer: Mapping[str, TariffStack]

    @classmethod
    def read(cls, files: Mapping[str, str], zone: ZoneInfo, known_of: KnownOf) -> Self:
        """Read tariffs/stacks/*.yaml, one importer a file; `known_of` comes from the references."""
        paths = [path for path in sorted(files) if path.startswith(STACK_FOLDER) and path.endswith(".yaml")]
        read = [parse_record(files[path], path, TariffStackFile, zone=zone) for path in paths]
        found = unique_records("tariff stack of", ((file.importer, file) for file in read))
        unique_records("tariff row", ((row.id, row) for file in read for row in file.rows))
        return cls({importer: TariffStack.of(file, known_of) for importer, file in found.items()})

    def get(self, importer: str) -> TariffStack:
        """The stack of one importer; one without rows is refused."""
        if importer not in self.by_importer:
            raise unknown_key(
                "tariff stack",
                importer,
                self.by_importer,
                remedy=f"Recorded importers: {', '.join(self.by_importer) or 'none'}; the format is in docs/content.md",
            )
        return self.by_importer[importer]

    def records(self) -> Iterator[CitedRecord]:
        """Every cited record, for checking what it cites."""
        for stack in self.by_importer.values():
            yield from (*stack.lines, *stack.rows)


def digits_of(code: str) -> str:
    """The digits of a written code, without its scheme and without dots."""
    return code if code == EVERY else code.rpartition(":")[2].replace(".", "")


def _refuse_other_schedules(file: TariffStackFile) -> None:
    """Codes of lines and rows belong to the one schedule of the file; a whole subheading to its HS edition."""
    for line in file.lines:
        _refuse_code(line, line.code, file.schedule)
        if line.whole_of:
            _refuse_code(line, line.whole_of, file.harmonized)
    for row in file.rows:
        for code in (*row.products, *row.perhaps):
            if code != EVERY:
                _refuse_code(row, code, file.schedule)


def _refuse_code(record: CitedRecord, code: str, schedule: str) -> None:
    if not _belongs(code, schedule):
        raise ContentError(
            f"The code '{code}' is not one of this file's schedule",
            place=record.place,
            expected=f"'{schedule}:' and digits; a row may also say '{EVERY}'",
            found=code,
            remedy='Write for example "hts2025:87032301", in quotes; dots may stand',
        )


def _belongs(code: str, schedule: str) -> bool:
    scheme, _, digits = code.partition(":")
    return scheme == schedule and digits.replace(".", "").isdigit()


def _refuse_early_knowledge(rows: tuple[TariffRow, ...], known_of: KnownOf) -> None:
    """What replaces a row cannot have been known before it: an earlier day would else see both, or neither."""
    by_id = {row.id: row for row in rows}
    for row in rows:
        for replaced in row.replaces:
            if known_of(row) < known_of(by_id[replaced]):
                raise ContentError(
                    f"The tariff row '{row.id}' was known before '{replaced}', which it replaces",
                    place=row.place,
                    expected=f"known not before {known_of(by_id[replaced]).isoformat()}",
                    found=known_of(row).isoformat(),
                    remedy="Correct known, or the sources, of one of the two",
                )
