"""Tables out of a warehouse: one source, one vintage, labels in the order of the file; what does not fit is refused."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import numpy as np
import pandas as pd
import pytest

from gwanje.answers.economies import absence, economy_of, region_called, why_absent
from gwanje.evidence.countries import Countries
from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.impact.store import FLOWS, NODES, TableStore

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
FIRST, SECOND = datetime(2030, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
BEFORE = datetime(2029, 12, 31, tzinfo=UTC)


def node_rows(snapshot: str, *, scale: float = 1.0, first: int = 10, year: int = 2029) -> pd.DataFrame:
    """Two industries; the first sells 4 to the second."""
    return pd.DataFrame(
        {
            "snapshot": snapshot,
            "year": year,
            "node": [first + 1, first],
            "country": ["WDL", "OZZ"],
            "country_name": ["Wonderland", "Oz"],
            "sector": ["works", "mine"],
            "sector_name": ["Works", "Mine"],
            "gross_output_musd": [9.0 * scale, 10.0 * scale],
            "final_demand_musd": [9.0 * scale, 6.0 * scale],
            "balanced_output_musd": [9.0 * scale, 10.0 * scale],
        }
    )


def flow_rows(snapshot: str, *, scale: float = 1.0, supplier: int = 10) -> pd.DataFrame:
    return pd.DataFrame(
        {"snapshot": snapshot, "supplier_node": [supplier], "user_node": [11], "flow_musd": [4.0 * scale]}
    )


@dataclass
class FakeWarehouse:
    """Rows in memory, snapshots as given: (table, source, snapshot, known)."""

    rows: dict[str, pd.DataFrame]
    held: list[tuple[str, str, str, datetime]] = field(default_factory=list)

    @property
    def table_names(self) -> tuple[str, ...]:
        return tuple(self.rows)

    def table(self, name: str) -> Any:
        return ibis.memtable(self.rows[name])

    def snapshots(self, table: str) -> list[SimpleNamespace]:
        return [SimpleNamespace(id=i, source=s, known=k) for t, s, i, k in self.held if t == table]

    def vintages_known(self, table: str, known: datetime) -> list[SimpleNamespace]:
        newest: dict[str, SimpleNamespace] = {}
        for one in sorted(self.snapshots(table), key=lambda snapshot: snapshot.known):
            if one.known <= known:
                newest[one.source] = one
        return list(newest.values())

    def first_known(self, table: str) -> datetime | None:
        return min((one.known for one in self.snapshots(table)), default=None)


def warehouse(*parts: tuple[str, str, datetime, float]) -> FakeWarehouse:
    """One vintage for each part: source, snapshot, known, scale."""
    held = [(table, s, f"{i}-{table}", k) for s, i, k, _ in parts for table in (NODES, FLOWS)]
    nodes = [node_rows(f"{i}-{NODES}", scale=scale) for _, i, _, scale in parts]
    flows = [flow_rows(f"{i}-{FLOWS}", scale=scale) for _, i, _, scale in parts]
    return FakeWarehouse({NODES: pd.concat(nodes), FLOWS: pd.concat(flows)}, held)


def tower(house: FakeWarehouse, iso3: str = "OZZ") -> Any:
    countries = '- {iso3: "OZZ", names: {en: {text: Oz}, ko: {text: 오즈, status: inferred}}}\n'
    caveat = SimpleNamespace(caveats=("mind the gap",))
    return SimpleNamespace(
        warehouse=house,
        zone=ZoneInfo("UTC"),
        iso3=iso3,
        economies={},
        sources={"one": caveat, "two": caveat},
        countries=Countries.read({"countries.yaml": countries}),
    )


def test_nodes_stand_in_the_order_of_their_numbers_and_flows_find_them() -> None:
    store = TableStore(warehouse(("one", "a", FIRST, 1.0)))
    found = store.table("one", FIRST)
    assert found.labels == (("OZZ", "mine"), ("WDL", "works"))
    assert (found.supplier.tolist(), found.user.tolist(), found.flow.tolist()) == ([0], [1], [4.0])
    assert (found.year, found.sector_names) == (2029, {"mine": "Mine", "works": "Works"})
    economy = economy_of(tower(store.warehouse), AsOf(FIRST, FIRST))
    assert economy.output.tolist() == [10.0, 9.0]
    assert "mind the gap" in economy.notes
    assert economy.sector_names["mine"] == "Mine"


def test_each_instant_has_its_vintage_and_each_vintage_is_made_once() -> None:
    there = tower(warehouse(("one", "a", FIRST, 1.0), ("one", "b", SECOND, 2.0)))
    old = economy_of(there, AsOf(SECOND, FIRST))
    new = economy_of(there, AsOf(SECOND, SECOND))
    assert (old.output.sum(), new.output.sum()) == (19.0, 38.0)
    assert economy_of(there, AsOf(FIRST, FIRST)) is old
    assert len(there.economies) == 2


def test_before_the_first_vintage_nothing_is_known_and_the_day_is_told() -> None:
    there = tower(warehouse(("one", "a", FIRST, 1.0)))
    assert absence(there, AsOf(BEFORE, BEFORE)) == (
        "not_yet_known",
        "no inter-country table was public by then; the first one became known on 2029-12-31",
    )
    with pytest.raises(WrongUseError, match="2029-12-31"):
        economy_of(there, AsOf(BEFORE, BEFORE))
    empty = tower(FakeWarehouse({}))
    assert why_absent(empty, AsOf(FIRST, FIRST))[0] == "no_data"


def test_industries_without_flows_are_no_table_yet() -> None:
    house = warehouse(("one", "a", FIRST, 1.0))
    house.held = [one if one[0] == NODES else (*one[:3], SECOND) for one in house.held]
    there = tower(house)
    assert absence(there, AsOf(FIRST, FIRST))[0] == "not_yet_known"
    assert absence(there, AsOf(SECOND, SECOND)) is None


def test_of_several_sources_the_one_with_the_country_or_the_one_named() -> None:
    house = warehouse(("one", "a", FIRST, 1.0), ("two", "b", FIRST, 3.0))
    there = tower(house)
    with pytest.raises(WrongUseError, match="2 of them have OZZ"):
        economy_of(there, AsOf(FIRST, FIRST))
    assert economy_of(there, AsOf(FIRST, FIRST), "two").output.sum() == 57.0
    with pytest.raises(WrongUseError, match="gave no input-output table by then"):
        economy_of(there, AsOf(BEFORE, BEFORE), "two")
    house.rows[NODES].loc[house.rows[NODES]["snapshot"] == f"b-{NODES}", "country"] = "NVL"
    assert economy_of(tower(house), AsOf(FIRST, FIRST)).output.sum() == 19.0


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda rows: rows[FLOWS].assign(supplier_node=99), "does not have"),
        (lambda rows: pd.concat([rows[FLOWS]] * 2), "more than once"),
        (lambda rows: rows[FLOWS].assign(flow_musd=np.nan), "not finite"),
        (lambda rows: rows[FLOWS].assign(flow_musd=5.0), "do not add up to output"),
    ],
)
def test_flows_that_do_not_belong_to_the_industries_are_refused(spoil, words: str) -> None:
    house = warehouse(("one", "a", FIRST, 1.0))
    house.rows[FLOWS] = spoil(house.rows)
    with pytest.raises(RefusedInputError, match=words):
        economy_of(tower(house), AsOf(FIRST, FIRST))


def test_industries_of_two_years_are_refused() -> None:
    house = warehouse(("one", "a", FIRST, 1.0))
    house.rows[NODES]["year"] = [2029, 2030]
    with pytest.raises(RefusedInputError, match="not of one year"):
        economy_of(tower(house), AsOf(FIRST, FIRST))


def test_a_region_is_found_by_its_label_or_by_a_name_of_the_country() -> None:
    there = tower(warehouse(("one", "a", FIRST, 1.0)))
    economy = economy_of(there, AsOf(FIRST, FIRST))
    assert region_called(there, economy, "WDL") == "WDL"
    assert region_called(there, economy, "오즈") == "OZZ"
    with pytest.raises(WrongUseError, match="The table has OZZ, WDL"):
        region_called(there, economy, "Neverwhere")
