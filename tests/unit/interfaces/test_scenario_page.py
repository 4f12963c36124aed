"""The page and the charts of a scenario run: true to the answer, whole in both languages, honest about what is not known."""

import json
import re
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from lxml import etree, html

from gwanje.answers import simulating
from gwanje.answers.simulating import simulate_scenario
from gwanje.answers.simulating_answer import Lost, Simulation
from gwanje.answers.simulating_scenario import given_scenario
from gwanje.assembly import Settings, ask, open_tower
from gwanje.foundation.errors import RefusedInputError
from gwanje.interfaces.paper.gate import uncited_figures
from gwanje.interfaces.paper.labels import labels
from gwanje.interfaces.paper.rendering import PageWords
from gwanje.interfaces.paper.scenario_bars import industry_rows
from gwanje.interfaces.paper.scenario_chain import chain_narrow, chain_wide
from gwanje.interfaces.paper.scenario_page import scenario_page
from gwanje.interfaces.paper.scenario_path import path_panel
from gwanje.interfaces.paper.scenario_svg import apart, nice_steps

ZONE = ZoneInfo("UTC")
EN, KO = PageWords(labels("en")), PageWords(labels("ko"))

STOP = """
id: OWN-1
key: dust-stop
names: {en: {text: "Oz stops <pixie> dust"}, ko: {text: "오즈의 <요정>가루 수출 중단"}}
importer: "NVL"
days: 160
shocks:
  - kind: item_stop
    items: [pixie-dust-metals]
    supplier: "OZZ"
    days: 160
    supplier_share: {pixie-dust-metals: {low: 0.5, high: 0.9}}
    cover_days: {low: 15, high: 45}
    essentiality: {low: 0.5, high: 1}
known: 2030-01-01
"""
FLOOD = """
id: OWN-2
key: flood
names: {en: {text: "A flood in Oz"}, ko: {text: "오즈의 홍수"}}
importer: "NVL"
days: 80
shocks:
  - kind: capacity_loss
    region: "OZZ"
    sectors: [mine]
    days: {low: 10, high: 30}
    share: {low: 0.3, high: 0.9}
model: {inventory_days: {low: 20, high: 20}}
known: 2030-01-01
"""


MIXED = """
id: OWN-3
key: mixed
names: {en: {text: "Oz stops dust and graphite and floods"}, ko: {text: "오즈의 요정가루·흑연 중단과 홍수"}}
importer: "NVL"
days: 300
shocks:
  - kind: item_stop
    items: [pixie-dust-metals, lagoon-graphite]
    supplier: "OZZ"
    days: 160
    supplier_share: {pixie-dust-metals: {low: 0.5, high: 0.9}}
    cover_days: {low: 15, high: 45}
    industries: {pixie-dust-metals: {made_in: mine, users: [works, trade]}}
    affected: {low: 0.2, high: 0.6}
    release: {share: 0.2, starts: 20, days: 30}
  - kind: licence_delay
    items: [moonstone]
    supplier: "WDL"
    starts: 10
    days: {low: 20, high: 40}
    supplier_share: {moonstone: 0.4}
    industries: {moonstone: {users: [works, farm]}}
    cover_days: 30
  - kind: capacity_loss
    region: "OZZ"
    sectors: [mine]
    days: {low: 10, high: 30}
    share: {low: 0.3, high: 0.9}
known: 2030-01-01
"""
NOTHING = """
id: OWN-4
key: nothing
names: {en: {text: "Nothing happens"}, ko: {text: "아무 일도 없음"}}
importer: "NVL"
days: 30
shocks:
  - kind: capacity_loss
    region: "OZZ"
    sectors: [mine]
    days: 10
    share: 0
known: 2030-01-01
"""
STRIKE = """
id: OWN-5
key: own
names: {en: {text: "A strike at home"}, ko: {text: "국내 파업"}}
importer: "NVL"
days: 60
shocks:
  - kind: capacity_loss
    region: "NVL"
    sectors: [mine, works]
    days: 10
    share: {low: 0.2, high: 0.4}
  - kind: flow_stop
    suppliers: ["OZZ", "WDL"]
    sectors: [mine]
    starts: 20
    days: 20
    covered: {low: 0.5, high: 1}
model: {inventory_days: {low: 5, high: 10}}
known: 2030-01-01
"""
_room = TemporaryDirectory(prefix="gwanje-scenario-", ignore_cleanup_errors=True)
NEVERLAND = Path(__file__).resolve().parents[2] / "neverland" / "content"


@cache
def ran(text: str) -> Simulation:
    tower = open_tower(Settings(home=Path(_room.name), packages=(), content=NEVERLAND))
    as_of = ask(tower, None, None)
    return simulate_scenario(tower, given_scenario(tower, "", as_of, (text, "mine.yaml")), as_of)


@pytest.fixture(params=[STOP, FLOOD, MIXED, NOTHING, STRIKE], ids=["stop", "flood", "mixed", "nothing", "strike"])
def answer(request):
    return ran(request.param)


def drawn(markup):
    return etree.fromstring(str(markup).encode())


def texts(markup):
    return ["".join(text.itertext()) for text in drawn(markup).iter("text")]


def panel(answer, at, lang="en", width=560.0):
    words = PageWords(labels(lang))
    return path_panel(answer, answer.readings[at], lang, words, width=width, name="p")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_is_whole_cites_its_figures_and_escapes_what_people_write(answer, lang):
    page = scenario_page(answer, lang, ZONE, "twin.html")
    assert not uncited_figures(page)
    assert "<pixie>" not in page
    assert "<요정>" not in page
    assert len(page.encode()) < 100_000
    assert answer.headline.say(lang) in html.document_fromstring(page).text_content()
    assert not re.search(r"https?://(?!www\.w3\.org)|<script|@import", page)
    ids = re.findall(r'pattern id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    shown = html.document_fromstring(page)
    for svg in shown.iter("svg"):
        assert svg.get("aria-label")


def test_the_page_is_the_same_twice(answer):
    assert scenario_page(answer, "ko", ZONE, "t") == scenario_page(answer, "ko", ZONE, "t")


def test_a_page_whose_assumptions_name_no_source_is_refused():
    answer = ran(STOP)
    bare = [one.model_copy(update={"sources": ()}) for one in answer.assumptions]
    with pytest.raises(RefusedInputError, match="no source"):
        scenario_page(answer.model_copy(update={"assumptions": tuple(bare)}), "en", ZONE, "t")


def test_both_readings_stand_on_the_same_axis():
    answer = ran(STOP)

    def ticks(at):
        found = drawn(panel(answer, at)).iter("text")
        return [
            (one.text, one.get("y")) for one in found if one.get("text-anchor") == "end" and "soft" in one.get("class")
        ]

    assert ticks(0) == ticks(1)
    assert float(ticks(0)[-1][0]) / 100 >= max(one.lost["critical"].high_share for one in answer.path)


def test_nothing_is_drawn_beyond_the_horizon():
    answer = ran(STOP)
    assert answer.horizon_days == 105 < answer.days_asked
    drawing = drawn(panel(answer, 1))
    rule = max(float(one.get("x1")) for one in drawing.iter("line") if one.get("class") == "rule")
    for line in (*drawing.iter("polyline"), *drawing.iter("polygon")):
        assert max(float(point.split(",")[0]) for point in line.get("points").split()) <= rule + 0.1
    assert "to day 160: not told" in texts(panel(answer, 1))
    assert "160일까지: 제시 안 함" in texts(panel(answer, 1, "ko"))


def test_a_path_told_to_its_end_has_no_strip_beyond():
    answer = ran(FLOOD)
    assert answer.horizon_days == answer.days_asked == 80
    assert not any("not told" in text for text in texts(panel(answer, 1)))
    assert "Told for all 80 days" in answer.horizon_words.en


def test_the_days_on_which_cover_ends_stand_on_the_reading_that_uses_it_only():
    answer = ran(STOP)
    assert [(one.day, one.reading) for one in answer.rules] == [(15, "critical"), (45, "critical")]
    assert any(text.startswith("day 15: shortest cover ends") for text in texts(panel(answer, 1)))
    assert not any("cover ends" in text for text in texts(panel(answer, 0)))


def test_the_band_says_in_words_what_its_edges_are():
    said = " / ".join(texts(panel(ran(STOP), 1)))
    for words in (
        "least: every range at the mild end",
        "every range at its middle",
        "most: every range at the harsh end",
    ):
        assert words in said


def test_a_band_too_small_to_tell_says_so_and_no_number():
    answer = ran(STOP)
    tiny = Lost(low_musd=0, middle_musd=1e-9, high_musd=2e-9, low_share=0, middle_share=1e-12, high_share=2e-12)
    days = tuple(one.model_copy(update={"lost": {**one.lost, "value_only": tiny}}) for one in answer.path)
    said = texts(panel(answer.model_copy(update={"path": days}), 0))
    assert "under 0.001\u00a0% on every day" in said
    assert not any("least" in text for text in said)


def test_words_of_a_panel_never_run_over_each_other(answer):
    for width in (345.0, 560.0):
        for at in (0, 1):
            places: dict[float, int] = {}
            for text in drawn(panel(answer, at, "ko", width)).iter("text"):
                if text.get("y") and "strong" in etree.tostring(text).decode():
                    places[float(text.get("y"))] = places.get(float(text.get("y")), 0) + 1
            assert all(later - earlier >= 13 for earlier, later in pairwise(sorted(places)))
            assert set(places.values()) <= {1}


def test_bars_are_sorted_and_the_tail_is_summed_run_by_run():
    answer = ran(STOP)
    key = answer.telling.key
    highs = [one.lost[key].high_musd for one in answer.largest]
    assert highs == sorted(highs, reverse=True)
    few = answer.model_copy(
        update={"largest": answer.largest[:2], "others": answer.largest[2].model_copy(update={"count": 2})}
    )
    rows = industry_rows(few, "en", EN)
    assert [row.is_rest for row in rows] == [False, False, True]
    assert rows[0].note == "held back by pixie-dust metals"
    assert all(row.is_unknown for row in rows)


def test_a_flood_is_not_hatched_and_a_stop_with_an_unknown_share_is():
    assert "-hatch)" not in str(chain_wide(ran(FLOOD), "en", EN, width=710, name="c"))
    assert "-hatch)" in str(chain_wide(ran(STOP), "en", EN, width=710, name="c"))


def test_the_streams_of_the_chain_add_up_to_what_is_lost(answer):
    chain = answer.chain
    whole = sum(one.high_musd for one in chain.users) + (chain.rest.high_musd if chain.rest else 0.0)
    assert whole == pytest.approx(chain.total_musd)
    for user in chain.users:
        into = [flow for flow in chain.flows if flow.target == user.key]
        assert sum(flow.high_musd for flow in into) == pytest.approx(user.high_musd)
    worst = max(one.lost_musd for one in answer.runs if one.reading == answer.telling.key)
    assert chain.total_musd - chain.gained_musd == pytest.approx(worst)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_chain_names_supplier_item_and_users_in_either_form(lang):
    answer, words = ran(STOP), {"en": EN, "ko": KO}[lang]
    for markup in (
        chain_wide(answer, lang, words, width=1100, name="c"),
        chain_narrow(answer, lang, words, width=345, name="n"),
    ):
        said = " ".join(texts(markup))
        for part in (*answer.chain.causes, *answer.chain.users):
            assert part.names[lang].split(",")[0].split()[0] in said
        assert answer.chain.supplier[lang] in said


def test_streams_leave_and_arrive_within_their_blocks():
    drawing = drawn(chain_wide(ran(STOP), "en", EN, width=1100, name="c"))
    blocks = [
        (float(one.get("x")), float(one.get("y")), float(one.get("y")) + float(one.get("height")))
        for one in drawing.iter("rect")
        if one.get("class") == "bar-1"
    ]
    for path in drawing.iter("path"):
        if path.get("class") not in ("flow", "flow-solid"):
            continue
        numbers = [float(one) for one in re.findall(r"-?\d+\.\d", path.get("d"))]
        x1, top, bottom = numbers[6], numbers[7], numbers[8]
        assert any(abs(x - x1) < 0.2 and y - 1 <= top <= bottom <= end + 1 for x, y, end in blocks)


def test_the_one_that_carries_the_result_is_marked_once_and_first():
    page = html.document_fromstring(scenario_page(ran(STOP), "en", ZONE, "t"))
    items = page.find_class("left")[0].findall("li")
    assert [item.get("class") for item in items].count("carries") == 1
    assert items[0].get("class") == "carries"
    assert "not known" in items[0].text_content()
    assert len(items) == len(ran(STOP).assumptions)


def test_an_assumption_without_a_source_cites_the_scenario_itself():
    answer = ran(STOP)
    assert {one.sources for one in answer.assumptions if one.origin == "assumed"} == {("OWN-1",)}
    note = next(one for one in answer.sources if one.id == "OWN-1")
    assert (note.publisher, note.title, len(note.sha256)) == (
        "scenario of a person's own file, not dated",
        "mine.yaml",
        64,
    )
    assert str(answer.marking.word) == "internal"


def test_users_with_a_cited_share_are_told_as_ends_not_as_percent():
    page = scenario_page(ran(STOP), "en", ZONE, "t")
    assert ran(STOP).share_by_end
    assert not ran(STOP).cover_by_end
    table = html.document_fromstring(page).find_class("heat")[0].text_content()
    assert "low end" in table
    assert "works 10–30 %" in next(one.note["en"] for one in ran(STOP).assumptions if one.name.endswith(".affected"))


def test_the_answer_keeps_its_numbers_through_json(answer):
    again = Simulation.model_validate(json.loads(json.dumps(answer.as_json())))
    assert again == answer
    assert isinstance(again.on, datetime)


def test_what_cannot_be_computed_is_said_of_its_item():
    said = [one.en for one in ran(MIXED).not_computable]
    assert any(one.startswith("Lagoon graphite: what hangs on it is not computable") for one in said)
    assert any(one.startswith("Moonstone: its cost share is not computable") for one in said)
    drawing = texts(chain_wide(ran(MIXED), "en", EN, width=1100, name="c"))
    assert drawing.count("holds nothing back") == 2
    page = scenario_page(ran(MIXED), "en", ZONE, "t")
    assert "The other shocks of the scenario act in the same run" in page
    assert "The other shocks" not in scenario_page(ran(STOP), "en", ZONE, "t")


def test_stops_with_different_ranges_are_told_by_their_ends():
    answer = ran(MIXED)
    assert (answer.cover_by_end, answer.share_by_end) == (True, True)
    table = html.document_fromstring(scenario_page(answer, "ko", ZONE, "t")).find_class("heat")[0]
    assert [cell.text_content() for cell in table.findall(".//tbody//th")] == ["하한", "중간", "상한"]
    by_cell = {(row.cover_end, row.share_end): row.lost_musd for row in answer.sensitivity}
    assert len(by_cell) == 9
    assert by_cell["low", "high"] == max(by_cell.values())
    assert by_cell["high", "low"] == min(by_cell.values())


def test_a_scenario_that_does_nothing_says_so_everywhere():
    answer = ran(NOTHING)
    assert "loses no measurable output, under 0.001\u00a0% of normal," in answer.headline.en
    assert "측정되지 않는 수준" in answer.headline.ko
    assert "No range of the scenario moves the result" in answer.carried_by.en
    assert not any(one.carries for one in answer.assumptions)
    page = scenario_page(answer, "en", ZONE, "t")
    assert "No industry loses a measurable amount in any run." in page
    assert "billion" not in page


def test_a_range_that_moves_little_of_the_whole_is_not_said_to_carry_it():
    answer = ran(STRIKE)
    whole = answer.telling.lost.high_musd - answer.telling.lost.low_musd
    for one in answer.assumptions:
        assert not one.carries or (one.swing_musd or 0) >= whole / 4
    assert "every range" not in answer.telling.high_means["en"]
    assert "shock ranges" in answer.telling.high_means["en"]


def test_each_stream_that_nobody_knows_is_hatched_and_no_other():
    chain = ran(STOP).chain
    known = [flow for flow in chain.flows if not flow.unknown]
    assert [flow.target for flow in known] == ["works"], "the user with a cited share"
    hatched = [
        one for one in drawn(chain_wide(ran(STOP), "en", EN, width=710, name="c")).iter("path") if one.get("fill")
    ]
    assert len(hatched) == len(chain.flows) - len(known) + len(chain.causes) + (chain.rest is not None)


def test_two_items_that_hold_one_industry_back_arrive_below_one_another():
    answer = ran(STOP)
    first, *others = answer.chain.flows
    half = {"low_musd": first.low_musd / 2, "high_musd": first.high_musd / 2, "shared": True}
    second = answer.chain.causes[0].model_copy(update={"key": "other", "high_musd": first.high_musd / 2})
    flows = (first.model_copy(update=half), first.model_copy(update=half | {"source": "other"}), *others)
    chain = answer.chain.model_copy(update={"causes": (*answer.chain.causes, second), "flows": flows})
    drawing = drawn(chain_wide(answer.model_copy(update={"chain": chain}), "en", EN, width=1100, name="c"))
    block = max(
        (one for one in drawing.iter("rect") if one.get("x") == "517.0"), key=lambda one: float(one.get("height"))
    )
    top, bottom = float(block.get("y")), float(block.get("y")) + float(block.get("height"))
    ends = []
    for path in drawing.iter("path"):
        numbers = [float(one) for one in re.findall(r"-?\d+\.\d", path.get("d"))]
        if numbers[6] == 517.0 and top - 0.2 <= numbers[7] < bottom and path.get("class") in ("flow", "flow-solid"):
            ends.append((numbers[7], numbers[8]))
    assert min(ends)[0] == pytest.approx(top, abs=0.2)
    assert max(end for _, end in ends) == pytest.approx(bottom, abs=0.4)
    assert all(later[0] >= earlier[1] - 0.2 for earlier, later in pairwise(sorted(ends)))


def again(text: str) -> Simulation:
    return ran.__wrapped__(text)


def test_the_tail_is_what_its_industries_lose_together_in_one_run(monkeypatch):
    monkeypatch.setattr(simulating, "LARGEST", 1)
    answer = again(STOP)
    left, others = ran(STOP).largest[1:], answer.others
    assert others is not None
    assert (others.count, others.names["en"]) == (len(left), f"others ({len(left)})")
    key = answer.telling.key
    highs = [one.lost[key].high_musd for one in left]
    assert max(highs) < others.lost[key].high_musd <= sum(highs) * (1 + 1e-9)
    assert others.lost[key].middle_musd == pytest.approx(sum(one.lost[key].middle_musd for one in left))
    assert others.normal_musd == pytest.approx(sum(one.normal_musd for one in left))


def test_where_no_range_moves_enough_none_is_said_to_carry(monkeypatch):
    monkeypatch.setattr(simulating, "CARRIES", 2.0)
    answer = again(STOP)
    assert not any(one.carries for one in answer.assumptions)
    assert answer.carried_by.en.startswith("No range alone decides it: the one that moves most, ")
    assert "여러 가정이 함께 가장 심한 끝일 때" in answer.carried_by.ko
    assert 'class="carries"' not in scenario_page(answer, "en", ZONE, "t")


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        (0, 0.533, [0, 0.2, 0.4, 0.6]),
        (0, 1, [0, 0.25, 0.5, 0.75, 1.0]),
        (-0.02, 0.0956, [-0.05, 0, 0.05, 0.1]),
        (0, 0, [0, 1]),
        (0, 3e-6, [0, 1e-6, 2e-6, 3e-6]),
    ],
)
def test_steps_of_an_axis_are_round_and_cover_it(low, high, steps):
    found = nice_steps(low, high)
    assert found == pytest.approx(steps)
    assert found[0] <= low
    assert found[-1] >= high * (1 - 1e-12)


def test_labels_are_moved_apart_upwards():
    assert apart([200, 198, 100], 14, 20) == [200, 186, 100]
    assert apart([40, 30, 25], 14, 20) == [48, 34, 20]
