"""Relapses: the yearly and the monthly rule, bounds, one event for each peak, states by value and by mass."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.foundation.errors import WrongUseError
from gwanje.watch import RelapseLimits, Share, joint_state, relapses

LIMITS = RelapseLimits(fall=0.10, rebound=0.05, months=3, target=0.5)
SHARES = st.lists(st.tuples(st.integers(0, 100).map(lambda n: n / 100), st.sampled_from("CD")), min_size=1, max_size=14)


def series(values, holders=None, usd=None):
    holders = holders or "C" * len(values)
    usd = usd or [None] * len(values)
    return [
        Share.exactly(f"{1990 + at}", holder, value, money)
        for at, (value, holder, money) in enumerate(zip(values, holders, usd, strict=True))
    ]


def met(found):
    return [(event.peak.period, event.trough.period, event.met.period) for event in found.events]


def plain(pairs):
    """The yearly rule written out anew: for each running peak the first year that comes back from the least since."""
    found, peak, told = [], 0, False
    for at in range(1, len(pairs)):
        since = [share for share, _ in pairs[peak:at]]
        trough = min(since)
        top, holder = pairs[peak]
        share, now = pairs[at]
        back = now == holder and top - trough >= 0.10 - 1e-9 and share - trough >= 0.05 - 1e-9
        if back and not told:
            found.append((peak, peak + since.index(trough), at))
            told = True
        if share > top + 1e-12:
            peak, told = at, False
    return [tuple(f"{1990 + at}" for at in one) for one in found]


@settings(max_examples=300, deadline=None)
@given(SHARES)
def test_the_yearly_rule_is_the_one_written_out(pairs):
    values, holders = [share for share, _ in pairs], "".join(holder for _, holder in pairs)
    assert met(relapses(series(values, holders), "annual", LIMITS)) == plain(pairs)


@settings(max_examples=200, deadline=None)
@given(SHARES, st.sampled_from(["annual", "monthly"]))
def test_a_peak_gives_one_event_and_the_holder_comes_back(pairs, rule):
    values, holders = [share for share, _ in pairs], "".join(holder for _, holder in pairs)
    found = relapses(series(values, holders), rule, LIMITS)
    assert len({event.peak.period for event in found.events}) == len(found.events)
    for event in found.events:
        assert event.peak.period < event.trough.period < event.met.period
        assert event.peak.holder == event.met.holder == event.holder
        assert event.peak.low - event.trough.high >= 0.10 - 1e-9
        assert event.strength == pytest.approx((event.met.low - event.trough.low) / (event.peak.low - event.trough.low))


@settings(max_examples=150, deadline=None)
@given(SHARES, SHARES, st.sampled_from(["annual", "monthly"]))
def test_later_periods_change_no_earlier_event(early, late, rule):
    def events(pairs):
        found = relapses(series([share for share, _ in pairs], "".join(holder for _, holder in pairs)), rule, LIMITS)
        return [event for event in found.events if event.met.period < f"{1990 + len(early)}"]

    assert events(early) == events([*early, *late])


def test_the_monthly_rule_needs_three_in_a_row():
    assert met(relapses(series([0.9, 0.7, 0.8, 0.8]), "monthly", LIMITS)) == []
    assert met(relapses(series([0.9, 0.7, 0.8, 0.74, 0.8, 0.8, 0.8]), "monthly", LIMITS)) == [("1990", "1991", "1996")]
    assert relapses(series([0.9, 0.7, 0.8, 0.8]), "monthly", LIMITS).state == "relapsing"


def test_a_rebound_above_its_own_peak_is_a_relapse_and_the_next_peak():
    assert met(relapses(series([0.9, 0.7, 0.95, 0.8, 0.9]), "annual", LIMITS)) == [
        ("1990", "1991", "1992"),
        ("1992", "1993", "1994"),
    ]
    assert met(relapses(series([0.9, 0.7, 0.95, 0.96, 0.97]), "monthly", LIMITS)) == [("1990", "1991", "1994")]
    assert relapses(series([0.9, 0.7, 0.95]), "annual", LIMITS).state == "relapsed"


def test_another_holder_is_no_relapse():
    assert met(relapses(series([0.9, 0.7, 0.85], "CCD"), "annual", LIMITS)) == []
    assert met(relapses(series([0.9, 0.7, 0.85], "CDC"), "annual", LIMITS)) == [("1990", "1991", "1992")]


def test_at_the_limit_counts():
    assert met(relapses(series([0.9, 0.8, 0.85]), "annual", LIMITS)) == [("1990", "1991", "1992")]
    assert met(relapses(series([0.9, 0.81, 0.95]), "annual", LIMITS)) == []
    assert met(relapses(series([0.9, 0.8, 0.849]), "annual", LIMITS)) == []


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.90, 1.0, "relapse"), (0.68, 0.9, "possible relapse"), (0.0, 0.71, None), (0.70, 0.72, "possible relapse")],
)
def test_of_bounds_the_nearer_decides(low, high, said):
    shares = [Share.exactly("2021", "CHN", 0.97), Share.exactly("2022", "CHN", 0.665), Share("2023", "CHN", low, high)]
    found = relapses(shares, "annual", LIMITS)
    assert [event.certainty for event in found.events] == ([said] if said else [])


def test_a_possible_relapse_becomes_one_when_a_year_confirms_it():
    shares = [*series([0.97, 0.665]), Share("1992", "C", 0.68, 0.9)]
    assert relapses(shares, "annual", LIMITS).state == "relapsing"
    found = relapses([*shares, Share.exactly("1993", "C", 0.8)], "annual", LIMITS)
    assert [(event.certainty, event.met.period) for event in found.events] == [("relapse", "1993")]


def test_years_under_the_floor_are_left_out_and_named():
    limits = RelapseLimits(fall=0.10, rebound=0.05, months=3, target=0.5, floor_usd=1e6)
    shares = series([0.9, 0.2, 0.9], usd=[2e6, 0.5e6, 2e6])
    found = relapses(shares, "annual", limits)
    assert (met(found), found.below_floor, found.periods) == ([], ("1991",), 2)
    nothing = relapses(series([0.9], usd=[1.0]), "annual", limits)
    assert (nothing.state, nothing.periods) == ("not computable", 0)


@pytest.mark.parametrize(
    ("values", "state"),
    [([0.9], "concentrated"), ([0.9, 0.75], "improving"), ([0.9, 0.4], "diversified"), ([0.4, 0.45], "diversified"),
     ([0.9, 0.7, 0.8], "relapsed"), ([0.9, 0.7, 0.8, 0.7], "improving"), ([0.9, 0.85], "concentrated")],
)  # fmt: skip
def test_states(values, state):
    assert relapses(series(values), "annual", LIMITS).state == state


def test_better_is_never_said_on_one_quantity_alone():
    assert joint_state("diversified", "diversified") == "diversified"
    assert joint_state("diversified", "relapsed") == "relapsed"
    assert joint_state("not computable", "diversified") == "not computable"
    assert joint_state("not computable", "relapsed") == "relapsed"
    assert joint_state("not computable", "not computable") == "not computable"


@pytest.mark.parametrize(
    "bad", [[Share("1990", "C", 0.5, 0.4)], [Share("1990", "C", -0.1, 0.4)], [Share("1990", "C", 0.5, 1.4)]]
)
def test_shares_outside_their_range_are_refused(bad):
    with pytest.raises(WrongUseError, match="share of 1990"):
        relapses(bad, "annual", LIMITS)


def test_periods_out_of_order_are_refused():
    with pytest.raises(WrongUseError, match="order of time"):
        relapses([Share.exactly("1991", "C", 0.5), Share.exactly("1991", "C", 0.5)], "annual", LIMITS)


def months(names, values):
    return [Share.exactly(name, "C", value) for name, value in zip(names, values, strict=True)]


def test_months_on_both_sides_of_a_gap_are_not_in_a_row():
    values = (0.9, 0.7, 0.8, 0.8, 0.8)
    whole = months(("2020-01", "2020-02", "2020-03", "2020-04", "2020-05"), values)
    assert [event.met.period for event in relapses(whole, "monthly", LIMITS).events] == ["2020-05"]
    torn = months(("2020-01", "2020-02", "2020-03", "2020-04", "2021-05"), values)
    assert relapses(torn, "monthly", LIMITS).events == ()
    across = months(("2020-01", "2020-02", "2020-11", "2020-12", "2021-01"), values)
    assert [event.met.period for event in relapses(across, "monthly", LIMITS).events] == ["2021-01"]
    floor = RelapseLimits(fall=0.10, rebound=0.05, months=3, target=0.5, floor_usd=1e6)
    small = [*whole[:3], Share.exactly("2020-04", "C", 0.8, 1.0), *months(("2020-05", "2020-06"), (0.8, 0.8))]
    assert relapses(small, "monthly", floor).events == ()
