"""Expectations checked with numbers: passed, failed, or not checkable with the reason. The sentences are content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, Literal

from gwanje.evidence.snapshots import Snapshot
from gwanje.evidence.sources import Expectation, Sources, TableSpec

if TYPE_CHECKING:
    import ibis

    from gwanje.evidence.warehouse import Warehouse

CheckStatus = Literal["passed", "failed", "not checkable"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One expectation against one vintage: what was measured, what was expected, and why it is expected."""

    source: str
    table: str
    snapshot: str
    check: str
    status: CheckStatus
    measured: str
    expected: str
    because: str


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """All results and their counts."""

    results: tuple[CheckResult, ...]

    def count(self, status: CheckStatus) -> int:
        """How many results have a status."""
        return sum(result.status == status for result in self.results)

    @property
    def passed(self) -> bool:
        """Whether nothing failed; what could not be checked does not count as passed, it is counted apart."""
        return self.count("failed") == 0


def check_expectations(warehouse: Warehouse, sources: Sources) -> CheckSummary:
    """Check every declared expectation against every vintage it applies to."""
    results: list[CheckResult] = []
    for key in sources:
        for spec in sources[key].tables:
            snapshots = _held(warehouse, key, spec)
            for expectation in spec.expect:
                chosen = [s for s in snapshots if expectation.applies == "every snapshot" or s.origin == "packaged"]
                if not chosen:
                    results.append(_not_checkable(key, spec, expectation))
                results.extend(_check(warehouse, spec, snapshot, expectation) for snapshot in chosen)
    return CheckSummary(tuple(results))


def _held(warehouse: Warehouse, source: str, spec: TableSpec) -> Sequence[Snapshot]:
    if spec.name not in warehouse.table_names:
        return ()
    return [s for s in warehouse.snapshots(source, table=spec.name) if s.file == spec.file]


def _not_checkable(source: str, spec: TableSpec, expectation: Expectation) -> CheckResult:
    return CheckResult(
        source,
        spec.name,
        "",
        describe(expectation),
        "not checkable",
        "no data: nothing loaded",
        "",
        expectation.because,
    )


def describe(expectation: Expectation) -> str:
    """What an expectation is about, in words."""
    where = ", ".join(f"{name} {value}" for name, value in expectation.where.items())
    of = ", ".join(f"{name} {value}" for name, value in expectation.of.items())
    subject = expectation.column or ", ".join(expectation.columns)
    parts = [expectation.kind, subject, f"of {of}" if of else "", f"where {where}" if where else ""]
    return " ".join(part for part in parts if part)


def _check(warehouse: Warehouse, spec: TableSpec, snapshot: Snapshot, expectation: Expectation) -> CheckResult:
    rows = warehouse.table(spec.name)
    rows = _where(rows.filter(rows["snapshot"] == snapshot.id), expectation.where)
    measured, scale = _measure(warehouse, rows, snapshot, expectation)
    expected = _expected(expectation)
    if measured is None:
        return CheckResult(
            snapshot.source, spec.name, snapshot.id, describe(expectation), "not checkable", "no data", expected,
            expectation.because,
        )  # fmt: skip
    status: CheckStatus = "passed" if _holds(measured, scale, expectation) else "failed"
    return CheckResult(
        snapshot.source, spec.name, snapshot.id, describe(expectation), status, f"{measured:.10g}", expected,
        expectation.because,
    )  # fmt: skip


def _where(rows: ibis.Table, where: dict[str, Any]) -> ibis.Table:
    return rows.filter(reduce(and_, [rows[name] == value for name, value in where.items()])) if where else rows


def _measure(
    warehouse: Warehouse, rows: ibis.Table, snapshot: Snapshot, expectation: Expectation
) -> tuple[float | None, float]:
    """The measured number and, for balances, the scale that its tolerance is relative to."""
    if expectation.kind in {"io-rows", "io-columns"}:
        return _balance(warehouse, rows, snapshot, expectation)
    scale = abs(expectation.equals or 1.0) if expectation.kind == "total" else 1.0
    return _MEASURES[expectation.kind](rows, expectation), scale


def _count(rows: ibis.Table, _: Expectation) -> float | None:
    return _number(rows.count())


def _distinct(rows: ibis.Table, expectation: Expectation) -> float | None:
    return _number(rows[expectation.column].nunique())


def _filled(rows: ibis.Table, expectation: Expectation) -> float | None:
    return _number(rows[expectation.column].notnull().mean())


def _repeated(rows: ibis.Table, expectation: Expectation) -> float | None:
    keys = rows.select(*expectation.columns).distinct().count()
    return (_number(rows.count()) or 0.0) - (_number(keys) or 0.0)


def _total(rows: ibis.Table, expectation: Expectation) -> float | None:
    return _number(rows[expectation.column].sum())


def _single_value(rows: ibis.Table, expectation: Expectation) -> float | None:
    values = rows[expectation.column].to_pyarrow().to_pylist()
    return float(values[0]) if len(values) == 1 and values[0] is not None else None


def _share(rows: ibis.Table, expectation: Expectation) -> float | None:
    part = _number(_where(rows, expectation.of)[expectation.column].sum())
    whole = _number(rows[expectation.column].sum())
    return (part or 0.0) / whole if whole else None


def _number(expression: Any) -> float | None:
    value = expression.to_pyarrow().as_py()
    return None if value is None else float(value)


def _furthest(rows: ibis.Table, expectation: Expectation) -> float | None:
    """The value that comes nearest to breaking a range: the least, unless the greatest breaks the upper bound."""
    column = rows[expectation.column]
    greatest = _number(column.max())
    if expectation.at_most is not None and greatest is not None and greatest > expectation.at_most:
        return greatest
    return _number(column.min()) if expectation.at_least is not None else greatest


_MEASURES: dict[str, Callable[[ibis.Table, Expectation], float | None]] = {
    "rows": _count,
    "absent": _count,
    "distinct": _distinct,
    "filled": _filled,
    "unique": _repeated,
    "total": _total,
    "value": _single_value,
    "share": _share,
    "range": _furthest,
}


def _balance(
    warehouse: Warehouse, flows: ibis.Table, snapshot: Snapshot, expectation: Expectation
) -> tuple[float | None, float]:
    """Largest gap of an input-output identity over all nodes, and the largest output as its scale."""
    if expectation.beside not in warehouse.table_names:
        return None, 1.0
    nodes = warehouse.table(expectation.beside)
    beside = [s for s in warehouse.snapshots(snapshot.source, table=expectation.beside) if s.origin == snapshot.origin]
    if not beside:
        return None, 1.0
    nodes = nodes.filter(nodes["snapshot"] == beside[-1].id)
    side = "supplier_node" if expectation.kind == "io-rows" else "user_node"
    sums = flows.group_by(side).aggregate(summed=flows["flow_musd"].sum())
    joined = nodes.left_join(sums, nodes["node"] == sums[side])
    summed = joined["summed"].fill_null(0.0)
    if expectation.kind == "io-rows":
        gap = summed + joined["final_demand_musd"] - joined["balanced_output_musd"]
    else:
        gap = summed - joined["intermediate_input_share"] * joined["balanced_output_musd"]
    measured = joined.aggregate(gap=gap.abs().max(), scale=joined["balanced_output_musd"].max())
    row = measured.to_pyarrow().to_pylist()[0]
    return row["gap"], row["scale"] or 1.0


def _holds(measured: float, scale: float, expectation: Expectation) -> bool:
    if expectation.kind in {"absent", "unique"}:
        return measured == 0
    if expectation.kind in {"io-rows", "io-columns"}:
        return measured <= expectation.relative * scale
    if expectation.equals is not None:
        return abs(measured - expectation.equals) <= max(expectation.within, expectation.relative * scale)
    low_ok = expectation.at_least is None or measured >= expectation.at_least
    return low_ok and (expectation.at_most is None or measured <= expectation.at_most)


def _expected(expectation: Expectation) -> str:
    if expectation.kind == "absent":
        return "no row"
    if expectation.kind == "unique":
        return "no repeated key"
    if expectation.kind in {"io-rows", "io-columns"}:
        return f"a gap of at most {expectation.relative:g} of the largest output"
    if expectation.equals is not None:
        give = expectation.within or expectation.relative
        return f"{expectation.equals:.10g}" + (f" within {give:g}" if give else "")
    bounds = [
        f"at least {expectation.at_least:g}" if expectation.at_least is not None else "",
        f"at most {expectation.at_most:g}" if expectation.at_most is not None else "",
    ]
    return " and ".join(bound for bound in bounds if bound)
