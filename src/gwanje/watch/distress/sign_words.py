"""What every sign is called, in both languages, how it is made, and which columns of a monthly table it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gwanje.watch.distress.records import MeasureName, Weighting

Named = Mapping[Literal["en", "ko"], str]
_SCORE = "z = (d - med) / (1.4826 MAD) of the months before; d = ln y(t) - ln y(t-12)"
_SHARE = "the same score of the step of ln(s / (1 - s)) in twelve months"
_EXCESS = "S = max(0, S(before) + z - k), begun anew after S >= h"
_YEAR = "|y(t) / y(t-12) - 1|"


@dataclass(frozen=True, slots=True)
class SignWords:
    """One sign: its name, its formula, and the columns without which it cannot be seen."""

    names: Named
    formula: str
    needs: tuple[str, ...]


def _sign(en: str, ko: str, formula: str, *needs: str) -> SignWords:
    return SignWords({"en": en, "ko": ko}, formula, needs)


SIGN_WORDS: Mapping[MeasureName, SignWords] = {
    "value_rise": _sign("value up", "금액 증가", f"{_SCORE}; y = value", "value_usd"),
    "value_fall": _sign("value down", "금액 감소", f"-({_SCORE}); y = value", "value_usd"),
    "mass_rise": _sign("mass up", "중량 증가", f"{_SCORE}; y = mass", "mass_t"),
    "mass_fall": _sign("mass down", "중량 감소", f"-({_SCORE}); y = mass", "mass_t"),
    "unit_value_rise": _sign("unit value up", "단가 상승", f"{_SCORE}; y = value / mass", "value_usd", "mass_t"),
    "price_rise": _sign("price up", "가격 상승", f"{_SCORE}; y = price", "price_usd_t"),
    "squeeze": _sign("squeeze", "물량 감소와 단가 상승", "min(z_U - a, -z_Q - b)", "value_usd", "mass_t"),
    "value_share_rise": _sign("share by value up", "금액 비중 상승", f"{_SHARE}; s by value", "value_usd"),
    "mass_share_rise": _sign("share by mass up", "중량 비중 상승", f"{_SHARE}; s by mass", "mass_t"),
    "value_change_up": _sign("value rising for long", "금액 지속 증가", f"{_EXCESS}; z of value", "value_usd"),
    "value_change_down": _sign("value falling for long", "금액 지속 감소", f"{_EXCESS}; -z of value", "value_usd"),
    "mass_change_up": _sign("mass rising for long", "중량 지속 증가", f"{_EXCESS}; z of mass", "mass_t"),
    "mass_change_down": _sign("mass falling for long", "중량 지속 감소", f"{_EXCESS}; -z of mass", "mass_t"),
    "value_year_on_year": _sign("value on a year before", "금액 전년 동월비", f"{_YEAR}; y = value", "value_usd"),
    "mass_year_on_year": _sign("mass on a year before", "중량 전년 동월비", f"{_YEAR}; y = mass", "mass_t"),
}


def alone(measure: MeasureName, weighting: Weighting, points: float) -> Weighting:
    """One sign by itself as a weighting: met, it gives the points of the lowest word, so that it has a record.

    Shapes and units:
        measure: a sign of the weighting; points: those of the lowest word, from content.
        Result: a weighting with that sign only, its limit and its past those of the weighting it comes from.

    Source:
        A project choice; docs/methods-watch.md.

    Differs:
        A sign strongly met gives nothing more: alone it reaches the lowest word and no higher one.

    Raises:
        ValueError: the weighting has no such sign.

    Example:
        >>> from gwanje.watch.distress.examples import example_limits
        >>> single = alone("mass_fall", example_limits().weighting("falls"), 1.0)
        >>> (single.key, single.features[0].weight, single.features[0].at)
        ('mass-fall', 1.0, 2.0)
    """
    (feature,) = (one for one in weighting.features if one.measure == measure)
    single = feature.model_copy(update={"weight": points, "strong": None})
    return weighting.model_copy(
        update={"key": measure.replace("_", "-"), "names": SIGN_WORDS[measure].names, "features": (single,)}
    )
