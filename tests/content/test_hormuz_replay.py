"""The Hormuz cycle of 2026 replayed day by day: what was known then beside what is known now (FACTS section 5)."""

from datetime import date
from functools import cache

import pytest
from lxml import html

from gwanje.answers.levelling import levels
from gwanje.answers.replaying import replay
from gwanje.evidence import Fact
from gwanje.foundation.content import parse_records
from gwanje.foundation.errors import ContentError
from gwanje.foundation.instants import AsOf, parse_instant
from towers import korea, run_korea

pytestmark = pytest.mark.korea
SCHEME = "kr-resource-security"
FIRST, LAST = date(2026, 2, 27), date(2026, 7, 2)


@cache
def whole():
    tower = korea()
    return replay(tower, SCHEME, FIRST, LAST, tower.latest_known())


def day(month, number):
    return next(one for one in whole().days if one.day == date(2026, month, number))


def level(month, number, resource):
    return next(one for one in day(month, number).levels if one.resource == resource)


def measure(month, number, identity):
    return next((one for one in day(month, number).measures if one.id == identity), None)


def asked(resource, on, known="2026-11-24"):
    tower = korea()
    at = AsOf(*(parse_instant(text, tower.zone) for text in (on, known)))
    answer = levels(tower, resource, at, scheme=SCHEME)
    return answer.lines[0]


def levels_of(scheme):
    tower = korea()
    at = parse_instant("2026-03-06", tower.zone)
    return levels(tower, "", AsOf(at, tower.latest_known()), scheme=scheme).lines


def test_1_no_level_on_the_fourth_of_march_and_two_from_the_fifth_at_15_00():
    for resource in ("oil", "gas"):
        assert level(3, 4, resource).then_levels == ()
        assert asked(resource, "2026-03-05T14:59+09:00").state == "none"
        assert asked(resource, "2026-03-05T15:00+09:00").levels[0]["key"] == "관심"
        assert level(3, 5, resource).then_levels == ("관심",)
        assert level(3, 5, resource).moved
    assert not any(one.moved for one in day(3, 6).levels)


def test_2_gas_was_raised_against_its_criterion_and_only_with_a_reason():
    gas, oil = level(3, 5, "gas"), level(3, 5, "oil")
    assert (gas.criterion_met, gas.proposal) == (False, None)
    assert gas.override_reason.en == "unrest in producer countries and signs of market strain"
    assert gas.proposal_words.en.startswith("criteria propose nothing: no public criterion is met")
    assert (oil.proposal, oil.override_reason) == ("관심", None)
    fact = korea().facts.get("HMZ-06")
    text = (
        f"- id: HMZ-06\n  when: 2026-03-05T15:00+09:00\n  statement: {{en: '{fact.statement.en}', ko: gas}}\n"
        f"  levels: [{{scheme: {SCHEME}, resource: gas, before: none, after: 관심, criterion_met: false}}]\n  sources: [ZD6]\n"
    )
    with pytest.raises(ContentError, match="override_reason"):
        parse_records(text, "timelines/again.yaml", Fact, zone=korea().zone)


def test_the_reason_stands_as_long_as_the_level_does():
    kept = asked("gas", "2026-03-20")
    assert (kept.criterion_met, kept.override_reason.en[:6]) == (False, "unrest")
    assert "since Thu 5 Mar 2026 15:00 KST, kept Wed 18 Mar 2026 15:00 KST" in kept.words.en


def test_3_the_first_ceiling_has_lapsed_and_a_second_exists_and_then_there_is_a_gap():
    first, second = measure(3, 27, "HMZ-08"), measure(3, 27, "HMZ-13")
    assert (first.state, first.changed, second.state, second.changed) == ("lapsed", True, "in_force", True)
    assert day(3, 27).gaps == ()
    assert day(4, 9).gaps == ()
    assert measure(4, 10, "HMZ-13").state == "lapsed"
    assert [gap.en[:44] for gap in day(4, 10).gaps] == ["gap: no renewal of the price ceiling is know"]
    assert day(7, 2).gaps, "a gap stays until somebody tells a renewal"


def test_4_a_step_without_a_day_is_an_interval():
    held = asked("oil", "2026-05-01")
    assert ([one["key"] for one in held.levels], held.state) == (["주의", "경계"], "day_unknown")
    assert held.words.en.startswith("주의 (caution) or 경계 (alert): day unknown")
    may = level(5, 1, "oil")
    assert (may.then_levels, may.now_levels) == (("주의",), ("주의", "경계"))
    assert asked("oil", "2026-05-01", known="2026-05-02").state == "held"


def test_5_steps_down_take_the_same_path():
    june, july = level(6, 30, "oil"), level(7, 1, "oil")
    assert june.planned[0].en == "to come: 주의 (caution) from Wed 1 Jul 2026 00:00 KST"
    assert (july.then_levels, july.moved) == (("주의",), True)
    assert asked("oil", "2026-07-01").steps == ("HMZ-16",)


def test_6_second_order_inputs_are_not_seen_until_somebody_loads_them():
    found = {one.item: one for one in whole().follows}
    for item in ("helium", "bromine", "urea", "naphtha"):
        assert (found[item].order, found[item].status == "ok") == ("second", False)
        assert "not seen: no data" in found[item].words.en
        assert found[item].suppliers == ()
    share = {one["iso3"]: one["share_value"] for one in found["crude-oil"].suppliers}
    expected = {"SAU": 0.348, "ARE": 0.141, "IRQ": 0.091, "KWT": 0.078, "QAT": 0.053}
    assert {iso3: round(share[iso3], 3) for iso3 in expected} == pytest.approx(expected, abs=0.001)
    gas = {one["iso3"]: one["share_value"] for one in found["lng"].suppliers}
    assert round(gas["QAT"], 3) == 0.228
    assert found["sulphur"].status == "ok"
    assert {one.then_status for one in whole().follows if one.status == "ok"} == {"not_yet_known"}


def test_7_measures_of_other_ministries_stand_with_their_owner():
    car = measure(6, 30, "HMZ-12")
    assert (car.state, car.unverified, car.owner.en) == ("in_force", True, "another ministry, not named in the source")
    assert measure(7, 1, "HMZ-12").state == measure(7, 1, "HMZ-14").state == "lapsed"
    naphtha = measure(3, 18, "HMZ-11")
    assert naphtha.owner.en == "Ministry of Trade, Industry and Resources; the ministry in charge of finance"
    assert naphtha.state == "in_force_end_not_read"


def test_what_was_known_only_later_says_so():
    assert measure(4, 1, "HMZ-12").only_known_later
    assert not measure(6, 30, "HMZ-12").only_known_later
    assert [one.id for one in day(3, 25).told_later] == ["HMZ-12"]
    assert {"HMZ-12", "HMZ-14", "HMZ-15", "HMZ-16"} <= {one.id for one in day(6, 30).new}


def test_levels_go_up_and_down_and_a_level_that_is_kept_is_told():
    path = [(one.day.isoformat(), level.then_levels) for one in whole().days for level in one.levels if level.moved]
    assert path == [
        ("2026-03-05", ("관심",)),
        ("2026-03-05", ("관심",)),
        ("2026-03-18", ("주의",)),
        ("2026-03-18", ("관심",)),
        ("2026-06-30", ("주의", "경계")),
        ("2026-07-01", ("주의",)),
    ]


def test_every_day_is_told_and_quiet_days_beat():
    days = whole().days
    assert len(days) == (LAST - FIRST).days + 1 == 126
    quiet = [one for one in days if one.quiet]
    assert len(quiet) == 110
    assert all(one.heartbeat.en.startswith("quiet: ") for one in quiet)
    assert not any(one.new or any(level.moved for level in one.levels) for one in quiet)
    assert day(3, 6).due[0].en == "due: Daily judgement meeting chaired by the head of the resources industry bureau."
    assert day(3, 1).due == ()


def test_after_the_last_word_the_gap_of_the_content_is_named():
    now, then = asked("gas", "2026-05-01"), asked("gas", "2026-05-01", known="2026-05-02")
    assert (now.state, "UNK-05" in now.words.en) == ("last_told", True)
    assert (then.state, "UNK-05" in then.words.en) == ("held", False)
    assert whole().unknowns[0]["id"] == "UNK-05"


@pytest.mark.parametrize("last", [date(2026, 3, 5), date(2026, 3, 27), date(2026, 5, 1)])
def test_deleting_what_came_later_changes_no_earlier_day(last):
    """No look-ahead: what was known by a day is told the same by a replay that ends there and knows no more."""
    tower = korea()
    known = parse_instant(last.isoformat(), tower.zone, day_counts_from_its_end=True)
    cut = replay(tower, SCHEME, FIRST, last, known)
    assert len(cut.days) == (last - FIRST).days + 1
    for told, again in zip(whole().days, cut.days, strict=False):
        then = [(one.resource, one.then_levels, one.then, one.proposal_words) for one in told.levels]
        assert then == [(one.resource, one.then_levels, one.then, one.proposal_words) for one in again.levels]
        assert (told.new, told.gaps, told.quiet) == (again.new, again.gaps, again.quiet)
        assert [one for one in told.measures if not one.only_known_later] == [
            one for one in again.measures if not one.only_known_later
        ]


def test_the_command_tells_it_in_both_languages():
    for lang, words in (("en", "as known then"), ("ko", "당시 기준")):
        found = run_korea("watch", "level", "--scheme", SCHEME, "--replay", "2026-03-17..2026-03-19", "--lang", lang)
        assert found.code == 0, found.err
        assert words in found.text
    answer = run_korea(
        "watch", "level", "--scheme", SCHEME, "--replay", "2026-03-04..2026-03-05", "--format", "json"
    ).json()
    assert [one["day"] for one in answer["days"]] == ["2026-03-04", "2026-03-05"]
    assert answer["days"][1]["levels"][1]["override_reason"]["en"].startswith("unrest")


def test_every_scheme_stands_side_by_side_on_one_item():
    answer = run_korea("watch", "level", "crude-oil", "--on", "2026-03-06", "--format", "json").json()
    found = {line["scheme"]: line for line in answer["lines"]}
    assert len(found) == 5
    assert found[SCHEME]["state"] == "held"
    assert (found[SCHEME]["lead"]["unit"], found[SCHEME]["criteria_public"]) == ("kr-u03", "part")
    assert found["kr-foreign-warning"]["state"] == "no_levels_read"
    assert found["kr-oil-manual-2011"]["state"] == "scheme_not_in_force"
    assert found["kr-industry-warning"]["lead"]["unit"] == "kr-u04"
    stations = {one["station"]: one for one in found[SCHEME]["line"]}
    assert stations["sign"]["words"]["en"] == "Minister, Ministry of Trade, Industry and Resources"
    assert stations["draft"]["unverified"]
    assert "not read" in stations["consult"]["words"]["en"]


def test_criteria_are_told_as_far_as_they_are_public():
    told = {one.resource: [words.en for words in one.criteria_told] for one in levels_of(SCHEME)}
    assert told["gas"][0].startswith("KRC-2 for 관심 (attention), Article 23; named when the level was raised")
    assert "from 80% to 100% (whether the bounds count is not known); public in part" in told["gas"][0]
    assert "how they combine is not public" in told["oil"][0]
    assert told["coal"] == []
    old = levels_of("kr-oil-manual-2011")[0].criteria_told
    assert "above 130 USD per barrel for 5 days" in old[1].en
    assert "초과" in old[1].ko


def test_a_criterion_is_not_held_against_a_day_before_it_was_public():
    before = [one["criterion"] for one in asked("oil", "2026-03-06", known="2026-03-07").criteria["results"]]
    after = [one["criterion"] for one in asked("oil", "2026-03-06", known="2026-03-20").criteria["results"]]
    assert (before, after) == (["KRC-1"], ["KRC-1", "KRC-3"])
    assert asked("oil", "2026-03-04", known="2026-03-05").criteria_words.en == "its criteria were not read"


def test_a_step_to_come_without_a_day_is_told_as_an_interval():
    march = asked("oil", "2026-03-06")
    assert [words.en.split(",")[0] for words in march.planned][:2] == [
        "to come: 주의 (caution) from Wed 18 Mar 2026 15:00 KST",
        "to come: 경계 (alert)",
    ]
    assert "the step of HMZ-15 (unverified) lies between" in march.planned[1].en


def test_the_old_manual_is_checked_by_data():
    for price, said in (("101/6d", "first threshold"), ("131/6d", "second"), ("151/6d", "third")):
        found = run_korea(
            "watch", "level", "propose", "oil", "--scheme", "kr-oil-manual-2011", "--input", f"dubai-price={price}@ED2",
            "--by", "kr-u03", "--try",
        )  # fmt: skip
        assert said in found.text.splitlines()[0], found.text
    short = run_korea(
        "watch", "level", "propose", "oil", "--scheme", "kr-oil-manual-2011", "--input", "dubai-price=101/4d@ED2",
        "--by", "kr-u03", "--try",
    )  # fmt: skip
    assert "held for 4 of 5 days" in short.text


def test_every_reading_and_criterion_of_the_content_is_cited_by_a_known_publication():
    tower = korea()
    for scheme in tower.schemes:
        parts = (scheme, *scheme.criteria, *scheme.readings, *scheme.line, *scheme.measures, *scheme.levels)
        for source in (source for part in parts for source in part.sources):
            assert tower.references.get(source).publisher
        for fact in (*scheme.facts, *(one.fact for one in scheme.readings if one.fact)):
            assert tower.facts.get(fact)
        for gap in (*scheme.unknowns, *(one.unknown for one in scheme.silences)):
            assert gap in tower.unknowns.by_id
        for item in (*(item for one in scheme.resources for item in one.items), *(one.item for one in scheme.follows)):
            assert item in tower.items


def test_the_page_draws_the_steps_where_they_stand_and_hatches_what_is_known_only_now(tmp_path):
    asked_for = ("watch", "level", "--scheme", SCHEME, "--replay", f"{FIRST}..{LAST}", "--out", str(tmp_path))
    found = run_korea(*asked_for)
    assert found.code == 0, found.err
    assert found.text.strip() == whole().headline.en
    assert whole().headline.en.startswith("Raised: oil to 주의 (caution) by 18 March, perhaps later 경계 (alert)")
    assert {path.name for path in tmp_path.iterdir()} == {
        f"cycle-{SCHEME}.{end}" for end in ("html", "ko.html", "json", "csv")
    }
    for name in ("html", "ko.html"):
        root = html.document_fromstring((tmp_path / f"cycle-{SCHEME}.{name}").read_bytes())
        wide = root.xpath("//div[@class='wide']/svg")[0]
        drawn = [
            (one.get("class").split()[-1], *spans(one)) for one in wide.xpath(".//line[contains(@class, 'step ')]")
        ]
        oil, gas = drawn[:3], drawn[-2:]
        assert [one[0] for one in oil] == ["step-0", "step-1", "step-2"]
        assert [one[1] for one in oil] == [pytest.approx(part * DAYS_WIDE + 96, abs=0.1) for part in (0, 6, 19)]
        assert [one[0] for one in gas] == ["step-0", "step-1"]
        hatched = [one for one in wide.xpath(".//rect[starts-with(@fill, 'url')]") if float(one.get("height")) > 10]
        starts = sorted(float(one.get("x")) for one in hatched)
        assert starts == [pytest.approx(day * DAYS_WIDE + 96, abs=0.1) for day in (19, 19, 123, 124)], (
            "since 18 March oil perhaps higher and gas not told, on 30 June either of two, since 1 July oil not told"
        )


DAYS_WIDE = (1100 - 8 - 96) / 126


def spans(line):
    return float(line.get("x1")), float(line.get("x2"))


def test_only_a_replay_is_written(tmp_path):
    found = run_korea("watch", "level", "crude-oil", "--out", str(tmp_path))
    assert found.code == 2
    assert "--replay FIRST..LAST beside --out" in found.err
