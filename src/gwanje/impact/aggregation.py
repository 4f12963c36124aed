"""Fewer regions or sectors: every label goes to exactly one, and the result says which went where."""

from collections.abc import Mapping

import numpy as np
from scipy import sparse

from gwanje.foundation.errors import RefusedInputError
from gwanje.impact.economy import Economy
from gwanje.impact.nodes import Nodes


def aggregate(
    economy: Economy, *, regions: Mapping[str, str] | None = None, sectors: Mapping[str, str] | None = None
) -> Economy:
    """The same economy in fewer regions or sectors; sums are kept exactly.

    Shapes and units:
        economy: N industries; regions, sectors: old label to new label, every old label once; None keeps them.
        Result: an Economy in the unit of the first; destinations of final demand follow the regions.

    Source:
        Aggregation by a summation matrix S: S Z S', S Y, S x; Miller and Blair (2009), section 4.9.

    Differs:
        Many to one only: nothing is split. The concordance stands in the notes of the result.

    Raises:
        RefusedInputError: a label of the table is missing from the mapping, or the mapping has one the table lacks.

    Example:
        >>> nodes = Nodes((("OZZ", "ore"), ("WDL", "ore")))
        >>> two = Economy.from_arrays(nodes, np.eye(2), np.ones((2, 1)), final_columns=(("", "all uses"),))
        >>> aggregate(two, regions={"OZZ": "both", "WDL": "both"}).output
        array([4.])
    """
    to_region = _complete(regions, economy.nodes.regions, "region")
    to_sector = _complete(sectors, economy.nodes.sectors, "sector")
    moved = [(to_region[region], to_sector[sector]) for region, sector in economy.nodes.labels]
    nodes = Nodes(tuple(dict.fromkeys(moved)))
    place = {label: at for at, label in enumerate(nodes.labels)}
    rows = np.array([place[label] for label in moved])
    summing = sparse.csr_array((np.ones(len(moved)), (rows, np.arange(len(moved)))), shape=(len(nodes), len(moved)))
    columns = [(to_region.get(region, region), category) for region, category in economy.final_columns]
    names = tuple(dict.fromkeys(columns))
    demand = np.zeros((len(nodes), len(names)))
    for at, column in enumerate(columns):
        demand[:, names.index(column)] += summing @ economy.final_demand[:, at]
    table = summing @ economy.intermediate @ summing.T
    return Economy.from_arrays(
        nodes,
        table if sparse.issparse(table) else np.asarray(table),
        demand,
        final_columns=names,
        output=summing @ economy.output,
        value_added=summing @ economy.value_added,
        unit=economy.unit,
        year=economy.year,
        limits=economy.limits,
        sources=economy.sources,
        notes=(*economy.notes, *_said(regions, "regions"), *_said(sectors, "sectors")),
    )


def _complete(mapping: Mapping[str, str] | None, labels: tuple[str, ...], kind: str) -> Mapping[str, str]:
    if mapping is None:
        return {label: label for label in labels}
    missing = [label for label in labels if label not in mapping]
    extra = [label for label in mapping if label not in labels]
    if missing or extra:
        raise RefusedInputError(
            f"The concordance of {kind}s does not fit the table",
            expected=f"each of the {len(labels)} {kind}s of the table once",
            found=f"missing: {', '.join(missing[:5]) or 'none'}; unknown: {', '.join(extra[:5]) or 'none'}",
            remedy=f"Write a line for every {kind}, also for those that stay what they are",
        )
    return mapping


def _said(mapping: Mapping[str, str] | None, kind: str) -> list[str]:
    if mapping is None:
        return []
    groups: dict[str, list[str]] = {}
    for old, new in mapping.items():
        groups.setdefault(new, []).append(old)
    inside = "; ".join(f"{new} = {' + '.join(old)}" for new, old in groups.items() if old != [new])
    return [f"{kind} added together: {inside or 'none'}"]
