"""The largest share over twelve months: what nobody weighed is not zero."""

from datetime import date

from gwanje.watch.distress import MonthlyPanel, MonthlyRow, SeriesKey, twelve_month_leaders


def rows(partner, value, mass, without=()):
    return [
        MonthlyRow(
            SeriesKey("a", partner), date(2030 + at // 12, at % 12 + 1, 1), value, None if at in without else mass
        )
        for at in range(15)
    ]


def shares(without, partner):
    many = rows("OZZ", 90.0, 90.0, without if partner == "OZZ" else ())
    few = rows("WDL", 10.0, 10.0, without if partner == "WDL" else ())
    panel = MonthlyPanel.from_rows([*many, *few])
    return {by: twelve_month_leaders(panel, "a", by=by) for by in ("mass_t", "value_usd")}


def test_where_the_leader_was_not_weighed_its_share_by_mass_is_not_known():
    found = shares((13,), "OZZ")
    assert [one.period for one in found["mass_t"]] == ["2030-12", "2031-01"]
    assert {one.low for one in found["mass_t"]} == {0.9}
    assert [one.period for one in found["value_usd"]] == ["2030-12", "2031-01", "2031-02", "2031-03"]


def test_a_follower_that_was_not_weighed_leaves_the_leader_known():
    assert len(shares((13,), "WDL")["mass_t"]) == 4
