"""`gwanje impact cascade` on a network that a person brings: answers, both plain cases, refusals with file and line."""

import csv
import hashlib
import io
from unittest.mock import patch

import pytest

from gwanje.interfaces.cli import impact_cascade
from towers import run

EDGES = "supplier,buyer,weight,note\nmine,smelter,1,x\npit,smelter,3,x\nsmelter,maker,2,x\nsmelter,maker,2,again\nmaker,maker,0,x\n"
FIRMS = "firm,sector\nmine,ore\npit,ore\nsmelter,metal\nmaker,goods\n"
ESSENTIAL = "input,ore,metal,goods\nore,0,2,0\nmetal,0,0,1\ngoods,0,0,0\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """No question here needs the warehouse, so none is built."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def ask(tmp_path, home):
    def asked(*more, edges=EDGES, firms=FIRMS, essential=ESSENTIAL):
        files = {"edges": edges, "firms": firms, "essential": essential}
        told = []
        for name, text in files.items():
            if text is not None:
                (tmp_path / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
                told += [f"--{name}", str(tmp_path / f"{name}.csv")]
        return run("impact", "cascade", *told, *more, home=home)

    return asked


def test_the_ranking_with_a_matrix(ask):
    found = ask()
    assert found.code == 0
    told = found.err.splitlines()  # a machine that must compile first, or is slow, shows progress
    assert all(line.endswith("failures calculated") for line in told)
    assert (
        "Of 4 firms, the failure of smelter takes most with it: of all sales, 100\N{NO-BREAK SPACE}% is lost. A simulation."
        in found.text
    )
    for part in (
        "replaceability is off",
        "different tolerances are not compared",
        "at a tolerance of 0.01",
        "1 link named again and added up",
        "1 link of weight 0, left out",
    ):
        assert part in found.text
    assert "· internal · sources: edges.csv, firms.csv, essential.csv" in found.text.splitlines()[-1]


STATED = "firm,sector,not_replaced\nmine,ore,0.5\npit,ore,1\nsmelter,metal,1\nmaker,goods,1\n"


def test_what_buyers_replace_is_stated_and_said(ask):
    """A quarter of the ore is gone; buyers find half of it elsewhere."""
    plain, stated = (ask("--fail", "mine", "--format", "json", firms=firms).json() for firms in (FIRMS, STATED))
    lost = [{row["firm"]: row["lost"]["matrix"] for row in one["affected"]} for one in (plain, stated)]
    assert [one["smelter"] for one in lost] == [0.25, 0.125]
    text = ask("--fail", "mine", firms=STATED).text
    assert "buyers replace a part: a share that your table states (not_replaced)" in text
    assert "replaceability is off" not in text
    korean = ask("--fail", "mine", "--lang", "ko", firms=STATED).text
    assert "대체하지 못하는 비율(not_replaced)은 제출한 표의 값" in korean


@pytest.mark.parametrize(
    ("share", "says"), [("1.5", "'1.5'"), ("", "A cell is empty"), ("half", "'half'"), ("nan", "'nan'")]
)
def test_a_stated_share_that_is_none_is_refused_with_its_line(ask, share, says):
    found = ask(firms=STATED.replace("0.5", share))
    assert found.code == 3
    assert says in found.err
    assert "firms.csv line 2, column not_replaced" in found.err


def test_json_carries_kind_marking_checksums_rounds_and_last_fall(ask):
    answer = ask("--format", "json", "--top", "2").json()
    assert (answer["kind"], answer["marking"], answer["tolerance"], answer["cases"]) == (
        "simulation",
        "internal",
        0.01,
        ["matrix"],
    )
    assert answer["sources"][0]["sha256"] == hashlib.sha256(EDGES.encode()).hexdigest()
    assert answer["noted"]["duplicate_links"] == 1
    assert [one["firm"] for one in answer["ranking"]] == ["smelter", "maker"]
    first = answer["ranking"][0]["cases"][0]
    assert (first["systemic_risk"], first["rounds"], first["last_fall"]) == (1, 2, 0)
    assert first["downstream"] == pytest.approx(0.5)
    assert (answer["most_rounds"], answer["largest_last_fall"]) == (3, 0)


def test_without_a_matrix_both_cases_and_no_number_between(ask):
    edges = "supplier,buyer,weight\nmine,smelter,1\nquarry,smelter,3\nsmelter,maker,4\n"
    firms = FIRMS.replace("pit,ore", "quarry,stone")
    answer = ask("--format", "json", edges=edges, firms=firms, essential=None).json()
    assert answer["cases"] == ["all_essential", "all_non_essential"]
    risks = {one["firm"]: [case["systemic_risk"] for case in one["cases"]] for one in answer["ranking"]}
    assert risks["mine"] == pytest.approx([5 / 8, 2 / 8])
    text = ask(edges=edges, firms=firms, essential=None).text
    assert "Nobody said which inputs are essential" in text
    assert "no number between them is given" in text


def test_given_failures_and_what_they_do_to_others(ask):
    answer = ask("--fail", "mine", "--left", "0.2", "--format", "json").json()
    assert answer["failed"] == ["mine"]
    assert answer["total"][0]["systemic_risk"] == pytest.approx((0.8 + 0.2 * 4) / 8)
    assert {one["firm"]: one["lost"]["matrix"] for one in answer["affected"]} == pytest.approx(
        {"smelter": 0.2, "maker": 0.2}
    )
    assert answer["affected_firms"] == 2
    found = ask("--fail", "mine", "--fail", "pit")
    assert (
        "mine, pit stop altogether: of all sales, 100\N{NO-BREAK SPACE}% is lost; 2 other firms lose output."
        in found.text
    )
    rows = list(csv.DictReader(io.StringIO(ask("--fail", "mine", "--format", "csv").text)))
    assert [(row["firm"], row["lost_matrix"]) for row in rows] == [("smelter", "0.25"), ("maker", "0.25")]


def test_korean_the_marking_and_the_number_of_threads(ask):
    found = ask("--lang", "ko", "--marking", "restricted")
    assert "기업 4개 중 smelter 도산의 파급이 가장 크다" in found.text
    assert "대외비" in found.text.splitlines()[-1]
    assert ask("--workers", "1", "--format", "json").text == ask("--workers", "3", "--format", "json").text


def test_a_file_from_a_spreadsheet_is_read(ask):
    found = ask(
        edges=("\ufeff" + EDGES.replace("\n", "\r\n")).encode(), firms=FIRMS.replace("firm,sector", "Firm,Sector")
    )
    assert found.code == 0
    assert "smelter" in found.text


def test_a_long_run_says_how_far_it_is_and_a_short_one_nothing(ask):
    assert ask().err == ""
    with patch.object(impact_cascade, "_QUIET_SECONDS", -1.0):
        found = ask("--format", "json")
    assert found.json()["kind"] == "simulation"
    assert "4 of 4 failures calculated" in found.err


REFUSED = {
    "no weight column": ({"edges": EDGES.replace("weight", "amount")}, "edges.csv line 1", "'weight' stands nowhere"),
    "text in weight": ({"edges": EDGES.replace("pit,smelter,3", "pit,smelter,three")}, "edges.csv line 3, column weight", "'three'"),
    "thousands sign": ({"edges": EDGES.replace("pit,smelter,3", 'pit,smelter,"1,000"')}, "edges.csv line 3", "without thousands signs"),
    "negative weight": ({"edges": EDGES.replace("pit,smelter,3", "pit,smelter,-3")}, "edges.csv line 3", "'-3'"),
    "nan": ({"edges": EDGES.replace("pit,smelter,3", "pit,smelter,nan")}, "edges.csv line 3", "'nan'"),
    "empty weight": ({"edges": EDGES.replace("pit,smelter,3", "pit,smelter,")}, "edges.csv line 3, column weight", "absent is not zero"),
    "short row": ({"edges": EDGES.replace("pit,smelter,3,x", "pit,smelter")}, "edges.csv line 3", "4 cells"),
    "unknown firm": ({"edges": EDGES.replace("pit,smelter", "pitt,smelter")}, "edges.csv line 3, column supplier", "nearest known: 'pit'"),
    "empty file": ({"edges": ""}, "edges.csv", "is empty"),
    "header only": ({"firms": "firm,sector\n"}, "firms.csv", "is empty"),
    "firm twice": ({"firms": FIRMS + "pit,ore\n"}, "firms.csv line 6", "line 3"),
    "firm without sector": ({"firms": FIRMS.replace("pit,ore", "pit,")}, "firms.csv line 3, column sector", "Fill it in"),
    "unclosed quote": ({"firms": FIRMS + '"pot,ore\n'}, "firms.csv line", "not a CSV table"),
    "level 3": ({"essential": ESSENTIAL.replace("metal,0,0,1", "metal,0,0,3")}, "essential.csv line 3, column goods", "0 (negligible)"),
    "empty level": ({"essential": ESSENTIAL.replace("metal,0,0,1", "metal,0,0,")}, "essential.csv line 3", "empty cell is not 0"),
    "sector missing": ({"essential": ESSENTIAL.replace("goods,0,0,0\n", "")}, "essential, rows", "'goods'"),
    "not UTF-8": ({"firms": "firm,sector\nmine,광업\n".encode("cp949")}, "firms.csv", "UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_file_line_and_remedy(ask, name):
    texts, place, part = REFUSED[name]
    found = ask(**texts)
    assert (found.code, found.text) == (3, "")
    assert place in found.err
    assert part in found.err


def test_wrong_questions(ask, tmp_path, home):
    unknown = ask("--fail", "smeltr")
    assert (unknown.code, "Did you mean smelter" in unknown.err) == (2, True)
    assert ask("--tolerance", "0").code == 2
    assert ask("--left", "0.5").code == 2
    missing = run(
        "impact", "cascade", "--edges", str(tmp_path / "no.csv"), "--firms", str(tmp_path / "no.csv"), home=home
    )
    assert (missing.code, "no.csv" in missing.err) == (5, True)


def test_nothing_of_the_network_is_kept(ask, home):
    """The files never leave the machine and are written nowhere: no state file holds a firm's name."""
    assert ask("--fail", "smelter").code == 0
    for path in home.rglob("*"):
        assert path.is_dir() or b"smelter" not in path.read_bytes(), path
