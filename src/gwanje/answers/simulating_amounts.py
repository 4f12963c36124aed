"""How a simulated loss is written: three significant digits, and no amount where it is too small to mean anything."""

from collections.abc import Callable, Sequence

from gwanje.answers.sentences import money_ko, percent, percent_ko
from gwanje.answers.simulating_answer import Lost, is_measurable
from gwanje.foundation.names import Language

UNDER = {"en": "under 0.001\N{NO-BREAK SPACE}%", "ko": "0.001% 미만"}
NOTHING = {"en": "no measurable loss", "ko": "측정되지 않는 수준"}


def share_said(share: float, lang: Language) -> str:
    """A share of normal output; one too small to be told says so."""
    if share == 0:
        return "0\N{NO-BREAK SPACE}%" if lang == "en" else "0%"
    if not is_measurable(share):
        return UNDER[lang]
    if abs(share) < 1e-3:
        points = f"{float(f'{abs(share) * 100:.3g}'):g}"
        return f"{points}\N{NO-BREAK SPACE}%" if lang == "en" else f"{points}%"
    return percent(abs(share)) if lang == "en" else percent_ko(abs(share))


def shares_said(lost: Lost, lang: Language) -> str:
    """The shares of a range: one, up to, or from and to."""
    low, high = lost.low_share, lost.high_share
    if not is_measurable(high) or _alike(low, high, lambda one: share_said(one, lang)):
        return share_said(high, lang)
    if not is_measurable(low):
        return f"up to {share_said(high, lang)}" if lang == "en" else f"최대 {share_said(high, lang)}"
    return f"{share_said(low, lang)}{' to ' if lang == 'en' else '~'}{share_said(high, lang)}"


def lost_said(lost: Lost, lang: Language) -> str:
    """A loss in a table or on a chart: an amount, up to an amount, from and to; below zero as more made."""
    return amounts_said((lost.low_musd, lost.high_musd), (lost.low_share, lost.high_share), lang)


def amounts_said(amounts: tuple[float, float], shares: tuple[float, float], lang: Language) -> str:
    """The same from amounts in M USD and what share of normal output each is."""
    (low, high), told = amounts, tuple(is_measurable(one) for one in shares)
    if not any(told):
        return NOTHING[lang]
    if not told[1] or high < 0:
        return gained_said(-low, lang)
    if not told[0]:
        return f"up to {amount_said(high, lang)}" if lang == "en" else f"최대 {amount_said(high, lang)}"
    if low < 0:
        least = gained_said(-low, lang)
        return (
            f"{least} to {amount_said(high, lang)} less" if lang == "en" else f"{least}~{amount_said(high, lang)} 감소"
        )
    if _alike(low, high, lambda one: amount_said(one, lang)):
        return amount_said(high, lang)
    return range_said(low, high, lang)


def range_said(low: float, high: float, lang: Language) -> str:
    """From and to in M USD; the unit once where both ends have the same."""
    start, end = amount_said(low, lang), amount_said(high, lang)
    if lang == "ko":
        return f"{start.removesuffix(_KO_UNIT)}~{end}"
    number, _, unit = start.partition(" ")
    return f"{number if unit == end.partition(' ')[2] else start} to {end}"


def in_one_unit(amounts: Sequence[float], lang: Language) -> tuple[str, list[str]]:
    """Amounts of M USD as bare numbers in one unit, fit for the largest, and the unit for the head of the column."""
    most = max((abs(one) for one in amounts), default=0.0)
    size, word = next(((size, word) for size, word in _UNITS[lang] if most >= 10 * size), _UNITS[lang][-1])
    return word, [_three(one / size) for one in amounts]


def _three(number: float) -> str:
    rounded = float(f"{number:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 100 else f"{rounded:g}"


_UNITS: dict[Language, tuple[tuple[float, str], ...]] = {
    "en": ((1e6, "trillion USD"), (1e3, "billion USD"), (1.0, "million USD")),
    "ko": ((1e6, "조 달러"), (1e2, "억 달러"), (1e-2, "만 달러")),
}


def gained_said(musd: float, lang: Language) -> str:
    """What is made above normal."""
    return f"{amount_said(musd, lang)} more" if lang == "en" else f"{amount_said(musd, lang)} 증가"


def amount_said(musd: float, lang: Language) -> str:
    """One amount of M USD, three significant digits."""
    rounded = float(f"{abs(musd):.3g}")
    if lang == "ko":
        return money_ko(rounded * 1e6)
    size, word = next(((size, word) for size, word in _UNITS["en"] if rounded >= size), (1e-6, "USD"))
    return f"{_three(rounded / size)} {word}"


_KO_UNIT = " 달러"


def _alike(low: float, high: float, said: Callable[[float], str]) -> bool:
    return low == high or said(low) == said(high)
