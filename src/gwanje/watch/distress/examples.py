"""A made-up history and made-up numbers, for the examples on the cards and for whoever tries the functions out."""

from datetime import date

from gwanje.watch.distress.panel import MonthlyPanel, MonthlyRow, SeriesKey
from gwanje.watch.distress.records import Cutoffs, DistressLimits, WeightedFeature, Weighting
from gwanje.watch.distress.vintages import History
from gwanje.watch.indicators import Threshold

GRAPHITE = SeriesKey("graphite", "OZZ")


def example_rows() -> list[MonthlyRow]:
    """Five years of one series that moves a little, and falls to a tenth in the last month."""
    rows = []
    for at in range(60):
        usual = 100.0 + 5 * (at % 12) + (at * 7 % 5)
        mass = usual / 10 if at == 59 else usual
        rows.append(MonthlyRow(GRAPHITE, date(2030 + at // 12, at % 12 + 1, 1), 1000 * mass, mass))
    return rows


def example_panel() -> MonthlyPanel:
    """The same as a panel."""
    return MonthlyPanel.from_rows(example_rows())


def example_history() -> History:
    """The same as a history."""
    return History.from_rows(example_rows())


def example_limits() -> DistressLimits:
    """Numbers for examples only; those of a country are content."""

    def number(value: float) -> Threshold:
        return Threshold(value=value, unit="1", basis="example")

    fall = WeightedFeature(measure="mass_fall", at=2, strong=4, weight=1, basis="example")
    return DistressLimits(
        window_months=number(60),
        least_points=number(24),
        spread_floor=number(0.25),
        squeeze_dearer=number(1),
        squeeze_less=number(1),
        change_slack=number(0.5),
        change_limit=number(5),
        front_loading_years=number(5),
        front_loading_at=number(1.5),
        months_up=number(2),
        months_down=number(3),
        budget=number(20),
        publication_lag_days=number(20),
        january_with_february=False,
        window_before_days=number(180),
        window_after_days=number(180),
        events_for_rates=number(10),
        alarm_level="attention",
        cutoffs=Cutoffs(attention=1, caution=2, alert=3, serious=5, basis="example"),
        signs=(fall,),
        weightings=(Weighting(key="falls", names={"en": "Falls", "ko": "감소"}),),
    )
