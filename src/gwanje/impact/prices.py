"""Cost-push prices: what a dearer input does to the prices of all who use it, directly and through others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from scipy import sparse

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.impact import changes
from gwanje.impact.economy import Economy
from gwanje.impact.solving import LeontiefSystem
from gwanje.impact.statements import Floats, labelled, missing_where
from gwanje.impact.wedges import PriceRise, wedge_table

READING = "quantities are fixed: a short-run cost push through unchanged inputs, not a forecast and not welfare"


@dataclass(frozen=True, eq=False, slots=True)
class PriceResponse:
    """Price rises by industry as fractions: exact, to first order, and the gap between them (the second-order term)."""

    exact: xr.DataArray
    first_order: xr.DataArray
    gap: xr.DataArray
    rises: tuple[PriceRise, ...]


def price_response(economy: Economy, rises: Sequence[PriceRise], *, cost_change: Any = None) -> PriceResponse:
    """How far every industry's price rises, in all regions, when some users pay more for some suppliers' products.

    Shapes and units:
        economy: N industries; rises: fractions of the price paid, by group of suppliers and of users; cost_change: by
        (region, sector), change of primary costs per unit of output, None for no change.
        Result: N price rises as fractions of the price before: exact, first order, and their difference.

    Source:
        p[j] = sum over i of A[i, j] (1 + w[i, j]) p[i] + vc[j] with p = 1 before; to first order dp = L' colsum(A w).
        Leontief price model; Miller and Blair, Input-Output Analysis (2nd ed. 2009), section 2.6.

    Differs:
        Both are given, because the first order alone leaves out that what became dearer is itself bought by others.
        Inputs from outside the table keep their price.

    Raises:
        UnknownKeyError: a region or sector that the table does not have.
        WrongUseError: no rise, two rises on one flow, a pass-through outside 0 to 1.
        RefusedInputError: no finite price covers the costs, or the economy has no net output.

    Example:
        >>> from gwanje.impact import Group, Nodes
        >>> nodes = Nodes((("OZZ", "ore"), ("WDL", "metal")))
        >>> two = Economy.from_arrays(nodes, np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([[5.0], [10.0]]),
        ...                           final_columns=(("WDL", "household"),))
        >>> ore = PriceRise(Group(sectors=("ore",)), Group(("WDL",)), rise=0.5)
        >>> price_response(two, [ore]).exact.values
        array([0.  , 0.25])
    """
    _refuse_nothing(rises, cost_change)
    wedges = wedge_table(economy, rises)
    pushed = _pushed(economy, wedges, cost_change)
    first = economy.leontief.solve(pushed, transposed=True)
    factors = _smaller_factors(wedges)
    exact = economy.leontief.solve_changed(*factors, pushed, transposed=True) if wedges.nnz else first
    _refuse_without_price(economy, wedges, cost_change, exact)
    notes = (READING, *(one.words for one in rises))
    return PriceResponse(
        exact=_by_industry(economy, exact, "price_rise", "Price rise of the industry's product, exact", notes),
        first_order=_by_industry(economy, first, "price_rise_first_order", "Price rise to first order", notes),
        gap=_by_industry(economy, exact - first, "price_rise_gap", "Second-order term: exact less first order", notes),
        rises=tuple(rises),
    )


def import_price_response(
    economy: Economy, country: str, rises: Sequence[PriceRise], *, cost_change: Any = None
) -> xr.DataArray:
    """How far prices rise within one country when some of its imports cost more and prices elsewhere stay.

    Shapes and units:
        economy: N industries, n of them in the country; rises: on flows from other countries, the import price being
        specific to supplier and user; cost_change: by (region, sector) of the country, per unit of output.
        Result: n price rises as fractions of the price before; linear in the rises, so exact.

    Source:
        dp = (I - A_d')^-1 (colsum(A_m dp_m) + dvc), domestic and imported inputs apart, A = A_d + A_m;
        Miller and Blair (2009), section 2.6 with imported inputs as costs.

    Differs:
        Nothing comes back through other countries; `price_response` has that part.

    Raises:
        UnknownKeyError: a region or sector that the table does not have.
        WrongUseError: a rise on the country's own products, no rise, two rises on one flow.
        RefusedInputError: the economy has no net output.

    Example:
        >>> from gwanje.impact import Group, Nodes
        >>> nodes = Nodes((("OZZ", "ore"), ("WDL", "metal")))
        >>> two = Economy.from_arrays(nodes, np.array([[0.0, 5.0], [0.0, 0.0]]), np.array([[5.0], [10.0]]),
        ...                           final_columns=(("WDL", "household"),))
        >>> ore = PriceRise(Group(sectors=("ore",)), Group(("WDL",)), rise=0.5)
        >>> import_price_response(two, "WDL", [ore]).values
        array([0.25])
    """
    _refuse_nothing(rises, cost_change)
    inside = economy.nodes.where(regions=(country,))
    wedges = wedge_table(economy, rises)
    if wedges[inside].count_nonzero():
        raise WrongUseError(
            "A rise of import prices names the country's own products",
            place=country,
            expected="suppliers in other countries",
            found="; ".join(one.words for one in rises),
            remedy="Name the other countries, or ask for price_response, which needs no border",
        )
    pushed = _pushed(economy, wedges, cost_change)[inside]
    found = LeontiefSystem.of(economy.coefficients_within(inside)).solve(pushed, transposed=True)
    labels = economy.nodes.index[inside]
    return labelled(
        missing_where(found, ~economy.active[inside]),
        [("industry", labels)],
        name="price_rise_within_country",
        unit="1",
        kind="exposure",
        about=f"Price rise of the industry's product within {country}, prices elsewhere fixed",
        notes=(*economy.notes, READING, *(one.words for one in rises)),
    )


def _refuse_nothing(rises: Sequence[PriceRise], cost_change: Any) -> None:
    if not rises and cost_change is None:
        raise WrongUseError(
            "Nothing costs more",
            expected="at least one price rise or change of costs",
            found="none",
            remedy="Say whose products cost more, and for whom",
        )


def _pushed(economy: Economy, wedges: Any, cost_change: Any) -> Floats:
    direct: Floats = np.asarray(wedges.sum(axis=0)).ravel()
    if cost_change is None:
        return direct
    change = changes.of_some(economy.nodes, cost_change, "The change of primary costs")
    changes.refuse_without_output(economy.nodes, economy.active, change, "a change of costs")
    return direct + change


def _smaller_factors(wedges: Any) -> tuple[Any, Any]:
    """The change of (I - A)' as a product of two thin tables, by rows or by columns, whichever are fewer."""
    table = sparse.coo_array(wedges)
    rows, columns = np.unique(table.row), np.unique(table.col)
    size = wedges.shape[0]
    if len(rows) <= len(columns):
        return -sparse.csr_array(wedges[rows].T), _chosen(rows, size)
    return -sparse.csr_array(_chosen(columns, size).T), sparse.csr_array(wedges[:, columns].T)


def _chosen(where: Any, size: int) -> Any:
    count = len(where)
    return sparse.csr_array((np.ones(count), (np.arange(count), where)), shape=(count, size))


def _refuse_without_price(economy: Economy, wedges: Any, cost_change: Any, exact: Floats) -> None:
    """Refuse where costs outgrow every price; rises that only go up cannot lower a price."""
    only_up = cost_change is None and bool(np.all(wedges.data >= 0))
    floor = -1e-9 * float(np.abs(exact).max(initial=0.0)) if only_up else -1.0
    bad = ~np.isfinite(exact) | (exact < floor)
    if bad.any():
        at = int(np.flatnonzero(bad)[0])
        raise RefusedInputError(
            "No finite price covers the costs after this rise",
            place=economy.nodes.words[at],
            expected="a rise that the users can pass on at fixed quantities",
            found=f"{int(bad.sum())} industries without a price",
            remedy="Make the rise smaller; with quantities fixed, costs would grow faster than prices",
        )


def _by_industry(economy: Economy, values: Floats, name: str, about: str, notes: Sequence[str]) -> xr.DataArray:
    return labelled(
        missing_where(values, ~economy.active),
        [("industry", economy.nodes.index)],
        name=name,
        unit="1",
        kind="exposure",
        about=about,
        notes=(*economy.notes, *notes),
    )
