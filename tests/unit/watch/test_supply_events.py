"""Content that relapses are held against: sourced events, cited shares, and a verdict that claims no more than the lists."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from gwanje.foundation.errors import ContentError
from gwanje.watch import RelapseNumbers, SupplyEvents, judged
from gwanje.watch.distress import DistressLimits, content_hash

ZONE = ZoneInfo("UTC")
EVENT = """
- item: pixie
  covers_from: 2030-01-01
  covers_to: 2034-01-01
  basis: example
  events:
    - {id: NSE-1, what: {en: a stop, ko: 중단}, suppliers: ["OZZ"], in_force: 2031-05-01, first_shortfall: not reported, sources: [NV1]}
"""


def read(text, cited=""):
    files = {"indicators/supply-events.yaml": text, "indicators/cited-shares.yaml": cited}
    return SupplyEvents.read(files, ZONE, lambda record: datetime(2032, 1, 1, tzinfo=UTC))


def test_events_are_read_with_their_days():
    kept = read(EVENT).lists["pixie"]
    assert (kept.covers_from, kept.covers_to) == (date(2030, 1, 1), date(2034, 1, 1))
    assert kept.events[0].in_force.first == date(2031, 5, 1)
    assert kept.events[0].first_shortfall.first is None
    assert read("").lists == {}


def test_the_register_alone_has_the_days_of_a_measure():
    with pytest.raises(ContentError, match="the register has the days"):
        read(EVENT.replace("in_force:", "measure: NRS-1, in_force:"))
    with pytest.raises(ContentError, match="stands twice"):
        read(EVENT + EVENT)


def test_cited_shares_keep_their_bounds():
    text = '- {item: pixie, importer: "NVL", supplier: "OZZ", basis: mass, shares: [{year: 2031, share: 0.4, bound: at most}, {year: 2030, share: 0.9, bound: above}], sources: [NV1]}'
    shares = read("", text).cited[0].as_shares()
    assert [(one.period, one.low, one.high) for one in shares] == [("2030", 0.9, 1.0), ("2031", 0.0, 0.4)]
    with pytest.raises(ContentError):
        read("", text.replace("0.9", "1.9"))


COVER = (date(2030, 1, 1), date(2036, 1, 1))


@pytest.mark.parametrize(
    ("met", "days", "covered", "verdict"),
    [
        (date(2033, 1, 1), [date(2031, 5, 1)], COVER, "supply event"),
        (date(2033, 1, 1), [date(2030, 5, 1)], COVER, "false alarm"),
        (date(2033, 1, 1), [], None, "not judged"),
        (date(2035, 1, 1), [], COVER, "not judged"),
        (date(2035, 1, 1), [date(2035, 5, 1)], COVER, "supply event"),
        (date(2020, 1, 1), [], COVER, "not judged"),
    ],
)
def test_a_list_confirms_what_it_holds_and_refutes_only_what_it_covers(met, days, covered, verdict):
    found = judged(met, {"NSE-1": days}, covered, months=24)
    assert found.verdict == verdict
    assert bool(found.events) == (verdict == "supply event")
    assert bool(found.reason) == (verdict != "supply event")


def test_content_without_numbers_is_refused_where_they_are_asked_for():
    with pytest.raises(ContentError, match="no numbers for relapses"):
        RelapseNumbers.read({})
    with pytest.raises(ContentError, match="no distress indicators"):
        DistressLimits.read({})


def test_the_hash_of_content_moves_with_every_letter_and_with_its_place():
    files = {"a": "x", "b": "y"}
    assert content_hash(files, "a", "b") == content_hash(files, "b", "a")
    assert (
        len({content_hash(files, "a", "b"), content_hash(files, "a"), content_hash({"a": "xy", "b": ""}, "a", "b")})
        == 3
    )
