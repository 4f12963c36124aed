"""Data: what is loaded, whether it holds what it promised, where a column comes from, and where sources disagree."""

from collections.abc import Callable
from typing import Any, TypeVar

from gwanje.answers.answer import Answer
from gwanje.answers.sourcing import source_notes
from gwanje.answers.tower import Tower
from gwanje.evidence import catalogue as evidence_catalogue
from gwanje.evidence import check_expectations, lineage
from gwanje.foundation.errors import IntegrityError
from gwanje.foundation.instants import AsOf, known_day

Json = dict[str, Any]
_Compared = TypeVar("_Compared")


class DataList(Answer):
    """Every source the content declares, with what is held of it."""

    held: tuple[Json, ...]
    columns: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One source a row; what to know about each stands in the whole answer."""
        return [{name: cell for name, cell in source.items() if name != "caveats"} for source in self.held]


class DataCheck(Answer):
    """Every expectation with its measured value; bytes compared with their hashes; the journal's chain."""

    passed: int
    failed: int
    not_checkable: int
    files_compared: int
    tables: dict[str, int]
    results: tuple[Json, ...]
    journal: Json

    @property
    def attention_needed(self) -> bool:
        """Whether somebody has to look."""
        return self.failed > 0 or bool(self.journal["findings"])

    def rows(self) -> list[Json]:
        """One expectation a row, failures first."""
        order = {"failed": 0, "not checkable": 1, "passed": 2}
        return sorted((dict(result) for result in self.results), key=lambda result: order[result["status"]])


class Lineage(Answer):
    """The way of one column back to bytes: publisher, file, hash, licence, and each step between."""

    column: str
    unit: str
    steps: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One vintage a row."""
        return [
            {
                "source": step["source"],
                "file": step["file"],
                "sha256": step["sha256"],
                "licence": step["licence"],
                "known": step["known"],
                "steps": "; ".join(step["steps"]),
            }
            for step in self.steps
        ]


class ClaimsAnswer(Answer):
    """The claims ledger as known then: both sides, what was adopted and why."""

    claims: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One disagreement a row."""
        return [
            {
                "claim": claim["id"],
                "about": claim["about"]["en"],
                "a": claim["a"]["statement"]["en"],
                "b": claim["b"]["statement"]["en"],
                "adopted": claim["adopted"],
                "why": claim["why"]["en"],
            }
            for claim in self.claims
        ]


def listing(tower: Tower, as_of: AsOf) -> DataList:
    """Every declared source: embedded, loaded or not yet loaded, and what is known of it by then."""
    held: list[Json] = []
    for key in tower.sources:
        source = tower.sources[key]
        vintages = [s for s in tower.vintages.snapshots(key) if s.known <= as_of.known]
        held.append(
            {
                "source": key,
                "publisher": source.publisher,
                "vintages": len(vintages),
                "known": known_day(vintages[-1].known, tower.zone).isoformat() if vintages else None,
                "state": "embedded" if source.embedded else "loaded" if vintages else "no data: load or fetch it",
                "tables": " ".join(table.name for table in source.tables),
                "licence": source.licence,
                "marking": source.marking.word,
                "caveats": list(source.caveats),
            }
        )
    columns = tuple(
        {
            "table": column.table,
            "column": column.name,
            "type": column.type,
            "unit": column.unit,
            "basis": list(column.basis),
            "vintage": list(column.vintage),
            "sources": list(column.sources),
            "marking": column.marking.word,
        }
        for column in evidence_catalogue(tower.sources)
    )
    with_data = [row["source"] for row in held if row["vintages"]]
    return DataList(
        on=as_of.valid, known=as_of.known, country=tower.iso3, sources=source_notes(tower, with_data),
        held=tuple(held), columns=columns,
    )  # fmt: skip


def check(tower: Tower, as_of: AsOf, journal: Json) -> DataCheck:
    """Compare everything with what was promised of it; `journal` is what the verification of the journal found."""
    summary = check_expectations(tower.warehouse, tower.sources)
    altered: list[Json] = []
    compared = _unaltered("bytes of the snapshots", tower.evidence.verify_bytes, altered)
    _unaltered("bytes of the warehouse", tower.warehouse.verify, altered)
    held = [key for key in tower.sources if tower.vintages.snapshots(key)]
    altered += [_does_not_fit(one.act.number, one.why) for one in tower.registry.unapplied]
    return DataCheck(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        sources=source_notes(tower, held),
        passed=summary.count("passed"),
        failed=summary.count("failed") + len(altered),
        not_checkable=summary.count("not checkable"),
        files_compared=compared or 0,
        tables=tower.warehouse.row_counts(),
        results=(
            *altered,
            *(
                {
                    "status": result.status,
                    "source": result.source,
                    "table": result.table,
                    "check": result.check,
                    "measured": result.measured,
                    "expected": result.expected,
                    "because": result.because,
                }
                for result in summary.results
            ),
        ),
        journal=journal,
    )


def _does_not_fit(number: int, why: str) -> Json:
    return {
        "status": "failed",
        "source": "registry",
        "table": "entered reforms and people",
        "check": f"entry {number} fits the content",
        "measured": why,
        "expected": "an entry that can be applied",
        "because": "what people entered is kept, but no answer rests on it until it fits again",
    }


def journal_alone(tower: Tower, journal: Json) -> DataCheck:
    """What can be said where the journal does not hold: nothing that rests on it, so data were not compared."""
    return DataCheck(
        on=tower.country.compiled,
        known=tower.country.compiled,
        country=tower.iso3,
        passed=0,
        failed=0,
        not_checkable=sum(len(table.expect) for key in tower.sources for table in tower.sources[key].tables),
        files_compared=0,
        tables={},
        results=(),
        journal=journal,
    )


def _unaltered(what: str, compare: Callable[[], _Compared], altered: list[Json]) -> _Compared | None:
    """The result of a comparison of bytes; a difference becomes a failed check beside the others."""
    try:
        return compare()
    except IntegrityError as fault:
        altered.append(
            {
                "status": "failed",
                "source": "",
                "table": "",
                "check": what,
                "measured": fault.found,
                "expected": fault.expected,
                "because": f"{fault.what} ({fault.place}). {fault.remedy}",
            }
        )
        return None


def trace(tower: Tower, column: str, as_of: AsOf) -> Lineage:
    """Every vintage behind `table.column` that was known by then."""
    steps = [step for step in lineage(column, tower.sources, tower.warehouse) if step.known <= as_of.known]
    return Lineage(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        sources=source_notes(tower, [step.source for step in steps]),
        column=column,
        unit=steps[0].unit if steps else "",
        steps=tuple(
            {
                "source": step.source,
                "publisher": step.publisher,
                "url": step.url,
                "attribution": step.attribution,
                "licence": step.licence,
                "marking": step.marking.word,
                "obtained": step.obtained,
                "file": step.file,
                "bytes": step.bytes,
                "sha256": step.sha256,
                "snapshot": step.snapshot,
                "known": step.known.isoformat(),
                "known_evidence": step.known_evidence,
                "unit": step.unit,
                "basis": step.basis,
                "vintage": step.vintage,
                "steps": list(step.steps),
                "caveats": list(step.caveats),
            }
            for step in steps
        ),
    )


def claims(tower: Tower, as_of: AsOf) -> ClaimsAnswer:
    """Every disagreement visible by then."""
    found = tower.claims.known_by(as_of.known)
    cited = [source for claim in found for side in (claim.a, claim.b) for source in side.sources]
    return ClaimsAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        sources=source_notes(tower, cited),
        claims=tuple(claim.model_dump(mode="json") for claim in found),
    )
