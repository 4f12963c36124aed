"""Customs files of every kind: what is read, what is refused with place and remedy, and what a revision leaves behind."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from customs_store import CONTENT, FEBRUARY, FIXTURES, KEY, MARCH, NOW, ROOT, TABLES, customs_sources, load
from gwanje.evidence import Sources
from gwanje.evidence.store import EvidenceStore
from gwanje.foundation.errors import ContentError, GwanjeError, RefusedInputError, WrongUseError

pytestmark = pytest.mark.korea
JANUARY_XML, FEBRUARY_XML = FIXTURES / "nitemtrade_2026-01.xml", FIXTURES / "nitemtrade_2026-02.xml"
OFFICE = FIXTURES / "office_export.csv"
MAPPING = (FIXTURES / "office_export_mapping.yaml").read_text(encoding="utf-8")
MONTHS = "customs_monthly"


@pytest.fixture(scope="module")
def sources() -> Sources:
    return customs_sources()


@pytest.fixture
def store(tmp_path, journal, sources) -> EvidenceStore:
    return EvidenceStore(tmp_path / "evidence", journal, sources, (TABLES,))


def rows(store, known=NOW, table=MONTHS, **wanted):
    with store.open_warehouse() as warehouse:
        told = warehouse.as_known(table, known)
        return [] if told is None else _matching(told.to_pyarrow().to_pylist(), wanted)


def _matching(found, wanted):
    chosen = [row for row in found if all(row[name] == value for name, value in wanted.items())]
    return sorted(chosen, key=lambda row: (row["month"], row["item"], row["partner"], row["flow"]))


def changed(tmp_path, original, *replaced, name=""):
    text = original.read_text(encoding="utf-8")
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    path = tmp_path / (name or original.name)
    path.write_text(text, encoding="utf-8")
    return path


def refusal(store, path, known=FEBRUARY, **options):
    before = [snapshot.id for snapshot in store.snapshots()]
    with pytest.raises(GwanjeError) as caught:
        load(store, path, known, **options)
    assert [snapshot.id for snapshot in store.snapshots()] == before, "a refused file leaves nothing behind"
    return caught.value


def test_every_fixture_says_what_it_is():
    for path in FIXTURES.iterdir():
        assert (
            "constructed from documentation"
            in path.read_text(encoding="utf-8").splitlines()[0] + (path.read_text(encoding="utf-8").splitlines()[1])
        ), path.name


def test_an_answer_of_the_interface_is_read(store):
    report = load(store, JANUARY_XML)
    assert report.rows == {MONTHS: 8}
    assert any("1 row left out: column 'year' says 총계" in note for note in report.notes)
    (china,) = rows(store, partner="CHN", flow="import")
    assert (china["item_scheme"], china["item_vintage"], china["item"], china["item_digits"]) == (
        "hsk", 2022, "2504101000", 10,
    )  # fmt: skip
    assert (china["month"], china["state"], china["reporter"], china["partner_code"]) == (
        "2026-01", "provisional", "KOR", "CN",
    )  # fmt: skip
    assert china["value_usd"] == 50000.0
    assert china["mass_t"] == 20.0, "kilograms to tonnes"
    (mozambique,) = rows(store, partner="MOZ", flow="export")
    assert mozambique["value_usd"] == 0.0, "a zero that is told is a zero"


def test_the_depth_of_the_code_is_read_not_assumed(store, tmp_path):
    path = changed(tmp_path, JANUARY_XML, ("2504909000", "250490"))
    load(store, path)
    assert [row["item_digits"] for row in rows(store, flow="import")] == [10, 10, 10, 6]


def test_a_total_that_is_not_the_sum_is_told(store, tmp_path):
    path = changed(tmp_path, JANUARY_XML, ("<impDlr>96400</impDlr>", "<impDlr>196400</impDlr>"))
    notes = load(store, path).notes
    assert any("total of 'impDlr' is 196,400, its rows add up to 96,400: rows may be missing" in n for n in notes)


def test_a_total_row_under_the_other_word_is_left_out_too(store, tmp_path):
    path = changed(tmp_path, JANUARY_XML, ("총계", "합계"))
    assert load(store, path).rows == {MONTHS: 8}


def test_a_revised_month_arrives_as_a_vintage_and_both_stay_readable(store):
    load(store, JANUARY_XML, FEBRUARY)
    report = load(store, FEBRUARY_XML, MARCH)
    (note,) = [note for note in report.notes if "revised" in note]
    assert "2 cells of 2026-01 to 2026-02 were known already" in note
    assert "CHN, 2026-01, import: 50,000 to 52,500 USD, 20 to 21 t" in note
    (before,) = rows(store, FEBRUARY, partner="CHN", flow="import")
    assert (before["month"], before["value_usd"]) == ("2026-01", 50000.0)
    after = rows(store, MARCH, partner="CHN", flow="import")
    assert [(row["month"], row["value_usd"]) for row in after] == [("2026-01", 52500.0), ("2026-02", 64000.0)]
    japan = rows(store, MARCH, partner="JPN", flow="import", month="2026-01")
    assert [row["value_usd"] for row in japan] == [4000.0], "what the revision does not tell stays as last told"
    assert rows(store, FEBRUARY - timedelta(seconds=1)) == []


def test_an_older_vintage_that_comes_late_does_not_displace_the_newer(store, sources, tmp_path):
    load(store, FEBRUARY_XML, MARCH)
    load(store, JANUARY_XML, FEBRUARY)
    (january,) = rows(store, NOW, partner="CHN", flow="import", month="2026-01")
    assert january["value_usd"] == 52500.0
    (before,) = rows(store, FEBRUARY, partner="CHN", flow="import")
    assert before["value_usd"] == 50000.0


def every_row(store):
    with store.open_warehouse() as warehouse:
        table = warehouse.table(MONTHS).to_pyarrow().to_pylist()
        return sorted(map(repr, (sorted(row.items()) for row in table))), sorted(warehouse.row_counts().items())


def test_adding_a_month_equals_building_everything_again(store):
    load(store, JANUARY_XML, FEBRUARY)
    with store.open_warehouse() as warehouse:
        before = warehouse.path.name
    load(store, FEBRUARY_XML, MARCH)
    load(store, OFFICE, MARCH + timedelta(days=1), mapping=MAPPING)
    added = every_row(store)
    progress: list[str] = []
    store.build(force=True, progress=progress.append)
    assert every_row(store) == added
    assert len([told for told in progress if told.startswith(MONTHS)]) == 3
    with store.open_warehouse() as warehouse:
        assert warehouse.path.name != before
        warehouse.verify()


def test_a_new_month_reads_no_other_vintage_of_its_table(store, tmp_path):
    load(store, JANUARY_XML, FEBRUARY)
    store.load(FEBRUARY_XML, KEY, known=MARCH, evidence="test", taken=NOW)
    progress: list[str] = []
    store.build(progress=progress.append)
    assert [told.split("@")[0] for told in progress if told.startswith(MONTHS)] == [
        f"{MONTHS} from {KEY}/nitemtrade.xml"
    ]


def test_a_mapped_file_keeps_months_states_and_year_to_date_apart(store):
    report = load(store, OFFICE, MARCH, mapping=MAPPING)
    assert report.rows == {MONTHS: 12, "customs_year_to_date": 1}
    confirmed, provisional = rows(store, partner="CHN", flow="import")
    assert (confirmed["month"], confirmed["state"], confirmed["value_usd"], confirmed["mass_t"]) == (
        "2026-01", "confirmed", 50000.0, 20.0,
    )  # fmt: skip
    assert (provisional["month"], provisional["state"]) == ("2026-02", "provisional")
    (to_date,) = rows(store, table="customs_year_to_date")
    assert (to_date["state"], to_date["value_usd"]) == ("year_to_date", 114000.0)


def test_the_mapping_that_the_documentation_shows_reads_the_file(store, tmp_path):
    text = (ROOT / "docs" / "customs.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    path = changed(tmp_path, OFFICE, (",MZ,", ",9Z,"))
    assert load(store, path, MARCH, mapping=shown).rows == {MONTHS: 12, "customs_year_to_date": 1}


def test_the_same_bytes_under_another_mapping_are_another_vintage(store):
    first = load(store, OFFICE, MARCH, mapping=MAPPING)
    other = load(store, OFFICE, MARCH + timedelta(days=1), mapping=MAPPING.replace("provisional", "confirmed"))
    assert first.snapshot.id != other.snapshot.id
    assert first.snapshot.sha256 == other.snapshot.sha256
    assert {row["state"] for row in rows(store)} == {"confirmed"}
    assert {row["state"] for row in rows(store, MARCH)} == {"confirmed", "provisional"}


@pytest.mark.parametrize(
    ("replaced", "said"),
    [
        (("unit: kg", "unit: pounds"), "the unit of mass is one of t, kg, g, thousand t, not 'pounds'"),
        (("year_to_date}", "final}"), "a state is provisional, confirmed or year_to_date, not final"),
        (("수입\": import", "수입\": imports"), "a flow is import or export, not imports"),
        (("reporter: KOR", "reporter: KOR\nreporterr: X"), "reporterr"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_refused_with_its_place(store, replaced, said):
    old, new = replaced
    assert old in MAPPING
    fault = refusal(store, OFFICE, MARCH, mapping=MAPPING.replace(old, new))
    assert isinstance(fault, ContentError)
    assert said in str(fault)
    assert "mapping line" in str(fault)


def test_a_mapping_for_a_declared_file_and_a_mapped_file_without_one_are_refused(store):
    assert isinstance(refusal(store, JANUARY_XML, mapping=MAPPING, file="nitemtrade.xml"), WrongUseError)
    fault = refusal(store, OFFICE, file="customs-file")
    assert "Give --mapping FILE" in str(fault)


def test_a_changed_column_is_refused(store, tmp_path):
    fault = refusal(store, changed(tmp_path, JANUARY_XML, ("impWgt>", "impWeight>")))
    assert "The column 'impWgt' is missing" in str(fault)
    assert "Did you mean 'impWeight'?" in str(fault)


def test_a_new_column_is_refused_until_it_is_declared(store, tmp_path):
    fault = refusal(store, changed(tmp_path, JANUARY_XML, ("<year>", "<unit>kg</unit><year>")))
    assert "The column 'unit' is not known" in str(fault)


def test_shifted_decimals_of_a_column_are_refused_with_both_sides(store, tmp_path):
    load(store, JANUARY_XML, FEBRUARY)
    text = FEBRUARY_XML.read_text(encoding="utf-8")
    for mass in ("26000", "9000", "450", "700", "280", "1100"):
        text = text.replace(f"Wgt>{mass}</", f"Wgt>{mass}000</")
    path = tmp_path / "shifted.xml"
    path.write_text(text, encoding="utf-8")
    fault = refusal(store, path, MARCH)
    assert isinstance(fault, RefusedInputError)
    said = str(fault)
    assert "The column of 'mass_t' is off by a factor of about 1,300 against earlier months" in said
    assert "shifted.xml row 3 column 'impWgt'" in said
    assert "Expected: about 2.5e+03 USD per t, the median of 1 months" in said
    assert "Found: 2.46 USD per t; so in 6 of 8 comparable cells" in said
    assert "declared in a mapping" in said


def test_one_shifted_cell_is_noted_with_its_place(store, tmp_path):
    load(store, JANUARY_XML, FEBRUARY)
    path = changed(tmp_path, FEBRUARY_XML, ("<impWgt>9000<", "<impWgt>9<"))
    notes = load(store, path, MARCH).notes
    (note,) = [note for note in notes if "off by hundreds" in note]
    assert "1 of 8 unit values" in note
    assert "nitemtrade_2026-02.xml row 4 column 'impWgt': 3.94e+06 USD per t, usually 4e+03" in note


def test_value_and_mass_shifted_together_are_refused(store, tmp_path):
    load(store, JANUARY_XML, FEBRUARY)
    text = FEBRUARY_XML.read_text(encoding="utf-8")
    for number in ("26000", "9000", "450", "700", "64000", "35500", "3700", "2200"):
        text = text.replace(f">{number}</", f">{number}000</")
    path = tmp_path / "both.xml"
    path.write_text(text, encoding="utf-8")
    assert "The sum of 'value_usd' is off by a factor of about" in str(refusal(store, path, MARCH))


@pytest.mark.parametrize("exact", [True, False])
def test_duplicated_rows_are_refused_with_both_rows(store, tmp_path, exact):
    line = next(one for one in JANUARY_XML.read_text(encoding="utf-8").splitlines() if "<statCd>MZ" in one)
    twin = line if exact else line.replace("40000<", "41000<")
    fault = refusal(store, changed(tmp_path, JANUARY_XML, (line, f"{line}\n{twin}")))
    assert "rows 3 and 4" in str(fault)
    differ = "say the same in every column" if exact else "the first two differ: value_usd 40000.0 and 41000.0"
    assert differ in str(fault)


def test_a_code_of_another_vintage_is_refused(store, tmp_path):
    fault = refusal(store, changed(tmp_path, JANUARY_XML, ("2504909000", "8112301000")))
    assert "The product code '811230' belongs to another vintage" in str(fault)
    assert "'811230' stands in vintage 1992 only" in str(fault)
    assert "row 5 column 'hsCd'" in str(fault)


def test_a_month_of_another_vintage_is_refused(store, tmp_path):
    fault = refusal(store, changed(tmp_path, JANUARY_XML, ("2026.01", "2021.12")))
    assert "A month lies outside the vintage hsk 2022" in str(fault)
    assert "2022-01 to 2027-12" in str(fault)


def test_codes_of_a_vintage_without_a_tree_are_said_to_be_unchecked(store):
    notes = load(store, OFFICE, MARCH, mapping=MAPPING.replace("vintage: 2022", "vintage: 2017")).notes
    assert "item codes are not compared with a tree: none of HS 2017 is loaded" in notes


def test_an_unknown_partner_is_refused(store, tmp_path):
    fault = refusal(store, changed(tmp_path, JANUARY_XML, ("<statCd>MZ<", "<statCd>ZQ<")))
    assert "'ZQ' is not known" in str(fault)
    assert "row 3 column 'statCd'" in str(fault)


def test_an_own_code_of_a_partner_is_declared_in_the_mapping(store, tmp_path):
    path = changed(tmp_path, OFFICE, (",MZ,", ",9Z,"))
    refusal(store, path, MARCH, mapping=MAPPING)
    load(store, path, MARCH, mapping=MAPPING.replace("list: iso2}", 'list: iso2, codes: {"9Z": MOZ}}'))
    assert len(rows(store, partner="MOZ")) == 2


@pytest.mark.parametrize("written", ["2026-01", "2026.13", "2026"])
def test_another_form_of_month_is_refused(store, tmp_path, written):
    fault = refusal(store, changed(tmp_path, JANUARY_XML, ("2026.01", written)))
    assert "a month written YYYY.MM" in str(fault)


def test_a_month_that_was_not_over_is_refused(store):
    fault = refusal(store, JANUARY_XML, datetime(2026, 1, 31, 14, 59, tzinfo=UTC))
    assert "a month before 2026-01" in str(fault)
    load(store, JANUARY_XML, datetime(2026, 1, 31, 15, 0, tzinfo=UTC))


def test_an_answer_that_reports_a_fault_is_refused(store, tmp_path):
    path = changed(tmp_path, JANUARY_XML, ("<resultCode>00", "<resultCode>99"), ("NORMAL SERVICE.", "TOO MANY"))
    fault = refusal(store, path)
    assert "resultMsg 'TOO MANY'" in str(fault)
    assert "Expected: resultCode '00'" in str(fault)


def test_an_answer_with_nothing_but_a_total_is_refused(store, tmp_path):
    text = JANUARY_XML.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if "<item>" not in line or "총계" in line]
    path = tmp_path / "total.xml"
    path.write_text("\n".join(kept), encoding="utf-8")
    assert "The file has no row of data" in str(refusal(store, path))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",50.0,", ",-50.0,", "0 or more, or an empty cell where it is missing"),
        (",20000,", ",-20000,", "A value of 'mass_t' is too low"),
        (",2504101000,", ",901110000,", "A spreadsheet drops the leading zero"),
        (",2504101000,", ",소계,", "Declare rows of totals as totals"),
        ("2026-01,", "2021-12,", "Expected: 2022-01 or later"),
        (",MZ,", ",9Z,", "rows 4 and 6"),
    ],
)  # fmt: skip
def test_what_would_be_a_silently_wrong_number_is_refused(store, tmp_path, old, new, said):
    """Among it a coffee code without its zero, 0901110000, whose first six digits are those of microscopes."""
    path = changed(tmp_path, OFFICE, (old, new))
    mapping = MAPPING.replace("list: iso2}", 'list: iso2, codes: {"9Z": CHN}}')
    assert said in str(refusal(store, path, MARCH, mapping=mapping))


def test_a_word_in_the_item_column_is_refused_where_no_tree_is_loaded(store, tmp_path):
    path = changed(tmp_path, OFFICE, (",2504909000,", ",합계,"))
    fault = refusal(store, path, MARCH, mapping=MAPPING.replace("vintage: 2022", "vintage: 2017"))
    assert "digits only, 2, 4, 6, 8 or 10 of them" in str(fault)


@pytest.mark.parametrize(("day", "reads"), [("31", True), ("01", True), ("20", False)])
def test_a_day_within_a_month_is_no_month(store, tmp_path, day, reads):
    path = changed(tmp_path, OFFICE, ("2026-01,", f"2026-01-{day},"), ("2026-02,", "2026-02-28,"))
    mapping = MAPPING.replace("form: YYYY-MM", "form: YYYY-MM-DD")
    if reads:
        assert load(store, path, MARCH, mapping=mapping).rows[MONTHS] == 12
    else:
        assert "on its first or last day" in str(refusal(store, path, MARCH, mapping=mapping))


def test_a_file_with_a_header_and_nothing_else_is_refused(store, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("\n".join(OFFICE.read_text(encoding="utf-8").splitlines()[:2]) + "\n", encoding="utf-8")
    mapping = MAPPING.replace('totals:\n  - {column: "기간", values: ["총계"]}\n', "")
    assert "a header and nothing else" in str(refusal(store, path, MARCH, mapping=mapping))


def test_a_reporter_that_no_list_has_is_refused(store):
    assert "No reporter of a mapping is called 'KRO'" in str(
        refusal(store, OFFICE, MARCH, mapping=MAPPING.replace("reporter: KOR", "reporter: KRO"))
    )


def test_a_separator_of_two_characters_is_refused_with_its_line(store):
    fault = refusal(store, OFFICE, MARCH, mapping=MAPPING.replace("format: csv", 'format: csv, separator: ";;"'))
    assert "mapping line 3" in str(fault)


def test_a_partner_written_otherwise_is_the_same_partner(store, tmp_path):
    """A revision in letters of three replaces what letters of two told; a month that is less sure now is noted."""
    load(store, OFFICE, MARCH, mapping=MAPPING)
    path = changed(tmp_path, OFFICE, (",CN,", ",CHN,"), (",MZ,", ",MOZ,"), (",JP,", ",JPN,"), (",US,", ",USA,"),
                   (",50.0,", ",51.0,"), (",확정", ",잠정"))  # fmt: skip
    report = load(store, path, MARCH + timedelta(days=1), mapping=MAPPING.replace("iso2", "iso3"))
    (note,) = [note for note in report.notes if "12 cells of 2026-01 to 2026-02 were known already; revised" in note]
    assert "6 cells that were confirmed are provisional in this file" in note
    assert [row["value_usd"] for row in rows(store, partner="CHN", month="2026-01", flow="import")] == [51000.0]
    assert len(rows(store)) == 12


def test_a_file_that_was_replaced_by_mistake_counts_again_only_when_that_is_said(store, tmp_path):
    load(store, JANUARY_XML, FEBRUARY)
    wrong = changed(tmp_path, JANUARY_XML, ("<impDlr>50000<", "<impDlr>60000<"), name="wrong.xml")
    load(store, wrong, FEBRUARY + timedelta(hours=1))
    china = {"partner": "CHN", "flow": "import"}
    later = load(store, JANUARY_XML, FEBRUARY + timedelta(hours=2))
    assert not later.was_new
    (note,) = [note for note in later.notes if "these bytes are here since" in note]
    assert "8 of their 8 rows were replaced by later files and stay replaced: with --again" in note
    assert [row["value_usd"] for row in rows(store, **china)] == [60000.0]
    again = {"known": FEBRUARY + timedelta(hours=3), "evidence": "loaded by mistake", "taken": NOW, "again": True}
    assert store.load(JANUARY_XML, KEY, **again).was_new
    store.build()
    assert [row["value_usd"] for row in rows(store, **china)] == [50000.0]
    assert [row["value_usd"] for row in rows(store, FEBRUARY + timedelta(hours=2), **china)] == [60000.0]


def test_a_file_that_changes_while_it_is_read_is_refused(store, tmp_path, monkeypatch):
    path = changed(tmp_path, JANUARY_XML, ("<impDlr>50000<", "<impDlr>50001<"))
    examine = store._examine

    def slow(file, *more):
        found = examine(file, *more)
        file.write_bytes(file.read_bytes().replace(b">50001<", b">99999<"))
        return found

    monkeypatch.setattr(store, "_examine", slow)
    assert "The file changed while it was read" in str(refusal(store, path))


def test_a_file_that_could_not_be_built_in_is_not_kept(store, monkeypatch):
    """A disk cannot be filled here, so what it tells of its room is replaced; what stands goes on answering."""
    load(store, JANUARY_XML, FEBRUARY)
    room = shutil.disk_usage(store.builds)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: room._replace(free=1000))
    assert "too little room on the disk" in str(refusal(store, FEBRUARY_XML, MARCH))
    assert store.build().was_skipped
    assert len(rows(store)) == 8


def test_a_builder_that_waited_builds_what_came_meanwhile(store):
    """Another process loads and builds after this one asked for its turn: nothing is taken for lost."""
    from gwanje.evidence.building import build_warehouse

    load(store, JANUARY_XML, FEBRUARY)
    load(store, FEBRUARY_XML, MARCH)
    asked = []

    def vintages():
        asked.append((store.builds / "build.lock").read_text(encoding="utf-8").strip())
        return store.snapshots()

    assert build_warehouse(store.builds, store.sources, vintages, store.locate).was_skipped
    assert asked == [str(os.getpid())], "the vintages are asked for by who holds the turn"


def test_what_was_known_at_any_instant_equals_a_recount_from_the_files(store, tmp_path):
    """Months told twice with gaps: on every day the latest telling of each cell, counted by hand, and no year-to-date."""
    chance, told = random.Random(3), {}
    head = OFFICE.read_text(encoding="utf-8").splitlines()[1]
    days = [datetime(2026, at + 1, 16, tzinfo=UTC) for at in (1, 2, 3)]
    for at, known in enumerate(days, start=1):
        lines = [head, f"2026-{at:02d},수입,2504101000,x,CN,999999,1,누계"]
        for month, state in ((at - 1, "확정"), (at, "잠정")):
            for partner in ("CN", "JP", "US", "DE") if month else ():
                if chance.random() < 0.7:
                    value, mass = chance.randint(50, 150), chance.choice(["", 20000, 30000])
                    lines.append(f"2026-{month:02d},수입,2504101000,x,{partner},{value},{mass},{state}")
                    told[known, f"2026-{month:02d}", partner] = (value * 1000.0, mass / 1000 if mass else None, state)
        path = tmp_path / f"{at}.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        store.load(path, KEY, known=known, evidence="test", taken=NOW,
                   mapping=MAPPING.replace("header_row: 2", "header_row: 1"))  # fmt: skip
    store.build()
    words = {"provisional": "잠정", "confirmed": "확정"}
    for instant in (*days, days[0] + timedelta(days=3), NOW):
        latest = {cell: row for (known, *cell), row in told.items() if known <= instant for cell in [tuple(cell)]}
        found = {
            (row["month"], row["partner_code"]): (row["value_usd"], row["mass_t"], words[row["state"]])
            for row in rows(store, instant)
        }
        assert found == latest
        assert len(rows(store, instant)) == len(latest)


CODES = tuple(f"{code}000" for code in (
    "2504101", "2504901", "2805301", "2846901", "8112921", "8505111", "8507601", "2825201", "2836911", "8105201",
))  # fmt: skip


def year_of(months, factor=lambda _: (1, 1)):
    """Ten items from two partners, months that rise and fall; invented."""
    chance = random.Random(2025)
    lines = [OFFICE.read_text(encoding="utf-8").splitlines()[1]]
    for at in range(1, months + 1):
        for code in CODES:
            for partner in ("CN", "JP"):
                usual, (value, mass) = chance.uniform(80, 120), factor(at)
                lines.append(f"2025-{at:02d},수입,{code},x,{partner},{usual * value:.3f},{900 * usual * mass:.1f},확정")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (lambda at: (10 if at == 4 else 1, 1), "The month 2025-04 as a whole is off"),
        (lambda at: (0.1, 0.1) if at == 4 else (1, 1), "The month 2025-04 as a whole is off"),
        (lambda at: (at, at), "The months read like sums from January on"),
    ],
)  # fmt: skip
def test_a_whole_month_that_is_off_is_refused_without_any_history(store, tmp_path, factor, said):
    path = tmp_path / "year.csv"
    path.write_text(year_of(4, factor), encoding="utf-8")
    mapping = MAPPING.replace("header_row: 2", "header_row: 1")
    assert said in str(refusal(store, path, MARCH, mapping=mapping))


def test_a_month_that_is_off_against_the_history_is_refused_or_noted(store, tmp_path):
    mapping, path = MAPPING.replace("header_row: 2", "header_row: 1"), tmp_path / "year.csv"
    path.write_text(year_of(4), encoding="utf-8")
    report = load(store, path, FEBRUARY, mapping=mapping)
    assert not any("far from the other months" in note or "sums from January" in note for note in report.notes)
    last = [
        line
        for line in year_of(5, lambda at: (10, 1)).splitlines()
        if line[:7] not in {"2025-01", "2025-02", "2025-03", "2025-04"}
    ]
    path.write_text("\n".join(last), encoding="utf-8")
    assert "unit value 10," in str(refusal(store, path, MARCH, mapping=mapping))
    path.write_text("\n".join(last[:5]), encoding="utf-8")
    assert any("2025-05 is far from the other months: unit value 10," in note
               for note in load(store, path, MARCH, mapping=mapping).notes)  # fmt: skip


def test_a_pack_carries_the_mapping_of_a_vintage(store, tmp_path, journal, sources):
    from gwanje.evidence.vintages import snapshot_payload

    report = load(store, OFFICE, MARCH, mapping=MAPPING)
    assert snapshot_payload(report.snapshot)["mapping"] == MAPPING


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_nothing_is_half_loaded_after_a_kill_at_any_moment(store, soak):
    """A month is loaded and built by another process that is killed: afterwards it is there whole or not at all."""
    load(store, JANUARY_XML, FEBRUARY)
    moment, kills, whole = random.Random(20260216), 30 if soak else 5, 0
    for number in range(kills):
        loader = subprocess.Popen(
            [
                sys.executable,
                str(ROOT / "tests" / "load_customs.py"),
                str(store.folder),
                str(number),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert loader.stdout is not None
        assert loader.stdout.readline() == "loading\n"
        time.sleep(moment.uniform(0.0, 0.6))
        loader.send_signal(signal.SIGKILL)
        loader.wait(30)
        loader.stdout.close()
        with store.open_warehouse() as warehouse:
            warehouse.verify()
            held = warehouse.row_counts()[MONTHS]
            assert held % 8 == 0 if held == 8 else (held - 8) % 10 == 0, "a vintage is whole or absent"
            whole += held > 8
    store.build()
    with store.open_warehouse() as warehouse:
        warehouse.verify()
        assert len(warehouse.snapshots(KEY)) == len(store.snapshots(KEY))
    assert not list(store.builds.glob("*.building*"))
    print(f"{kills} kills; {whole} times the month was in already, otherwise not at all")  # noqa: T201 - real output


def test_the_files_that_tests_use_stand_in_the_content():
    for name in CONTENT:
        assert (Path(ROOT) / "src" / name).is_file(), name
