"""The chart of a reform as a drawing: whole, readable, the same twice; and the command that writes it."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from gwanje.answers.org_chart import org_chart
from gwanje.answers.org_charting import ChartRow
from gwanje.assembly import Settings, ask, open_tower
from gwanje.foundation.errors import GwanjeError
from gwanje.interfaces.cli.org_chart import chart as chart_command
from gwanje.interfaces.paper.labels import labels
from gwanje.interfaces.paper.org_chart import ONE_SHEET, org_chart_page, org_chart_svg, org_chart_title
from gwanje.interfaces.paper.org_chart_layout import WIDTH, lay_out
from gwanje.interfaces.paper.org_chart_order import aligned, crossings, ordered
from gwanje.interfaces.paper.org_chart_text import Run, Style, runs_text, runs_width, text_width, wrapped
from gwanje.interfaces.paper.org_chart_words import ChartWords

NEVERLAND = Path(__file__).resolve().parents[2] / "neverland" / "content"
SVG = "{http://www.w3.org/2000/svg}"
STYLE = Style("w", 13)


@pytest.fixture(scope="module")
def tower(tmp_path_factory):
    return open_tower(Settings(home=tmp_path_factory.mktemp("drawing"), packages=(), content=NEVERLAND))


@pytest.fixture(scope="module")
def chart(tower):
    return org_chart(tower, ask(tower, "2030-04-30", None), ask(tower, "2030-05-01", None))


def texts(svg):
    return ["".join(text.itertext()) for text in etree.fromstring(svg.encode()).iter(f"{SVG}text")]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_drawing_stands_alone_and_is_the_same_twice(chart, tower, lang) -> None:
    svg = org_chart_svg(chart, lang, tower.zone)
    root = etree.fromstring(svg.encode())
    assert root.get("lang") == lang
    assert svg == org_chart_svg(chart, lang, tower.zone)
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    style = root.find(f"{SVG}style").text
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", style)) - {"--c"}
    assert used <= set(re.findall(r"(--[a-z0-9-]+):", style))
    assert "prefers-color-scheme: dark" in style


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_each_unit_stands_once_in_each_column_with_its_name(chart, tower, lang) -> None:
    layout = lay_out(chart, ChartWords(chart, lang, labels(lang)), tower.zone)
    for column, nodes in ((chart.before, layout.before), (chart.after, layout.after)):
        units = [row.unit for row in column.rows if row.unit]
        assert sorted(node.row.unit for node in nodes if node.row.unit) == sorted(units)
        assert len(units) == len(set(units))
    said = texts(org_chart_svg(chart, lang, tower.zone))
    assert sum(text.startswith(("Crocodile Lookout", "Crocodile")) for text in said) == 2
    assert any("moved from Lagoon Crew" in text or "산호초선단에서 이동" in text for text in said)


def test_a_missing_name_and_a_missing_link_say_so(chart, tower) -> None:
    said = " ".join(texts(org_chart_svg(chart, "ko", tower.zone))).replace("\u00a0", " ")
    assert said.count("우리말 명칭 미상") == 2
    assert said.count("선단: 보도되지 않음") == 2
    assert said.count("소속 보도되지 않음") == 2
    said = " ".join(texts(org_chart_svg(chart, "en", tower.zone)))
    assert "English name missing" not in said
    assert said.count("place not reported") == 2


def overlapping(boxes):
    found = []
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            if (
                min(one[2], other[2]) - max(one[0], other[0]) > 0.5
                and min(one[3], other[3]) - max(one[1], other[1]) > 0.5
            ):
                found.append((one, other))
    return found


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_no_words_run_into_each_other_or_over_the_edge(chart, tower, lang) -> None:
    layout = lay_out(chart, ChartWords(chart, lang, labels(lang)), tower.zone)
    boxes = [line.box for line in layout.lines]
    assert overlapping(boxes) == []
    assert all(box[0] >= 0 and box[2] <= WIDTH and box[3] <= layout.height for box in boxes)
    assert overlapping([(0, 0, 10, 10), (5, 5, 20, 20)])


def test_a_very_long_name_is_shortened_and_kept_whole_behind_it(chart, tower) -> None:
    long = "Watch of the tides, the currents, the shoals, " * 6 + "and the moon"
    rows = tuple(
        row.model_copy(update={"names": {**row.names, "en": {"text": long, "status": "reported"}}}) if row.unit else row
        for row in chart.after.rows
    )
    wide = chart.model_copy(update={"after": chart.after.model_copy(update={"rows": rows})})
    layout = lay_out(wide, ChartWords(wide, "en", labels("en")), tower.zone)
    assert overlapping([line.box for line in layout.lines]) == []
    svg = etree.fromstring(org_chart_svg(wide, "en", tower.zone).encode())
    titles = [title.text for title in svg.iterfind(f".//{SVG}text/{SVG}title")]
    assert any(title.startswith(long) for title in titles)
    assert any(text.endswith("…") for text in texts(etree.tostring(svg).decode()))


def test_what_moved_is_joined_in_its_colour_and_what_is_new_is_outlined(chart, tower) -> None:
    layout = lay_out(chart, ChartWords(chart, "en", labels("en")), tower.zone)
    assert {joint.unit: joint.colour for joint in layout.joints} == {
        "nv-u01": "quiet",
        "nv-u02": "rank",
        "nv-u03": "rank",
        "nv-u05": "rank",
        "nv-u06": "moved",
    }
    assert [node.row.unit for node in layout.after if node.outline] == ["nv-u04"]
    for nodes in (layout.before, layout.after):
        assert next(node.colour for node in nodes if node.row.unit == "nv-u06") == "moved"


def test_the_title_is_the_finding_with_numbers(chart, tower) -> None:
    assert org_chart_title(chart, "en") == "1 unit is new, 1 moves, 3 change only name or rank"
    assert org_chart_title(chart, "ko") == "조직 변동: 신설 1, 소속 이동 1, 명칭·직급만 변경 3"
    calm = org_chart(tower, ask(tower, "2030-03-20", "2030-04-01"), ask(tower, "2030-03-21", "2030-04-01"))
    assert org_chart_title(calm, "en") == "Nothing changes between 20 March 2030 and 21 March 2030"


FOREIGN = Path(__file__).resolve().parents[3] / "docs" / "examples" / "reforms"


def foreign(folder, example, earlier, later):
    tower = open_tower(Settings(home=folder, packages=(), content=FOREIGN / example))
    return tower, org_chart(tower, ask(tower, earlier, None), ask(tower, later, None))


@pytest.mark.parametrize(
    ("example", "earlier", "later", "en", "ko"),
    [
        (
            "japan-2001", "2001-01-05", "2001-01-06",
            "Four ministries and agencies become one, two ministries become one; 1 unit changes only its name",
            "부처 4개를 하나로 통합, 부처 2개를 하나로 통합: 조직 명칭만 변경 1",
        ),
        (
            "australia-2022", "2022-06-30", "2022-07-01",
            "One department is split into two; 1 unit changes only its affairs",
            "부 1개를 2개로 분리: 조직 소관만 변경 1",
        ),
        (
            "korea-2013", "2013-03-22", "2013-03-23",
            "1 unit moves, 2 change names and affairs",
            "조직 변동: 소속 이동 1, 명칭과 소관 변경 2",
        ),
        (
            "germany-2021", "2021-12-07", "2021-12-08",
            "1 unit is new, 1 changes name and affairs, 3 change only their affairs",
            "조직 변동: 신설 1, 명칭과 소관 변경 1, 소관만 변경 3",
        ),
    ],
)  # fmt: skip
def test_mergers_and_splits_stand_in_the_headline(tmp_path, example, earlier, later, en, ko) -> None:
    tower, drawn = foreign(tmp_path, example, earlier, later)
    assert org_chart_title(drawn, "en") == en
    assert org_chart_title(drawn, "ko") == ko
    for lang in ("en", "ko"):
        layout = lay_out(drawn, ChartWords(drawn, lang, labels(lang)), tower.zone)
        assert overlapping([line.box for line in layout.lines]) == []
        assert max(line.box[2] for line in layout.lines) <= WIDTH
        assert not any("…" in runs_text(line.runs) for line in layout.lines)


def test_a_new_ministry_is_new_once_and_what_is_unverified_says_so(tmp_path) -> None:
    tower, drawn = foreign(tmp_path, "germany-2021", "2021-12-07", "2021-12-08")
    said = " ".join(texts(org_chart_svg(drawn, "en", tower.zone))).replace("\u00a0", " ")
    assert said.count("new ministry") == 1
    assert "now leads: Climate protection (from environment ministry) (unverified)" in said
    assert "now leads: Climate diplomacy ◦ (unverified)" in said
    assert "no longer leads Building; Housing; Urban development; Spatial planning (now BMWSB)" in said
    assert "BMWK ministry" not in said


def with_affairs(chart, number):
    """The chart with that many affairs on one unit."""
    affair = chart.after.row_of("nv-u04").affairs[0]
    named = ({"en": {"text": f"Affair number {n}", "status": "reported"}} for n in range(number))
    many = tuple(affair.model_copy(update={"names": names}) for names in named)
    rows = tuple(row.model_copy(update={"affairs": many}) if row.unit == "nv-u04" else row for row in chart.after.rows)
    return chart.model_copy(update={"after": chart.after.model_copy(update={"rows": rows})})


def test_affairs_are_wrapped_and_never_cut(chart, tower) -> None:
    full = with_affairs(chart, 60)
    said = " ".join(texts(org_chart_svg(full, "en", tower.zone)))
    assert all(f"Affair number {n}" in said for n in range(60))
    assert "…" not in said


def test_it_scales_with_the_window_and_a_high_one_prints_on_several_sheets(chart, tower) -> None:
    svg = org_chart_svg(chart, "en", tower.zone)
    root = etree.fromstring(svg.encode())
    width, height = (float(part) for part in root.get("viewBox").split()[2:])
    assert (width, root.get("class")) == (WIDTH, "chart")
    assert height < ONE_SHEET
    style = root.find(f"{SVG}style").text
    assert "@media screen { svg.chart { width: 100%; height: auto;" in style
    high = with_affairs(chart, 500)
    assert etree.fromstring(org_chart_svg(high, "en", tower.zone).encode()).get("class") == "chart tall"
    assert "svg.chart.tall { height: auto; }" in style


def test_a_page_carries_the_drawing_and_its_twin(chart, tower) -> None:
    page = org_chart_page(chart, "ko", tower.zone, "org-chart.html")
    assert 'lang="ko"' in page
    assert 'href="org-chart.html"' in page
    assert page.count("<svg") == 1


def test_lines_are_broken_between_words_and_shortened_only_past_the_last_line() -> None:
    words = "Manufacturing AI Transformation Cooperation Division of the Islands"
    lines = wrapped([Run(words, STYLE)], 150, 9)
    assert " ".join(runs_text(line) for line in lines) == words
    assert all(runs_width(line) <= 150 for line in lines)
    short = wrapped([Run(words, STYLE)], 150, 2)
    assert len(short) == 2
    assert runs_text(short[-1]).endswith("…")
    assert runs_width(short[-1]) <= 150
    assert all(runs_width(line) <= 60 for line in wrapped([Run("가나다라마바사아자차카타파하", STYLE)], 60, 9))


def test_hangul_is_about_an_em_and_latin_about_half_of_it() -> None:
    assert 0.9 <= text_width("산업", 1) / 2 <= 1.0
    assert 0.4 <= text_width("Industrial", 1) / 10 <= 0.6
    assert text_width("Office", 10, bold=True) > text_width("Office", 10)


def row(unit, above=""):
    return ChartRow(line="unit", key=unit, unit=unit, above=above)


def test_siblings_are_turned_so_that_lines_do_not_cross() -> None:
    before = [row("a"), row("x", "a"), row("b"), row("y", "b"), row("c"), row("z", "c")]
    after = [row("n"), row("z", "n"), row("y", "n"), row("x", "n")]
    pairs = [(unit, unit) for unit in "xyz"]
    assert crossings(before, after, pairs) == 3
    turned = ordered(before, after, pairs)
    assert crossings(turned.before, turned.after, pairs) == 0
    for earlier, later in ((before, turned.before), (after, turned.after)):
        keys = [one.key for one in later]
        assert sorted(keys) == sorted(one.key for one in earlier)
        assert all(not one.above or keys.index(one.above) < keys.index(one.key) for one in later)


def test_blocks_stand_near_their_targets_in_order_and_apart() -> None:
    tops = aligned([10, 10, 10, 10], [0, 35, 20, None], [1, 1, 1, 1])
    assert tops[0] == 0
    assert all(later - earlier >= 10 for earlier, later in pairwise(tops))
    assert tops[1] == pytest.approx((35 + 10) / 2)
    assert tops[3] == tops[2] + 10


def command(folder, *arguments, lang="en"):
    line = [*arguments, "--content", str(NEVERLAND), "--lang", lang]
    env = {"GWANJE_HOME": str(folder / "home"), "GWANJE_CONTENT_PACKAGES": ""}
    return CliRunner().invoke(chart_command, line, env=env)


def test_the_command_writes_both_languages_around_a_reform(tmp_path) -> None:
    out = tmp_path / "deep" / "may.svg"
    done = command(tmp_path, "nv-reform-2030-05-01", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "1 unit is new" in done.output
    assert etree.parse(out).getroot().get("lang") == "en"
    assert etree.parse(out.with_name("may.ko.svg")).getroot().get("lang") == "ko"
    assert "Before, 30 April 2030" in " ".join(texts(out.read_text(encoding="utf-8")))
    assert sorted(path.name for path in out.parent.iterdir()) == ["may.ko.svg", "may.svg"]


def test_the_command_prints_json_and_writes_pages(tmp_path) -> None:
    done = command(tmp_path, "--from", "2030-04-30", "--to", "2030-05-01", "--format", "json")
    assert json.loads(done.stdout)["gathering"] is None
    page = tmp_path / "may.html"
    done = command(tmp_path, "nv-reform-2030-05-01", "--unit", "nv-u04", "--out", str(page), lang="ko")
    assert done.exit_code == 0, done.output
    assert 'hreflang="en"' in page.read_text(encoding="utf-8")
    assert (tmp_path / "may.en.html").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "A chart needs two days"),
        (["--from", "2030-04-30"], "one day"),
        (["nv-storms"], "The day on which the reform nv-storms takes effect is not known"),
        (["nv-reform"], "No reform is called 'nv-reform'"),
        (["nv-reform-2030-05-01", "--out", "chart.png"], ".svg or .html"),
        (["nv-reform-2030-05-01", "--from", "2030-06-01"], "not after the earlier one"),
    ],
)
def test_the_command_says_what_to_give(tmp_path, monkeypatch, arguments, words) -> None:
    monkeypatch.chdir(tmp_path)
    done = command(tmp_path, *arguments)
    assert isinstance(done.exception, GwanjeError)
    assert words in str(done.exception)
    assert done.exception.exit_code == 2
    assert not list(tmp_path.glob("*.svg"))
