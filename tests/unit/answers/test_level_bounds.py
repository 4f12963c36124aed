"""A change of a share is told in points, whichever page tells it; other changes in per cent."""

import pytest

from gwanje.answers.level_grounds import _figure
from gwanje.answers.level_words import bounds_words


@pytest.mark.parametrize(
    ("kind", "unit", "value", "told"),
    [
        ("reliance-change", "share", -0.0345, ("-3.45 points", "-3.45%p")),
        ("volume-change", "share", 1.47, ("+147%", "+147%")),
        ("stock-share", "share", 0.92, ("92%", "92%")),
        ("price-level", "USD/bbl", 105.0, ("105 USD/bbl", "105 USD/bbl")),
    ],
)
def test_a_figure_has_its_unit(kind, unit, value, told):
    assert _figure(value, {"kind": kind, "unit": unit}) == told


def test_bounds_of_a_change_of_a_share_are_points():
    assert bounds_words((0.1, None), "reliance-change", "share", None) == ("from 10 points", "10%p 이상")
    assert bounds_words((0.1, None), "price-change", "share", None) == ("from 10%", "10% 이상")
