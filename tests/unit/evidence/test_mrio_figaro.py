"""FIGARO's matrix form: a fixture constructed from documentation, no file of the publisher; what is read, what is refused."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gwanje.evidence.mrio_figaro import FINAL_USES, PRIMARY, read_figaro
from gwanje.foundation.errors import GwanjeError, RefusedInputError
from gwanje.impact import Economy
from towers import neverland_home, run

NAME = "matrix_eu-ic-io_ind-by-ind_25ed_2023.csv"
INDUSTRIES = [f"{region}_{sector}" for region in ("DE", "KR", "FIGW1") for sector in ("A01", "C31_32", "U")]


def constructed() -> pd.DataFrame:
    """A small balanced table in the published layout, made from its documentation."""
    rng = np.random.default_rng(7)
    size, uses = len(INDUSTRIES), [f"{region}_{use}" for region in ("DE", "KR", "FIGW1") for use in FINAL_USES]
    flows, final = rng.integers(0, 9, (size, size)).astype(float), rng.integers(5, 20, (size, len(uses))).astype(float)
    left = flows.sum(axis=1) + final.sum(axis=1) - flows.sum(axis=0)
    primary = np.outer(np.array([0.1, 0, 0, 0.5, 0.1, 0.3]), left)
    top = np.hstack([flows, final])
    rows = np.vstack([top, np.hstack([primary, rng.random((len(PRIMARY), len(uses)))])])
    return pd.DataFrame(rows, [*INDUSTRIES, *(f"W2_{one}" for one in PRIMARY)], [*INDUSTRIES, *uses])


def saved(folder: Path, frame: pd.DataFrame, name: str = NAME) -> Path:
    path = folder / name
    frame.to_csv(path, index_label="rowLabels")
    return path


def with_row(frame: pd.DataFrame, row: str, values: object) -> pd.DataFrame:
    frame.loc[row] = values
    return frame


def test_flows_final_demand_and_value_added_become_an_economy(tmp_path: Path) -> None:
    frame = constructed()
    read = read_figaro(saved(tmp_path, frame), None)
    economy = Economy.from_pymrio(read)
    assert economy.unit == "M EUR/yr"
    assert economy.nodes.regions == ("DE", "KR", "FIGW1")
    assert economy.nodes.sectors == ("A01", "C31_32", "U")
    assert (
        float(economy.dense[economy.nodes.at("KR", "C31_32"), economy.nodes.at("DE", "A01")])
        == frame.loc["KR_C31_32", "DE_A01"]
    )
    assert economy.final_columns[5] == ("KR", "P3_S13")
    assert np.allclose(economy.value_added, frame.loc["W2_D21X31":, INDUSTRIES].sum(axis=0), rtol=1e-12)
    assert "no file of the publisher" in read.notes[0]


def test_a_folder_holds_one_file_of_the_year(tmp_path: Path) -> None:
    for year in (2022, 2023):
        saved(tmp_path, constructed(), f"matrix_eu-ic-io_ind-by-ind_25ed_{year}.csv")
    assert read_figaro(tmp_path, 2022).name.endswith("2022.csv")
    with pytest.raises(GwanjeError, match="One file of FIGARO is one year"):
        read_figaro(tmp_path, None)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda one: one.rename(index={"DE_A01": "Germany"}), "the row 'Germany'"),
        (lambda one: one.rename(columns={"DE_P51G": "DE_P51X"}), "no column DE_P51G"),
        (lambda one: one.drop(index="KR_U"), "the column KR_U"),
        (lambda one: one.drop(index="W2_D1"), "no row W2_D1"),
        (lambda one: one.drop(columns="KR_P3_S14"), "no column KR_P3_S14"),
        (lambda one: pd.concat([one, one.loc[["DE_A01"]]]), "DE_A01 twice"),
        (lambda one: with_row(one.astype(object), "KR_A01", ""), "'' in row KR_A01"),
        (lambda one: with_row(one, "W2_D1", one.loc["W2_D1"] * 1000), "sells .* and pays"),
        (lambda one: with_row(one, "W2_D1", float("inf")), "sells .* and pays inf"),
    ],
)
def test_another_layout_missing_rows_and_parts_in_another_unit_are_refused(
    tmp_path: Path, broken: Callable[[pd.DataFrame], pd.DataFrame], says: str
) -> None:
    with pytest.raises(RefusedInputError, match=says):
        read_figaro(saved(tmp_path, broken(constructed())), None)


def test_products_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RefusedInputError, match="prod-by-prod"):
        read_figaro(saved(tmp_path, constructed(), NAME.replace("ind-by-ind", "prod-by-prod")), None)


def test_the_command_line_says_that_no_file_of_the_publisher_was_run(tmp_path: Path) -> None:
    path = str(saved(tmp_path, constructed()))
    asked = ("--from", "DE", "--importer", "KR", "--rise", "0.1", "--table", path, "--layout", "figaro")
    found = run("impact", "prices", *asked, "--format", "json", home=neverland_home())
    assert found.code == 0, found.err
    answer = found.json()
    assert any("no file of the publisher" in note for note in answer["notes"])
    assert answer["consumer_prices"]["status"] == "ok"
    flood = tmp_path / "flood.yaml"
    flood.write_text(
        "{id: OWN-1, key: flood, names: {en: {text: A}, ko: {text: A}}, importer: KOR, days: 9, shocks: [{kind: "
        "capacity_loss, region: DEU, sectors: [A01], days: 5, share: 0.5}]}",
        encoding="utf-8",
    )
    refused = run("impact", "run", str(flood), "--table", path, "--layout", "figaro", home=neverland_home())
    assert (refused.code, refused.out) == (3, b"")
    assert "M EUR" in refused.err
