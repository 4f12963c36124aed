"""Relapses into Korea: the scan of every code, the urea story by its three cited figures, what is judged and what is not."""

from functools import cache

import pytest

from gwanje.watch import RelapseNumbers, SupplyEvents
from towers import korea, run_korea

pytestmark = pytest.mark.korea


@cache
def ask(*arguments: str):
    found = run_korea("watch", "relapse", *arguments, "--format", "json")
    assert (found.code, found.err) == (0, ""), found.err
    return found.json()


def events_of(answer, series):
    one = next(one for one in answer["series"] if one["series"] == series)
    return [
        (e["quantity"], e["supplier"], e["peak"]["period"], e["trough"]["period"], e["met"]["period"])
        for e in one["relapses"]
    ]


def supply_events():
    return SupplyEvents.read(korea().indicator_texts, korea().zone, korea().references.known_of)


def test_urea_relapsed_by_the_yearly_rule_on_its_three_cited_figures():
    answer = ask("--item", "urea")
    (one,) = answer["series"]
    assert (one["basis"], one["state"], one["state_by_value"], one["state_by_mass"]) == (
        "cited shares",
        "relapsed",
        "not computable",
        "not computable",
    )
    (event,) = one["relapses"]
    assert (event["certainty"], event["quantity"], event["supplier"]) == ("relapse", "not reported", "CHN")
    assert (event["peak"]["low"], event["trough"]["low"], event["met"]["low"], event["met"]["high"]) == (
        0.97,
        0.665,
        0.9,
        1.0,
    )
    assert (event["verdict"], event["verdict_events"]) == ("supply event", ["SUP-1", "SUP-2"])
    assert {note["id"] for note in answer["sources"]} == {"KT2", "AS5", "JA2"}


def test_the_cited_figures_are_those_of_the_fact():
    (cited,) = supply_events().cited
    figures = next(fact for fact in korea().facts if fact.id == cited.fact).figures
    assert [(one.share, one.bound) for one in cited.shares] == [(figure.value, figure.bound) for figure in figures]


def test_urea_was_not_known_to_have_relapsed_before_the_article():
    before = ask("--item", "urea", "--known", "2023-12-01")
    assert (before["series"][0]["status"], before["series"][0]["relapses"]) == ("not_yet_known", [])
    assert "not public by then" in before["series"][0]["reason"]
    assert ask("--item", "urea", "--known", "2023-12-06")["series"][0]["state"] == "relapsed"


def test_the_scan_of_every_code():
    answer = ask("--all")
    counts = answer["counts"]
    assert (counts["series"], counts["with_data"]) == (75, 72)
    assert sum(one["basis"] == "trade table" for one in answer["series"]) == 74
    assert (counts["relapses_by_value"], counts["relapses_by_mass"], counts["relapses_by_not_reported"]) == (73, 67, 1)
    assert (counts["supply_event"], counts.get("false_alarm", 0), counts["not_judged"]) == (1, 0, 140)
    assert answer["limits"] == {"fall": 0.1, "rebound": 0.05, "months": None, "target": 0.5, "floor_usd": 1_000_000}


def test_graphite_and_rare_earths_looked_at():
    answer = ask("--all")
    assert events_of(answer, "hs1992:250410") == [
        ("value", "CHN", "1995", "2003", "2007"),
        ("mass", "CHN", "2000", "2014", "2015"),
    ]
    assert events_of(answer, "hs1992:284690") == [
        ("value", "CHN", "1995", "1997", "1998"),
        ("value", "CHN", "2002", "2007", "2009"),
        ("value", "CHN", "2010", "2018", "2019"),
        ("mass", "CHN", "2006", "2012", "2013"),
    ]
    silent = [one["series"] for one in answer["series"] if one["status"] != "ok"]
    assert silent == ["hs1992:260900", "hs1992:283030", "hs1992:811211"]
    assert all("floor" in one["reason"] for one in answer["series"] if one["series"] in silent)


def test_no_state_is_better_than_its_worse_quantity():
    order = ["diversified", "improving", "concentrated", "relapsing", "relapsed"]
    for one in ask("--all")["series"]:
        states = [one["state_by_value"], one["state_by_mass"]]
        if one["basis"] == "trade table" and "not computable" not in states:
            assert one["state"] == max(states, key=order.index)


def test_every_relapse_keeps_the_rule():
    for one in ask("--all")["series"]:
        peaks = [(event["quantity"], event["peak"]["period"]) for event in one["relapses"]]
        assert len(set(peaks)) == len(peaks)
        for event in one["relapses"]:
            assert event["peak"]["low"] - event["trough"]["high"] >= 0.1 - 1e-9
            assert event["met"]["low"] - event["trough"]["high"] >= 0.05 - 1e-9
            assert event["peak"]["holder"] == event["met"]["holder"] == event["supplier"]


def test_before_the_slice_was_public_nothing_is_said():
    answer = ask("--item", "hs1992:284690", "--known", "2026-07-01")
    assert (answer["series"][0]["status"], answer["series"][0]["state"]) == ("not_yet_known", "not computable")


def test_the_monthly_rule_says_that_it_has_no_table():
    answer = ask("--item", "natural-graphite", "--rule", "monthly")
    assert (answer["series"][0]["status"], answer["series"][0]["relapses"]) == ("no_data", [])
    assert "not seen" in answer["series"][0]["reason"]


def test_every_event_names_items_measures_and_facts_that_exist():
    tower, events = korea(), supply_events()
    facts = {fact.id for fact in tower.facts}
    for item, kept in events.lists.items():
        assert item in tower.items
        assert kept.covers_from < kept.covers_to
        for event in kept.events:
            if event.measure:
                assert item in tower.restrictions.get(event.measure).items
                assert set(event.suppliers) == set(tower.restrictions.get(event.measure).issuers)
            assert set(event.facts) <= facts
            for source in event.sources:
                assert tower.references.get(source).publisher
    assert RelapseNumbers.read(tower.indicator_texts).judging_months.value == 24


def test_people_read_it_in_both_languages():
    english = run_korea("watch", "relapse", "--item", "urea").text
    korean = run_korea("watch", "relapse", "--item", "urea", "--lang", "ko").text
    assert "urea: relapsed" in english
    assert "do not say whether the shares are by value or by mass" in english
    assert "재상승" in korean
    assert "기준 미상" in korean


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((), "--item ITEM or --all"), (("--all", "--item", "urea"), "both"), (("--item", "uria"), "Did you mean")],
)
def test_a_question_that_is_none_is_refused(arguments, said):
    found = run_korea("watch", "relapse", *arguments)
    assert found.code == 2
    assert said in found.err
