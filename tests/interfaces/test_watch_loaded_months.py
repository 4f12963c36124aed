"""Signals, back-test and relapse on customs figures that are loaded: vintages are those of the files, nothing earlier."""

import pytest

from customs_answers import answer_of, kilograms
from towers import copied, run_korea, world_home

pytestmark = pytest.mark.korea
KEY = "kr-customs-monthly"
COMTRADE = (
    "typeCode,freqCode,period,reporterISO,flowCode,partnerISO,partner2Code,classificationCode,cmdCode,customsCode,motCode,"
    "netWgt,primaryValue\nC,M,202602,KOR,M,CHN,0,H6,850760,C00,0,10,{value}\n"
)
MAPPING = """
reporter: KOR
month: {column: period, form: YYYYMM}
item: {column: cmdCode, scheme: hs, vintage: 2022}
partner: {column: partnerISO, list: iso3}
flow: {column: flowCode, words: {M: import}}
value: {column: primaryValue, unit: USD}
mass: {column: netWgt, unit: kg}
state: {constant: provisional}
ignore: {typeCode: x, freqCode: x, reporterISO: x, partner2Code: x, classificationCode: x, customsCode: x, motCode: x}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Four years in one file of January 2026; a revision of the last month, and one more month, a month later."""
    folder = tmp_path_factory.mktemp("customs")
    home = copied(world_home(), folder)
    for name, text, published in (
        ("nitemtrade_first.xml", answer_of(range(48)), "2026-01-15"),
        ("nitemtrade_second.xml", answer_of([47, 48], factor=0.9), "2026-02-15"),
    ):
        (folder / name).write_text(text, encoding="utf-8")
        found = run_korea("data", "load", str(folder / name), "--source", KEY, "--file", "nitemtrade.xml", "--published", published,
                          "--evidence", "release page (constructed)", home=home)  # fmt: skip
        assert found.code == 0, found.err
    return home


def ask(home, *arguments):
    found = run_korea("watch", *arguments, "--format", "json", home=home)
    assert (found.code, found.err) == (0, ""), found.err
    return found.json()


def test_signals_without_a_file_read_what_is_loaded(home):
    answer = ask(home, "signals")
    assert (answer["file"], answer["month"], answer["knowable"]) == ("customs_monthly", "2026-01-01", "2026-02-16")
    (group,) = answer["shown"]
    assert (group["item"], group["items"]) == ("hsk2022:2504101000", ["natural-graphite"])
    china = group["signals"][0]
    assert china["partner"] == "CHN"
    assert next(one for one in china["signs"] if one["measure"] == "mass_fall")["points"] > 0
    assert (china["structure"]["code"], china["structure"]["year"]) == ("hs1992:250410", 2024)
    assert KEY in {note["id"] for note in answer["sources"]}


def test_what_was_loaded_later_is_not_there_earlier(home):
    before = ask(home, "signals", "--known", "2026-01-20")
    assert before["month"] == "2025-12-01"
    china = before["shown"][0]["signals"][0]
    now = ask(home, "signals", "--month", "2025-12")["shown"][0]["signals"][0]
    assert china["mass_t"] == pytest.approx(kilograms("CN", 47) / 1000)
    assert now["mass_t"] == pytest.approx(0.9 * kilograms("CN", 47) / 1000, rel=1e-5)
    assert now["points"] == china["points"], "a revision changes no signal that was given"
    none = run_korea("watch", "signals", "--known", "2026-01-10", home=home)
    assert (none.code, "No monthly table is loaded" in none.err) == (2, True)


def test_a_back_test_counts_from_the_day_the_file_was_public(home):
    answer = ask(home, "backtest", "--item", "natural-graphite")
    assert (answer["lag_is_stated"], answer["series"]) == (False, 2)
    months = [month for event in answer["events"] for month in event["months"]]
    assert {month["knowable"] for month in months} == {"2026-01-16"}
    assert {month["knowable_at_lag_0"] for month in months} != {"2026-01-16"}


def test_the_monthly_rule_reads_it_as_well(home):
    answer = ask(home, "relapse", "--rule", "monthly", "--item", "natural-graphite")
    (one,) = answer["series"]
    assert (one["series"], one["status"], one["basis"]) == ("hsk2022:2504101000", "ok", "monthly file")
    assert one["periods"] == 38


def test_two_files_of_one_day_and_two_sources_of_one_item_still_answer(home, tmp_path):
    """A file loaded by mistake, corrected the same day; and the same series from another source: nothing adds up."""
    wrong, right = tmp_path / "wrong.xml", tmp_path / "right.xml"
    wrong.write_text(answer_of([49], factor=3), encoding="utf-8")
    right.write_text(answer_of([49]), encoding="utf-8")
    mapping, other = tmp_path / "mapping.yaml", tmp_path / "comtrade_other.csv"
    home = copied(home, tmp_path)
    for path, hour in ((wrong, "10:00"), (right, "10:05")):
        found = run_korea("data", "load", str(path), "--source", KEY, "--file", "nitemtrade.xml", "--published",
                          f"2026-03-16T{hour}+09:00", "--evidence", "by hand", home=home)  # fmt: skip
        assert found.code == 0, found.err
    for name, source, more in (
        ("hs.csv", KEY, ("--mapping", str(mapping))),
        (other.name, "un-comtrade", ()),
    ):
        path = tmp_path / name
        path.write_text(COMTRADE.format(value=111 if source == KEY else 999), encoding="utf-8")
        mapping.write_text(MAPPING, encoding="utf-8")
        found = run_korea("data", "load", str(path), "--source", source, *more, "--published", "2026-03-17",
                          "--evidence", "by hand", home=home)  # fmt: skip
        assert found.code == 0, found.err
    answer = ask(home, "signals")
    assert answer["month"] == "2026-02-01"
    china = answer["shown"][0]["signals"][0]
    assert china["mass_t"] == pytest.approx(kilograms("CN", 49) / 1000), "the last file of a day counts"
    notes = {note["kind"]: note["names"] for note in answer["notes"]}
    assert notes["items_of_several_sources"] == [f"hs2022:850760 ({KEY}; not un-comtrade)"]
    assert notes["provisional_months"] == ["2022-01 … 2026-02 (50)"]
