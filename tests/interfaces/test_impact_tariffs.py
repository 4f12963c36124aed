"""`gwanje impact tariffs` on Korean content and on a person's own tables."""

import csv
import io

import pytest

from towers import NEVERLAND, WORLD, content_copy, neverland_home, run

CAR = ("impact", "tariffs", "--importer", "USA", "--code", "hs2022:8703.23")
TRADE = "exporter,US,JP,EU,ROW\nUS,0,50,200,300\nJP,500,0,150,200\nEU,300,100,200,200\nROW,50,100,110,20\n"
BEFORE = (
    "exporter,US,JP,EU,ROW\nUS,1,1.21,1.41,1.22\nJP,1.37,1,1.31,1.23\nEU,1.32,1.36,1,1.18\nROW,1.57,1.41,1.25,1.15\n"
)
AFTER = BEFORE.replace("1.21,1.41", "1.21,1").replace("EU,1.32", "EU,1")
OZ_STACK = """
importer: "OZZ"
exporters: ["NVL"]
schedule: oz2030
harmonized: hs2022
from: 2030-01-01
until: 2031-01-01
lines:
  - {code: "oz2030:2805.30", whole_of: "hs2022:280530", names: {en: dust, ko: 가루}, sources: [NV1]}
rows:
  - {id: OZR-1, basis: general, stage: base, article: Order 1, rule: replace, rate: 0.05, products: ["*"], partners: ["*"], from: 2030-01-01, sources: [NV1]}
"""


@pytest.fixture(scope="module")
def korea(tmp_path_factory):
    """The command line on Korean content; no question here needs the warehouse, so none is built."""
    home = tmp_path_factory.mktemp("korea")
    return lambda *arguments: run(*arguments, home=home, content=None, packages=WORLD)


def tables(folder, trade=TRADE, before=BEFORE, after=AFTER):
    for name, text in (("trade", trade), ("before", before), ("after", after)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [part for name in ("trade", "before", "after") for part in (f"--{name}", str(folder / f"{name}.csv"))]


def effects(folder, *more, **texts):
    elasticities = more or ("--demand", "-1.25", "--supply", "1.5", "--substitution", "5")
    return run("impact", "tariffs", *tables(folder, **texts), *elasticities, home=neverland_home())


@pytest.mark.korea
def test_a_car_on_a_day_its_trace_and_its_disputes(korea):
    found = korea(*CAR, "--on", "2025-11-20")
    assert (found.code, found.err) == (0, "")
    for part in (
        "hs2022:870323 into United States (USA)",
        "15\N{NO-BREAK SPACE}%",
        "UST-14a",
        "9903.94.61",
        "exempt: UST-X1",
        "CLM-26",
        "left out: anti-dumping",
        "The first is adopted",
        "FRN3",
    ):
        assert part in found.text, found.text
    then = korea(*CAR, "--on", "2025-11-20", "--known", "2025-12-01")
    assert "25\N{NO-BREAK SPACE}% where the preference is claimed, 27.5\N{NO-BREAK SPACE}% where it is not" in then.text
    assert "announced, not in force" in then.text
    assert "FRN3" not in then.text
    assert "CLM-26," not in then.text, "the dispute could be seen only later"


@pytest.mark.korea
def test_json_has_rate_trace_claims_and_sources(korea):
    answer = korea(*CAR, "--on", "2025-05-01", "--also-on", "2025-11-20", "--claimed", "1", "--format", "json").json()
    assert {"on", "known", "country", "marking", "sources", "days", "claims", "unknowns"} <= set(answer)
    first, second = answer["days"]
    assert (first["rate"]["low"], second["rate"]["low"]) == (pytest.approx(0.25), pytest.approx(0.15))
    assert [step["stage"] for step in first["trace"]] == ["base", "preference", "security", "emergency", "exemption"]
    assert [claim["id"] for claim in answer["claims"]] == ["CLM-26"]
    assert {"HTS", "FRN1", "FRN3"} <= {source["id"] for source in answer["sources"]}
    text = korea(*CAR, "--on", "2025-05-01", "--also-on", "2025-11-20", "--claimed", "1").text
    assert "-10 percentage points" in text


@pytest.mark.korea
def test_the_known_day_decides_whether_a_side_was_adopted(korea):
    asked = ("impact", "tariffs", "--importer", "USA", "--code", "hs2022:8542.31", "--on", "2026-03-01")
    open_then = korea(*asked, "--known", "2026-03-15", "--format", "json").json()["days"][0]
    assert open_then["rate"] == {"low": 0.0, "high": pytest.approx(0.15)}
    assert {one["kind"] for one in open_then["open"]} == {"rate", "scope"}
    assert korea(*asked, "--format", "json").json()["days"][0]["rate"] == {"low": 0.0, "high": 0.0}


@pytest.mark.korea
@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("hs2022:8703.24", "no line of hs2022:870324 is recorded for USA"),
        ("hs2022:8505.11", "not every line of hs2022:850511 is recorded"),
        ("hs1992:870323", "not in hs1992"),
        ("hs2022:870323 from JPN", "on goods from JPN is not recorded; recorded: KOR"),
    ],
)
def test_what_is_not_recorded_is_not_computable_with_the_reason(korea, code, says):
    line, _, partner = code.partition(" from ")
    asked = ("--importer", "USA", "--exporter", partner or "KOR", "--code", line, "--on", "2026-03-01")
    found = korea("impact", "tariffs", *asked)
    assert found.code == 0
    assert "not computable" in found.text
    assert says in found.text


@pytest.mark.korea
def test_after_the_content_ends_the_gap_is_told(korea):
    found = korea(*CAR, "--on", "2026-09-01")
    assert "before 2026-04-30 only" in found.text
    assert "UNK-08" in found.text


@pytest.mark.korea
def test_korean_words_and_csv_rows(korea):
    assert "국가안보" in korea(*CAR, "--on", "2025-11-20", "--lang", "ko").text
    rows = list(csv.DictReader(io.StringIO(korea(*CAR, "--on", "2025-11-20", "--format", "csv").text)))
    assert [row["row"] for row in rows] == ["UST-B1", "UST-P1", "UST-14a", "UST-04", "UST-X1"]
    assert {row["rate_low"] for row in rows} == {"0.15"}


def test_another_country_writes_its_own_stack(tmp_path):
    content = content_copy(tmp_path)
    source = next(
        line.split("id: ")[1].split(",")[0].strip()
        for line in (NEVERLAND / "references.yaml").read_text(encoding="utf-8").splitlines()
        if "id: " in line
    )
    (content / "tariffs" / "stacks").mkdir(parents=True)
    (content / "tariffs" / "stacks" / "oz.yaml").write_text(OZ_STACK.replace("NV1", source), encoding="utf-8")
    asked = ("impact", "tariffs", "--importer", "OZZ", "--code", "hs2022:280530", "--on", "2030-06-01")
    found = run(*asked, home=tmp_path / "home", content=content)
    assert (found.code, found.err) == (0, "")
    assert "5\N{NO-BREAK SPACE}%" in found.text
    (content / "tariffs" / "stacks" / "oz.yaml").write_text(OZ_STACK.replace("NV1", "NOBODY"), encoding="utf-8")
    refused = run(*asked, home=tmp_path / "home", content=content)
    assert (refused.code, refused.out) == (3, b"")
    assert "tariffs/stacks/oz.yaml line" in refused.err


def test_ranges_of_trade_and_prices_and_no_welfare(tmp_path):
    found = effects(
        tmp_path,
        "--demand",
        "-1.25",
        "--supply",
        "1.5",
        "--substitution",
        "3",
        "--substitution",
        "5",
        "--substitution",
        "7",
    )
    assert (found.code, found.err) == (0, "")
    for part in (
        "ranges over 3 runs",
        "substitution 3, 5, 7",
        "+6.88% to +8.42%",
        "tariffs between members of one area: ROW",
    ):
        assert part in found.text, found.text
    answer = effects(tmp_path, "--demand", "-1.25", "--supply", "1.5", "--substitution", "5", "--format", "json").json()
    assert [round(one["change"]["low"], 4) for one in answer["world_prices"]] == [0.0792, -0.0316, 0.0480, -0.0184]
    assert answer["marking"] == "internal"
    assert {one["file"] for one in answer["inputs"]} == {"trade.csv", "before.csv", "after.csv"}
    for text in (found.text, str(answer)):
        assert not any(word in text.lower() for word in ("welfare", "surplus", "revenue"))


def test_rows_and_columns_may_stand_in_any_order(tmp_path):
    turned = "exporter,ROW,EU,JP,US\n" + "\n".join(
        ",".join([cells[0], *reversed(cells[1:])])
        for cells in (line.split(",") for line in reversed(AFTER.splitlines()[1:]))
    )
    one, other = effects(tmp_path, after=turned).text, effects(tmp_path).text
    assert one == other


@pytest.mark.parametrize(
    ("texts", "code", "says"),
    [
        ({"trade": TRADE.replace("500,", ",")}, 3, ["trade.csv line 3", "an empty cell"]),
        ({"trade": TRADE.replace("500,", "-500,")}, 3, ["trade.csv line 3", "exporter JP, market US", "Found: -500.0"]),
        (
            {"after": AFTER.replace("JP,1.37,1,", "JP,1.37,1.2,")},
            3,
            ["The diagonal of tariff_after is not 1", "after.csv line 3"],
        ),
        ({"before": BEFORE.replace("1.36", "0")}, 3, ["before.csv line 4", "above 0"]),
        ({"after": AFTER.replace("EU,1", "UK,1")}, 3, ["The rows of tariff_after are not the countries", "after.csv"]),
        ({"trade": TRADE.replace("JP,500", "XX,500")}, 3, ["not the same countries", "trade.csv"]),
    ],
)
def test_tables_that_do_not_fit_are_refused_with_file_and_line(tmp_path, texts, code, says):
    found = effects(tmp_path, **texts)
    assert (found.code, found.out) == (code, b"")
    for part in says:
        assert part in found.err, found.err


def test_questions_that_are_not_whole_are_refused(tmp_path):
    home, files = neverland_home(), tables(tmp_path)
    for arguments, says in (
        ((), "no --code, --importer"),
        (("--code", "hs2022:280530"), "no --importer"),
        (("--code", "hs2022:280530", "--importer", "OZZ", "--demand", "-1"), "also --demand"),
        ((*files, "--demand", "-1"), "no --supply, --substitution"),
        ((*files, "--demand", "-1", "--supply", "1", "--substitution", "2", "--claimed", "0"), "also --claimed"),
        (("--code", "hs2022:280530", "--importer", "OZZ"), "No tariff stack is called 'OZZ'"),
    ):
        found = run("impact", "tariffs", *arguments, home=home)
        assert (found.code, found.out) == (2, b""), found.text
        assert says in found.err
    wrong = effects(tmp_path, "--demand", "1.25", "--supply", "1.5", "--substitution", "5")
    assert (wrong.code, "below 0" in wrong.err) == (3, True)
