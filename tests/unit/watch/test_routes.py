"""Route exposure and weeks of ships: bounds that hold, and gaps that are no zeros."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwanje.foundation.errors import ContentError, WrongUseError
from gwanje.watch import RouteExposure, Routes, route_exposure, week_of_transits

BEGIN = date(2030, 1, 7)
PASSING = {"OZZ": "all", "WDL": "part"}


def test_what_must_pass_and_what_may() -> None:
    shares = {"OZZ": 0.2, "WDL": 0.5, "NRN": 0.3, "LLP": None}
    assert route_exposure(shares, PASSING) == RouteExposure(0.2, 0.7)
    assert route_exposure({"NRN": 1.0}, PASSING) == RouteExposure(0.0, 0.0)
    assert route_exposure({"OZZ": None}, PASSING) is None, "not known is no exposure of zero"
    for bad in ({"OZZ": -0.1}, {"OZZ": math.nan}, {"OZZ": 0.7, "NRN": 0.6}):
        with pytest.raises(WrongUseError):
            route_exposure(bad, PASSING)


@given(st.dictionaries(st.sampled_from(["OZZ", "WDL", "NRN", "LLP"]), st.floats(1e-6, 1e6), min_size=1))
def test_bounds_hold_whatever_the_shares(amounts: dict[str, float]) -> None:
    total = math.fsum(amounts.values())
    found = route_exposure({name: amount / total for name, amount in amounts.items()}, PASSING)
    assert found is not None
    assert 0 <= found.low <= found.high <= 1


def days(count: int, ships=lambda at: 30.0 + at % 4) -> list[tuple[date, float | None]]:
    return [(BEGIN + timedelta(days=at), ships(at)) for at in range(count)]


def week(daily, last, **numbers):
    return week_of_transits(daily, BEGIN + timedelta(days=last), **({"looked_back": 52, "least": 26} | numbers))


def test_a_week_stands_against_the_weeks_before_it_and_nothing_later() -> None:
    quiet = days(7 * 40)
    fallen = [*quiet, *((BEGIN + timedelta(days=280 + at), 3.0) for at in range(7))]
    found = week(fallen, 286)
    assert (found.ships, found.score < -2) == (21.0, True)
    assert found.usual == pytest.approx(220, abs=3)
    later = [*fallen, *((BEGIN + timedelta(days=287 + at), 999.0) for at in range(30))]
    assert week(later, 286) == found, "what came later changes nothing"


def test_gaps_few_weeks_and_no_spread_give_no_score() -> None:
    missing = [(day, None if at == 100 else ships) for at, (day, ships) in enumerate(days(280))]
    assert week(missing, 102) is None, "a day that is not told is not a day without ships"
    assert week(missing, 279).ships == pytest.approx(220, abs=4)
    assert week(days(7 * 20), 139).score is None
    assert week(days(280, lambda _: 30.0), 279).score is None, "weeks that never differ have no spread"
    assert week([*days(280)[:-7], *((day, 0.0) for day, _ in days(280)[-7:])], 279).score == -math.inf
    for bad in ([(BEGIN, 1.0), (BEGIN, 2.0)], [(BEGIN, -1.0)], [(BEGIN, math.inf)]):
        with pytest.raises(WrongUseError):
            week_of_transits(bad, BEGIN, looked_back=52, least=26)


def test_content_without_routes_says_so() -> None:
    with pytest.raises(ContentError, match=r"no routes.*indicators/routes.yaml"):
        Routes.read({})
