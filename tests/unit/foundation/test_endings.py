from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gwanje.foundation.content import parse_record
from gwanje.foundation.endings import Ending
from gwanje.foundation.errors import ContentError

SEOUL = ZoneInfo("Asia/Seoul")


def ending(text: str) -> Ending:
    return parse_record(text, "ending.yaml", Ending, zone=SEOUL)


@pytest.mark.parametrize(
    ("reading", "ends"),
    [
        ("exclusive", [datetime(2026, 11, 9, 16, tzinfo=UTC)]),
        ("inclusive", [datetime(2026, 11, 10, 16, tzinfo=UTC)]),
        ("unknown", [datetime(2026, 11, 9, 16, tzinfo=UTC), datetime(2026, 11, 10, 16, tzinfo=UTC)]),
    ],
)
def test_a_reading_gives_its_candidates_convention_t3(reading: str, ends: list[datetime]) -> None:
    found = ending(f"{{wording: until 10 November, named: 2026-11-10, zone: Asia/Shanghai, reading: {reading}}}")
    assert list(found.ends) == ends
    assert found.earliest == ends[0]


def test_an_end_that_has_passed_is_a_state_convention_t4() -> None:
    found = ending("{wording: until the 10th, named: 2026-11-10, zone: Asia/Shanghai}")
    first, second = found.ends
    assert found.state(first - timedelta(seconds=1)) == "running"
    assert found.state(first) == "over by one reading"
    assert found.state(second) == "over"


def test_a_term_keeps_derived_candidates() -> None:
    found = ending("{wording: for one year, candidates: [2026-11-11, 2026-11-10], zone: Asia/Shanghai}")
    assert [end.day for end in found.ends] == [10, 11]


def test_an_exact_instant_needs_no_zone_beside_it() -> None:
    found = ending("{wording: 150 days, instant: '2026-07-24T00:01 America/New_York', reading: exclusive}")
    assert found.ends == (datetime(2026, 7, 24, 4, 1, tzinfo=UTC),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{wording: x}", "exactly one of"),
        ("{wording: x, named: 2026-11-10}", "zone of its source"),
        ("{wording: x, named: 2026-11-10, candidates: [2026-11-10], zone: Asia/Seoul}", "exactly one of"),
        ("{wording: x, named: 2026-11-10, zone: Mars/Olympus}", "zone"),
        ("{wording: x, named: 2026-11-10, zone: Asia/Seoul, readin: inclusive}", "Did you mean 'reading'"),
    ],
)
def test_an_unclear_ending_is_refused(text: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        ending(text)
