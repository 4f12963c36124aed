"""Tables that people bring: labels stay text, parts are told apart, nothing is guessed."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pandas as pd
import pytest

from gwanje.evidence.mrio_parsers import read_with_pymrio
from gwanje.evidence.mrio_tables import read_frames
from gwanje.foundation.errors import RefusedInputError, UnavailableError, WrongUseError

INDEX = pd.MultiIndex.from_tuples(
    [("NA", "01"), ("NA", "02"), ("reg2", "01"), ("reg2", "02")], names=["region", "sector"]
)
FLOWS = pd.DataFrame([[0.0, 4.0, 0.0, 1.5], [1, 0, 0, 2], [0, 1, 0, 3], [0, 0, 1, 0]], index=INDEX, columns=INDEX)
DEMAND = pd.DataFrame(
    [[3.0, 1.0], [6, 1], [0.5, 2.5], [1, 8]],
    index=INDEX,
    columns=pd.MultiIndex.from_tuples([("NA", "1"), ("reg2", "1")], names=["region", "category"]),
)


def saved(folder: Path, suffix: str, **frames: pd.DataFrame) -> Path:
    folder.mkdir(exist_ok=True)
    for name, frame in frames.items():
        file = folder / f"{name}{suffix}"
        if suffix == ".parquet":
            frame.to_parquet(file)
        else:
            frame.to_csv(file, sep="," if suffix == ".csv" else "\t")
    return folder


@pytest.mark.parametrize("suffix", [".csv", ".txt", ".tsv", ".parquet"])
def test_frames_come_back_as_they_were_saved(tmp_path: Path, suffix: str) -> None:
    units = pd.DataFrame({"unit": ["M EUR"] * 4}, index=INDEX)
    output = pd.DataFrame({"indout": [9.5, 10.0, 7.0, 10.0]}, index=INDEX)
    found = read_frames(saved(tmp_path / "mine", suffix, Z=FLOWS, Y=DEMAND, x=output, unit=units))
    for part, frame in (("Z", FLOWS), ("Y", DEMAND), ("x", output)):
        read = getattr(found, part)
        assert list(read.index) == list(INDEX)
        assert list(read.columns) == list(frame.columns)
        assert (read.to_numpy() == frame.to_numpy()).all()
    assert found.unit is not None
    assert found.unit["unit"].tolist() == ["M EUR"] * 4
    assert found.v is None
    assert (found.name, len(found.sha256)) == ("mine", 64)
    assert read_frames(tmp_path / "mine" / f"Z{suffix}").sha256 == found.sha256


def test_labels_that_look_like_gaps_or_numbers_stay_text(tmp_path: Path) -> None:
    found = read_frames(saved(tmp_path, ".csv", Z=FLOWS, Y=DEMAND))
    assert found.Z.index[0] == ("NA", "01")
    assert found.Z.columns[0] == ("NA", "01")
    assert found.Y.columns[0] == ("NA", "1")


def test_axes_without_names_and_demand_without_destination(tmp_path: Path) -> None:
    bare = FLOWS.rename_axis(index=[None, None], columns=[None, None])
    saved(tmp_path, ".csv", Z=bare, Y=DEMAND.sum(axis=1).to_frame("all uses"))
    found = read_frames(tmp_path)
    assert (found.Z.to_numpy() == FLOWS.to_numpy()).all()
    assert found.Z.shape == (4, 4)
    assert list(found.Y.columns) == ["all uses"]
    assert found.Y.shape == (4, 1)


def test_an_empty_cell_is_missing_and_a_word_stays_a_word(tmp_path: Path) -> None:
    saved(tmp_path, ".csv", Z=FLOWS.replace(4.0, float("nan")), Y=DEMAND.astype(object).replace(8.0, "n.a."))
    found = read_frames(tmp_path)
    assert found.Z.isna().to_numpy().sum() == 1
    assert found.Y.iloc[3, 1] == "n.a."


@pytest.mark.parametrize(
    ("prepare", "error", "words"),
    [
        (lambda f: f / "none", UnavailableError, "no input-output table at this path"),
        (lambda f: saved(f, ".csv", Z=FLOWS), RefusedInputError, "no Y"),
        (
            lambda f: saved(saved(f, ".csv", Z=FLOWS, Y=DEMAND), ".tsv", Z=FLOWS),
            RefusedInputError,
            "more than one file",
        ),
        (lambda f: saved(f, ".csv", Z=FLOWS, Y=DEMAND) / "Y.csv", RefusedInputError, "by its folder or by its Z file"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, prepare, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        read_frames(prepare(tmp_path))


def test_a_file_without_rows_or_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    saved(tmp_path, ".csv", Z=FLOWS, Y=DEMAND)
    (tmp_path / "Z.csv").write_text("only,one,line\n")
    with pytest.raises(RefusedInputError, match=r"cannot be read .*Z\.csv"):
        read_frames(tmp_path)
    (tmp_path / "Z.csv").unlink()
    (tmp_path / "Z.parquet").write_bytes(b"no parquet")
    with pytest.raises(RefusedInputError, match=r"cannot be read .*Z\.parquet"):
        read_frames(tmp_path)


def stand_in(monkeypatch: pytest.MonkeyPatch, **parsers: object) -> None:
    """A module that answers in pymrio's place."""
    module = ModuleType("pymrio")
    module.__dict__.update({"__version__": "0.0-stand-in"} | parsers)
    monkeypatch.setitem(sys.modules, "pymrio", module)


def test_publishers_files_need_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymrio", None)
    with pytest.raises(UnavailableError, match=r"pip install 'gwanje\[mrio\]'"):
        read_with_pymrio(tmp_path, "wiod", 2014)


def test_a_parser_is_handed_the_path_and_the_result_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def parse_oecd(path: Path, year: int | None = None) -> SimpleNamespace:
        asked.append((path, year))
        return SimpleNamespace(Z=FLOWS, Y=DEMAND, x=None, unit=pd.DataFrame({"unit": ["M USD"] * 4}, index=INDEX))

    stand_in(monkeypatch, parse_oecd=parse_oecd, load=parse_oecd)
    found = read_with_pymrio(tmp_path, "oecd", 2018)
    assert asked == [(tmp_path, 2018)]
    assert found.Z is FLOWS
    assert "on no file of the publisher" in found.notes[0]
    assert "its own format" in read_with_pymrio(tmp_path, "pymrio", None).notes[0]


def test_a_parser_without_its_year_or_that_fails_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse_wiod(path: Path, year: int | None = None) -> None:
        raise KeyError("WIOT2014")

    stand_in(monkeypatch, parse_wiod=parse_wiod)
    with pytest.raises(WrongUseError, match="--table-year"):
        read_with_pymrio(tmp_path, "wiod", None)
    with pytest.raises(RefusedInputError, match=r"could not read this as a table of wiod .*KeyError"):
        read_with_pymrio(tmp_path, "wiod", 2014)
    with pytest.raises(UnavailableError, match="no input-output table"):
        read_with_pymrio(tmp_path / "none", "wiod", 2014)
