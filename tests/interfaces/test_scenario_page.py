"""`gwanje impact run`: what it writes, what it refuses and where, and that its page prints on two sheets at most."""

import csv
import io
import json
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow.parquet as pq
import pytest

from gwanje.answers.simulating import simulate_scenario
from gwanje.answers.simulating_scenario import given_scenario
from gwanje.assembly import ask as asked_for
from printed import sheets
from towers import ROOT, korea, neverland_home, run, run_korea

EXAMPLES = ROOT / "docs" / "examples" / "scenarios"
FLOOD = """
id: OWN-2
key: flood
names: {en: {text: "A flood in Oz"}, ko: {text: "오즈의 홍수"}}
importer: "NVL"
days: 60
shocks:
  - kind: capacity_loss
    region: "OZZ"
    sectors: [mine]
    days: {low: 10, high: 30}
    share: {low: 0.3, high: 0.9}
model: {inventory_days: {low: 20, high: 20}}
known: 2030-01-01
"""
_room = TemporaryDirectory(prefix="gwanje-scenario-", ignore_cleanup_errors=True)


def ask(*arguments: str):
    return run("impact", "run", *arguments, home=neverland_home())


@pytest.fixture
def flood(tmp_path: Path) -> Path:
    path = tmp_path / "flood.yaml"
    path.write_text(FLOOD, encoding="utf-8")
    return path


def test_a_folder_gets_the_page_in_both_languages_and_its_twins(flood: Path, tmp_path: Path) -> None:
    found = ask(str(flood), "--out", str(tmp_path / "out"))
    assert found.code == 0, found.err
    names = {path.name for path in (tmp_path / "out").iterdir()}
    stem = "scenario-flood"
    assert names == {f"{stem}.{end}" for end in ("html", "ko.html", "json", "csv", "parquet")}
    assert all(name in found.err for name in names)
    assert found.text.startswith("A flood in Oz: Neverland ")
    assert 'lang="ko"' in (tmp_path / "out" / f"{stem}.ko.html").read_text(encoding="utf-8")[:60]
    korean = ask(str(flood), "--out", str(tmp_path / "ko"), "--lang", "ko")
    assert "오즈의 홍수: 첫 60일간" in korean.text
    assert (tmp_path / "ko" / f"{stem}.en.html").exists()


def test_the_twins_tell_the_same_path(flood: Path, tmp_path: Path) -> None:
    ask(str(flood), "--out", str(tmp_path))
    answer = json.loads((tmp_path / "scenario-flood.json").read_text(encoding="utf-8"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "scenario-flood.csv").read_text(encoding="utf-8"))))
    table = pq.read_table(tmp_path / "scenario-flood.parquet").to_pylist()
    assert answer["kind"] == "simulation"
    assert len(rows) == len(table) == len(answer["path"]) == answer["horizon_days"] + 1
    for row, other, day in zip(rows, table, answer["path"], strict=True):
        assert int(row["day"]) == other["day"] == day["day"]
        for reading, lost in day["lost"].items():
            for end in ("low_musd", "middle_musd", "high_musd"):
                assert float(row[f"{reading}_{end}"]) == other[f"{reading}_{end}"] == lost[end]
    total = sum(one["all_critical_high_musd"] for one in table)
    assert total >= answer["readings"][-1]["lost"]["high_musd"] * (1 - 1e-9)


def test_the_same_question_gives_the_same_bytes(flood: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        ask(str(flood), "--out", str(tmp_path / name))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        (("high: 0.9", "high: 1.2"), 3, ["between 0 and 1, here 0.3 to 1.2", "mine.yaml line 12"]),
        (("{low: 0.3, high: 0.9}", "-0.1"), 3, ["between 0 and 1", "mine.yaml line 12"]),
        (("{low: 0.3, high: 0.9}", ".nan"), 3, ["mine.yaml line 12", "nan"]),
        (("{low: 0.3, high: 0.9}", "{low: 0.9, high: 0.3}"), 3, ["low end is not above", "mine.yaml line 12"]),
        (("[mine]", "[mines]"), 2, ["No sector of the table is called 'mines'", "mine.yaml line 8", "Did you mean mine"]),
        (('region: "OZZ"', 'region: "LLP"'), 2, ["mine.yaml line 8", "what LLP would do", "Load the OECD file", "nothing is filled"]),
        (('"NVL"', '"NRN"'), 2, ["mine.yaml line 2", "what NRN would do"]),
        (("share:", "shares:"), 3, ["Unknown key 'shares'", "mine.yaml line 12", "Did you mean 'share'"]),
        (("[mine]", "[mine"), 3, ["not valid YAML", "mine.yaml line 11"]),
        (("days: 60", "days: 6000"), 3, ["mine.yaml line 6", "6000"]),
        (("kind: capacity_loss", "kind: capacity_los"), 3, ["mine.yaml line 8", "capacity_loss"]),
        (("known: 2030-01-01", "sources: [NOBODY]\nknown: 2030-01-01"), 2, ["No reference is called 'NOBODY'", "mine.yaml line 2"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_line(
    tmp_path: Path, change: tuple[str, str], code: int, says: list[str]
) -> None:
    assert change[0] in FLOOD
    path = tmp_path / "mine.yaml"
    path.write_text(FLOOD.replace(*change), encoding="utf-8")
    found = ask(str(path), "--out", str(tmp_path / "out"))
    assert found.code == code, found.err
    assert not found.out
    assert "Traceback" not in found.err
    for words in says:
        assert words in found.err, found.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("unit", "code"), [(None, 3), ("M.EUR", 3), ("M USD", 0), ("Million USD", 0), ("M USD/yr", 0)])
def test_a_table_that_is_not_in_million_dollars_is_refused(tmp_path: Path, unit: str | None, code: int) -> None:
    labels = pd.MultiIndex.from_tuples(
        [(region, sector) for region in ("NVL", "OZZ") for sector in ("mine", "works")], names=["region", "sector"]
    )
    flows = [[0.0, 4.0, 0.0, 1.0], [1, 0, 0, 2], [0, 1, 0, 3], [0, 0, 1, 0]]
    pd.DataFrame(flows, index=labels, columns=pd.MultiIndex.from_tuples(list(labels))).to_csv(tmp_path / "Z.csv")
    homes = pd.MultiIndex.from_tuples([("NVL", "household"), ("OZZ", "household")])
    pd.DataFrame([[3.0, 1.0], [6, 1], [0.5, 2.5], [1, 8]], index=labels, columns=homes).to_csv(tmp_path / "Y.csv")
    if unit is not None:
        pd.DataFrame({"unit": [unit] * 4}, index=labels).to_csv(tmp_path / "unit.csv")
    (tmp_path / "flood.yaml").write_text(FLOOD, encoding="utf-8")
    found = ask(str(tmp_path / "flood.yaml"), "--table", str(tmp_path), "--format", "json")
    assert found.code == code, found.err
    if code:
        assert "million US dollars" in found.err
        assert (unit or "does not state") in found.err
        assert "unit.csv" in found.err
    else:
        answer = found.json()
        assert answer["marking"] == "internal"
        assert any(one["publisher"] == "brought with --table, not dated" for one in answer["sources"])


def test_an_unknown_scenario_is_refused_and_a_file_that_is_not_there() -> None:
    assert ask("flood-in-oz").code == 2
    assert "No scenario is called 'flood-in-oz'" in ask("flood-in-oz").err
    absent = ask("nowhere/mine.yaml")
    assert (absent.code, "mine.yaml" in absent.err) == (5, True)


@cache
def magnets() -> Path:
    """The Korean scenario of magnets, run once for all that look at it."""
    out = Path(_room.name)
    found = run_korea("impact", "run", "magnet-export-stop", "--out", str(out))
    assert found.code == 0, found.err
    return out


@pytest.mark.korea
@pytest.mark.chromium
def test_the_page_prints_on_two_sheets_at_most(browser: str, tmp_path: Path) -> None:
    for name in ("scenario-magnet-export-stop.html", "scenario-magnet-export-stop.ko.html"):
        folder = tmp_path / name
        folder.mkdir()
        assert sheets(browser, magnets() / name, folder) <= 2, name


@pytest.mark.korea
def test_the_headline_of_the_magnets_is_a_range_with_its_horizon_and_no_forecast() -> None:
    answer = json.loads((magnets() / "scenario-magnet-export-stop.json").read_text(encoding="utf-8"))
    plain, critical = answer["readings"]
    assert (plain["key"], critical["key"]) == ("value_only", "critical")
    headline = answer["headline"]["en"]
    assert re.search(r"between nothing measurable and \d+ billion USD of output, up to \d+\.\d\s%", headline), headline
    assert "in the first 105 days. A simulation, not a forecast." in headline
    assert "측정되지 않는 수준에서 최대" in answer["headline"]["ko"]
    assert "예측이 아닌 모의 계산" in answer["headline"]["ko"]
    assert "no measurable loss" in plain["words"]["en"]
    carried = [one for one in answer["assumptions"] if one["carries"]]
    assert [(one["name"], one["origin"]) for one in carried] == [("shocks.0.affected", "unknown")]
    assert carried[0]["swing_musd"] == max(one["swing_musd"] or 0 for one in answer["assumptions"])
    low, high = critical["lost"]["low_musd"], critical["lost"]["high_musd"]
    assert abs(low) < 1e-5 * answer["normal_musd_per_day"] * 105 < high
    assert {one["materials"][0] for one in answer["largest"][:6]} == {"rare-earth-magnets", "rare-earth-metals"}


@pytest.mark.korea
def test_no_amount_on_the_page_is_printed_to_the_dollar() -> None:
    for name in ("scenario-magnet-export-stop.html", "scenario-magnet-export-stop.ko.html"):
        page = (magnets() / name).read_text(encoding="utf-8")
        for number in re.findall(r"([\d.,]+)\s?(?:million|billion|조|억|만|USD|달러)", page.split("<main", 1)[1]):
            digits = number.replace(",", "").replace(".", "").strip("0")
            assert len(digits) <= 3, number


@pytest.mark.korea
@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.yaml")))
def test_the_examples_of_own_scenarios_are_told(name: str) -> None:
    """Told to their twelfth day only: the model runs day by day."""
    text, cut = re.subn(r"^days: \d+$", "days: 12", (EXAMPLES / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert cut == 1
    as_of = asked_for(korea(), None, None)
    answer = simulate_scenario(korea(), given_scenario(korea(), name, as_of, (text, name)), as_of)
    assert answer.marking.word == "internal"
    assert [one.key for one in answer.readings] == ["none_critical", "all_critical"]
    assert all(one.origin == "assumed" for one in answer.assumptions)
    assert "in the first 12 days. A simulation, not a forecast." in answer.headline.en


@pytest.mark.korea
def test_hormuz_is_refused_because_the_table_lacks_qatar(tmp_path: Path) -> None:
    path = tmp_path / "hormuz.yaml"
    text = (EXAMPLES / "gulf-route.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace('["SAU", "ARE"]', '["SAU", "QAT"]'), encoding="utf-8")
    found = run_korea("impact", "run", str(path))
    assert (found.code, found.out) == (2, b"")
    assert "what QAT would do (hormuz.yaml line 10)" in found.err
    assert "Load the OECD file of the Inter-Country Input-Output tables" in found.err
