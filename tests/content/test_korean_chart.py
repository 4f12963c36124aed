"""The chart of the reorganisation of 30 December 2025: what became of each unit, and that the drawing can be read."""

import pytest
from lxml import etree

from gwanje.answers.org_chart import org_chart
from gwanje.assembly import Settings, ask, open_tower
from gwanje.interfaces.paper.labels import labels
from gwanje.interfaces.paper.org_chart import ONE_SHEET, org_chart_svg, org_chart_title
from gwanje.interfaces.paper.org_chart_layout import WIDTH, lay_out
from gwanje.interfaces.paper.org_chart_order import crossings
from gwanje.interfaces.paper.org_chart_words import ChartWords

pytestmark = pytest.mark.korea

SHEET_POINTS = (210 - 2 * 6) / 25.4 * 72
"""How high an A4 sheet on its side is within its margins."""
MAIN = {
    "moved": {"kr-u03", "kr-u04", "kr-u05", "kr-u09", "kr-u10"},
    "established": {"kr-u02", "kr-u06", "kr-u07", "kr-u08", "kr-u11", "kr-u14", "kr-u15", "kr-u17"},
    "made_permanent": {"kr-u12"},
    "upgraded": {"kr-u13"},
    "renamed": {"kr-u16", "kr-u22"},
    "named_lead": {"kr-u19"},
    "posts_changed": {"kr-u01"},
    "unchanged": {"kr-u18", "kr-u20", "kr-u21", "kr-x01"},
}


@pytest.fixture(scope="module")
def tower(tmp_path_factory):
    return open_tower(Settings(home=tmp_path_factory.mktemp("korea")))


@pytest.fixture(scope="module")
def chart(tower):
    return org_chart(tower, ask(tower, "2025-12-29", None), ask(tower, "2025-12-30", None))


def test_twenty_three_units_and_what_became_of_each(chart) -> None:
    assert (chart.before.units, chart.after.units) == (15, 23)
    found: dict[str, set[str]] = {}
    for fate in (*chart.links, *chart.arrived, *chart.ended):
        found.setdefault(fate.main, set()).add(fate.unit)
    assert found == MAIN
    assert chart.ended == ()


def test_who_hangs_under_the_new_office(chart) -> None:
    under = {row.unit for row in chart.after.rows if row.above == "kr-u02"}
    assert under == {"kr-u03", "kr-u04", "kr-u05"}
    assert chart.after.row_of("kr-u02").above == "kr-u01"
    assert {row.unit for row in chart.after.rows if row.above == "kr-u06"} == {
        f"kr-u{n}" for n in ("07", "08", "09", "10")
    }
    assert chart.gathering.unit == "kr-u02"
    assert chart.gathering.moved == ("kr-u03", "kr-u04", "kr-u05")


def test_several_things_happen_to_one_unit(chart) -> None:
    assert {one.outcome for one in chart.fate("kr-u09").happened} == {"moved", "renamed"}
    assert {one.outcome for one in chart.fate("kr-u10").happened} == {"moved", "renamed"}
    director = chart.fate("kr-u03").happened
    assert [one.outcome for one in director] == ["moved", "class_changed", "named_lead"]
    assert director[1].words["en"].endswith("(unverified)")
    assert "lead before not reported" in director[2].words["en"]
    assert chart.fate("kr-u05").happened[0].words == {
        "en": "moved from Trade and Investment Office",
        "ko": "무역투자실에서 이동",
    }


def test_gaps_of_the_chain_are_lines_of_their_own(chart) -> None:
    rows = {row.key: row for row in chart.after.rows}
    gap = rows[rows["kr-u17"].above]
    assert (gap.line, gap.above, gap.words["en"]) == ("gap", "kr-u16", "bureau: not reported")
    unnamed = rows[rows["kr-u11"].above]
    assert (unnamed.line, unnamed.above, unnamed.status) == ("gap", "kr-u01", "not_reported")
    assert chart.after.row_of("kr-u18").link_status == "assumed"


def test_the_title_says_the_finding(chart) -> None:
    assert org_chart_title(chart, "en") == (
        "Three bureaus come under one new office; 8 units are new, 5 move, 3 change only name or rank, "
        "1 changes name and affairs"
    )
    assert org_chart_title(chart, "ko") == (
        "국 단위 조직 3개, 신설 실 아래로 모임: 조직 신설 8, 소속 이동 5, 명칭·직급만 변경 3, 명칭과 소관 변경 1"
    )


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_drawing_can_be_read(chart, tower, lang) -> None:
    layout = lay_out(chart, ChartWords(chart, lang, labels(lang)), tower.zone)
    boxes = [line.box for line in layout.lines]
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (layout.lines[at], other)
    assert max(box[2] for box in boxes) <= WIDTH
    pairs = [(fate.unit, fate.unit) for fate in chart.links]
    drawn = crossings([node.row for node in layout.before], [node.row for node in layout.after], pairs)
    assert drawn <= 1 < crossings(chart.before.rows, chart.after.rows, pairs)


def test_every_name_is_there_and_a_missing_one_says_so(chart, tower) -> None:
    svg = etree.fromstring(org_chart_svg(chart, "ko", tower.zone).encode())
    said = "\n".join("".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text"))
    for column in (chart.before, chart.after):
        for row in column.rows:
            if row.unit and row.names["ko"]["status"] != "missing":
                assert row.names["ko"]["text"] in said
    assert said.replace("\u00a0", " ").count("우리말 명칭 미상") == 6
    assert "소관 조직이 하나로 알려지지 않은 사무: 개편 전 분산 4건, 미보도 9건, 개편 후 없음." in said.replace(
        "\n", " "
    )


def test_posts_stand_beside_the_ministry_and_say_that_they_are_disputed(chart, tower) -> None:
    rows = [side.row_of("kr-u01") for side in (chart.before, chart.after)]
    assert [(row.posts, row.posts_disputed) for row in rows] == [(783, False), (810, True)]
    assert chart.after.row_of("kr-u02").posts is None
    svg = etree.fromstring(org_chart_svg(chart, "en", tower.zone).encode())
    said = "\n".join("".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text"))
    assert "783\u00a0posts" in said
    assert "810\u00a0posts,\u00a0disputed" in said


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_prints_on_one_sheet_with_names_of_seven_points(chart, tower, lang) -> None:
    layout = lay_out(chart, ChartWords(chart, lang, labels(lang)), tower.zone)
    assert layout.height <= ONE_SHEET
    names = [run for line in layout.lines for run in line.runs if run.style.name.startswith("n-")]
    assert len(names) > 30
    assert min(run.style.size for run in names) * SHEET_POINTS / ONE_SHEET >= 7


def test_the_eve_of_the_announcement_knows_of_no_reform(tower) -> None:
    known = "2025-12-22"
    chart = org_chart(tower, ask(tower, "2025-12-29", known), ask(tower, "2025-12-30", known))
    assert chart.reforms == ()
    assert chart.arrived == ()
