"""GeoPolRisk, economic importance before substitution, and the structure as a list of features."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.criticality import (
    Bounds,
    UseShare,
    characterisation_factor,
    economic_importance,
    feature,
    geopolitical_risk,
    import_risk,
    instability,
    structure_score,
)


def ends(bounds):
    return bounds.low, bounds.high


def exact(value):
    return Bounds(value, value)


def test_import_risk_by_hand():
    found = import_risk({"CHN": 80.0, "XXX": 20.0, "LLP": None}, {"CHN": 0.6}, production=100.0)
    assert ends(found.value) == pytest.approx((48 / 200, 68 / 200))
    assert (found.without_governance, found.share_without_governance, found.without_amount) == (("XXX",), 0.2, ("LLP",))


def test_nothing_imported_is_undefined_not_zero():
    assert import_risk({"CHN": None}, {"CHN": 0.6}, production=1.0) is None
    assert import_risk({}, {}, production=0.0) is None


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_bad_amounts_are_refused(bad):
    with pytest.raises(WrongUseError):
        import_risk({"CHN": bad}, {}, production=0.0)
    with pytest.raises(WrongUseError):
        import_risk({"CHN": 1.0}, {}, production=bad)
    with pytest.raises(WrongUseError):
        geopolitical_risk(exact(0.5), exact(0.5), unit_price_usd_kg=bad)


@given(st.floats(-4, 4))
def test_instability_is_a_fraction(estimate):
    assert 0 <= instability(estimate) <= 1


@given(st.dictionaries(st.sampled_from("ABCDE"), st.floats(0.1, 100), min_size=1), st.floats(0, 100), st.floats(0, 1))
def test_own_production_lowers_the_risk_and_never_below_zero(imports, production, level):
    levels = dict.fromkeys(imports, level)
    alone, with_own = (import_risk(imports, levels, production=own).value for own in (0.0, production))
    assert 0 <= with_own.low <= alone.low * (1 + 1e-12)
    assert alone.high == pytest.approx(level)


def test_score_midpoint_and_copper():
    found = geopolitical_risk(Bounds(0.4, 0.5), exact(0.5), unit_price_usd_kg=4.0)
    assert (found.score, found.midpoint) == (Bounds(0.2, 0.25), Bounds(0.8, 1.0))
    assert ends(characterisation_factor(found.midpoint, exact(0.2))) == pytest.approx((4, 5))
    assert characterisation_factor(found.midpoint, Bounds(0.0, 0.2)) is None


def test_importance_by_hand_with_what_is_not_attributed():
    uses = [UseShare("steel", exact(0.5), "C24", exact(80.0)), UseShare("cars", exact(0.3), "C29", Bounds(50.0, 100.0)),
            UseShare("other", exact(0.2), None, None)]  # fmt: skip
    found = economic_importance(uses, largest_value_added=100.0)
    assert (found.value.low, found.value.high) == (pytest.approx(5.5), pytest.approx(7.0))
    assert found.missing_share == pytest.approx(0.2)
    assert found.with_missing == pytest.approx(9.0)
    assert found.ratio_to(2.5).high == pytest.approx(3.6)
    assert found.ratio_to(None) is None
    assert economic_importance([], largest_value_added=100.0) is None


def test_the_largest_industry_is_the_largest():
    with pytest.raises(WrongUseError):
        economic_importance([UseShare("a", exact(1.0), "C24", exact(5.0))], largest_value_added=4.0)


def test_features_at_the_cutoff_are_not_above_it():
    assert feature("a", 0.5, 0.5, cutoff=0.5, weight=1).met is False
    assert feature("a", 0.4, 1.0, cutoff=0.5, weight=1).met is None
    assert feature("a", 0.6, math.inf, cutoff=0.5, weight=1).met is True
    assert feature("a", None, None, cutoff=0.5, weight=1).reason == "no value"
    with pytest.raises(WrongUseError):
        feature("a", math.nan, 1.0, cutoff=0.5, weight=1)


@given(st.lists(st.sampled_from([0.0, 1.0, None]), min_size=1, max_size=8))
def test_an_unknown_feature_never_lowers_the_word_at_most(values):
    told = [feature(str(n), one, one, cutoff=0.5, weight=1) for n, one in enumerate(values)]
    found = structure_score(told, raised=0.34, high=0.67, least_seen=0.0)
    order = ("low", "raised", "high")
    assert order.index(found.word) <= order.index(found.word_at_most)
    assert found.low <= found.high <= found.possible


def test_too_little_seen_gives_no_word():
    told = [feature("a", 1.0, 1.0, cutoff=0.5, weight=1), feature("b", None, None, cutoff=0.5, weight=3)]
    found = structure_score(told, raised=0.34, high=0.67, least_seen=0.5)
    assert (found.word, found.word_at_most, found.seen) == ("not computable", "not computable", 0.25)
    with pytest.raises(WrongUseError):
        structure_score([], raised=0.34, high=0.67, least_seen=0.5)
