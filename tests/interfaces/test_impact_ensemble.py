"""`gwanje impact ensemble` on Neverland: bands at both ends, what drives them, what is kept, what is refused."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from towers import neverland_home, run

FLOOD = """
id: SCN-90
key: tide-in-the-works
names:
  en: {text: "The tide comes into the works"}
  ko: {text: "공장에 밀물이 든다", status: inferred}
importer: "NVL"
days: 60
shocks:
  - kind: capacity_loss
    region: "NVL"
    sectors: [works]
    days: {low: 5, high: 40, note: "nobody knows the tides"}
    share: {low: 0.2, high: 0.8}
"""
FEW = ("--members", "16", "--batch", "8", "--pool", "here")


@pytest.fixture
def flood(tmp_path: Path) -> str:
    path = tmp_path / "flood.yaml"
    path.write_text(FLOOD, encoding="utf-8")
    return str(path)


def ask(scenario: str, *options: str, few: tuple[str, ...] = FEW):
    return run("impact", "ensemble", scenario, *few, *options, home=neverland_home())


def test_people_read_a_band_its_drivers_and_the_worst_member(flood: str) -> None:
    found = ask(flood)
    assert found.code == 0, found.err
    for essential in (
        "The tide comes into the works: output that Neverland does not make in the first 60 days, in nine of ten draws",
        "At either end of ordinary inputs: 7.09 to 49.9 million USD, 1.61\N{NO-BREAK SPACE}% to 11.3\N{NO-BREAK SPACE}%",
        "16 members, scrambled Sobol points over 2 ranges",
        "What drives the spread",
        "Worst member",
        "the median of the first half",
        "nobody knows the tides",
        "works works",
        "Percentiles of the draws, not probabilities",
    ):
        assert essential in found.text, found.text
    assert "2/2" in found.err


def test_people_read_it_in_korean(flood: str) -> None:
    found = ask(flood, "--lang", "ko")
    assert found.code == 0, found.err
    for essential in (
        "표본 열에 아홉",
        "일반 투입재 양 끝 모두",
        "편차를 좌우하는 가정",
        "최악의 표본",
        "수렴 정도",
    ):
        assert essential in found.text, found.text


def test_the_document_has_everything_and_never_one_number(flood: str) -> None:
    answer = ask(flood, "--format", "json").json()
    assert (answer["members"], answer["seed"], answer["sampler"], answer["batch"]) == (16, 1, "sobol", 8)
    assert (answer["kind"], answer["status"], answer["horizon_days"]) == ("simulation", "ok", 60)
    assert set(answer["versions"]) == {"gwanje", "numpy", "scipy", "numba"}
    assert [end["ordinary_inputs"] for end in answer["ends"]] == ["all_critical", "none_critical"]
    for end in answer["ends"]:
        assert len(end["fingerprint"]) == 64
        assert end["members_counted"] + end["members_collapsed"] == 16
        band = end["lost_musd"]
        assert 0 < band["p5"] < band["p50"] < band["p95"] <= end["worst"]["lost_musd"]
        assert [day["day"] for day in end["path"]] == list(range(61))
        assert all(day["p5"] <= day["p50"] <= day["p95"] for day in end["path"])
        assert {one["name"] for one in end["drivers"]} == {"shocks.0.days", "shocks.0.share"}
        assert {one["name"] for one in end["worst"]["inputs"]} == {"shocks.0.days", "shocks.0.share"}
        assert end["first_half_musd"]["p50"] > 0


def test_the_same_seed_gives_the_same_document_and_another_another(flood: str) -> None:
    first = ask(flood, "--format", "json").out
    assert ask(flood, "--format", "json").out == first
    other = ask(flood, "--seed", "2", "--format", "json").json()
    assert other["ends"][0]["lost_musd"] != ask(flood, "--format", "json").json()["ends"][0]["lost_musd"]


def test_rows_are_the_band_by_day(flood: str) -> None:
    rows = ask(flood, "--ordinary-inputs", "all_critical", "--sampler", "lhs", "--format", "parquet").table()
    assert rows.num_rows == 61
    assert rows.column_names == ["ordinary_inputs", "day", "lost_p5_musd", "lost_p50_musd", "lost_p95_musd"]


def test_a_folder_keeps_the_batches_and_the_result(flood: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = ask(flood, "--out", str(out), "--format", "json")
    assert first.code == 0, first.err
    members = pq.read_table(out / "members.parquet")
    assert members.num_rows == 32
    assert {"member", "lost_musd", "model_collapse_day", "shocks.0.share"} <= set(members.column_names)
    assert {"answer.json", "path.parquet", "industries.parquet", "drivers.parquet"} <= {
        one.name for one in out.iterdir()
    }
    assert (out / "answer.json").read_bytes() == first.out
    (out / "none_critical" / "batch-00001.npz").write_bytes(b"")
    again = ask(flood, "--out", str(out), "--format", "json")
    assert again.out == first.out
    assert "2 of 2 batches are here already" in again.err
    assert "1 of 2 batches were not as they were written" in again.err


def test_another_plan_in_the_folder_is_refused(flood: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert ask(flood, "--out", str(out)).code == 0
    refused = ask(flood, "--out", str(out), "--seed", "2")
    assert refused.code == 3
    assert "holds another ensemble" in refused.err


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--members", "12"), 2, "power of two"),
        (("--scheduler", "tcp://127.0.0.1:9"), 2, "--pool dask"),
        (("--workers", "0"), 2, "--workers"),
        (("--batch", "0"), 2, "--batch"),
        (("--sampler", "dice"), 2, "--sampler"),
    ],
)
def test_what_cannot_be_asked_is_refused(flood: str, options: tuple[str, ...], code: int, said: str) -> None:
    refused = ask(flood, *options)
    assert (refused.code, refused.out) == (code, b"")
    assert said in refused.err


def test_a_scenario_without_a_range_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sure.yaml"
    text = FLOOD.replace('{low: 5, high: 40, note: "nobody knows the tides"}', "10").replace(
        "{low: 0.2, high: 0.8}", "0.3"
    )
    path.write_text(text, encoding="utf-8")
    refused = ask(str(path))
    assert refused.code == 2
    assert "every draw would be the same" in refused.err


def test_an_unknown_scenario_is_refused() -> None:
    assert ask("tide-in-the-workz").code == 2


def test_an_item_stop_tells_its_reading(tmp_path: Path) -> None:
    path = tmp_path / "stop.yaml"
    stop = """
  - kind: item_stop
    items: [pixie-dust-metals]
    supplier: "OZZ"
    days: 60
    cover_days: {low: 5, high: 20}
"""
    path.write_text(FLOOD[: FLOOD.index("  - kind")] + stop.lstrip("\n"), encoding="utf-8")
    critical = ask(str(path), "--ordinary-inputs", "all_critical")
    assert critical.code == 0, critical.err
    assert "The items count as critical inputs; for the other reading: --reading value_only" in critical.text
    assert "not known; run from none to all" in critical.text
    plain = ask(str(path), "--reading", "value_only", "--ordinary-inputs", "all_critical", "--precision", "float32")
    assert plain.code == 0, plain.err
    assert "share of cost and nothing more" in plain.text
