"""How a simulated loss is written: three digits, the unit kept, nothing told below a thousandth of a percent."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwanje.answers.simulating_amounts import amount_said, in_one_unit, lost_said, range_said, share_said, shares_said
from gwanje.answers.simulating_answer import Lost, is_measurable
from gwanje.answers.simulating_words import headline, reading_words

NORMAL = 1e6
NAMES = {"en": "A stop", "ko": "공급 중단"}
HOME = {"en": "South Korea", "ko": "대한민국"}
AMOUNTS = st.floats(min_value=1e-3, max_value=9e7)


def lost(low: float, high: float, normal: float = NORMAL) -> Lost:
    middle = (low + high) / 2
    return Lost(
        low_musd=low, middle_musd=middle, high_musd=high,
        low_share=low / normal, middle_share=middle / normal, high_share=high / normal,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("musd", "en", "ko"),
    [
        (388917.678, "389 billion USD", "3,890억 달러"),
        (0.193007, "193,000 USD", "19.3만 달러"),
        (999.7, "1 billion USD", "10억 달러"),
        (999499, "999 billion USD", "9,990억 달러"),
        (1.5e6, "1.5 trillion USD", "1.5조 달러"),
        (4.49, "4.49 million USD", "449만 달러"),
        (0.803821, "804,000 USD", "80.4만 달러"),
    ],
)
def test_an_amount_has_three_digits_and_no_exponent(musd, en, ko):
    assert (amount_said(musd, "en"), amount_said(musd, "ko")) == (en, ko)


@given(AMOUNTS)
def test_no_amount_is_printed_to_the_unit(musd):
    for lang in ("en", "ko"):
        said = amount_said(musd, lang)
        assert "e+" not in said
        assert len(re.sub(r"[^\d]", "", said).strip("0")) <= 3


@given(AMOUNTS)
def test_an_amount_read_back_is_the_amount(musd):
    size = {"USD": 1e-6, "million": 1, "billion": 1e3, "trillion": 1e6}
    number, word = amount_said(musd, "en").split(" ")[:2]
    assert float(number.replace(",", "")) * size[word] == pytest.approx(musd, rel=5.1e-3)


@pytest.mark.parametrize(
    ("low", "high", "en", "ko"),
    [
        (162, 328, "162 to 328 million USD", "1.62억~3.28억 달러"),
        (0.804, 238, "804,000 USD to 238 million USD", "80.4만~2.38억 달러"),
        (0.343, 0.688, "343,000 to 688,000 USD", "34.3만~68.8만 달러"),
        (900, 1100, "900 million USD to 1.1 billion USD", "9억~11억 달러"),
    ],
)
def test_a_range_keeps_both_units_where_they_differ(low, high, en, ko):
    assert (range_said(low, high, "en"), range_said(low, high, "ko")) == (en, ko)


@pytest.mark.parametrize(
    ("share", "en", "ko"),
    [
        (0.0, "0\u00a0%", "0%"),
        (9e-6, "under 0.001\u00a0%", "0.001% 미만"),
        (1.26e-5, "0.00126\u00a0%", "0.00126%"),
        (0.000229, "0.0229\u00a0%", "0.0229%"),
        (0.314, "31.4\u00a0%", "31.4%"),
    ],
)
def test_a_share_below_a_thousandth_of_a_percent_is_not_told(share, en, ko):
    assert (share_said(share, "en"), share_said(share, "ko")) == (en, ko)
    assert is_measurable(share) == (share >= 1e-5)


@pytest.mark.parametrize(
    ("span", "en", "ko"),
    [
        ((-4.5, 389000), "up to 389 billion USD", "최대 3,890억 달러"),
        ((-4.5, 2), "no measurable loss", "측정되지 않는 수준"),
        ((162, 328), "162 to 328 million USD", "1.62억~3.28억 달러"),
        ((-300, 500), "300 million USD more to 500 million USD less", "3억 달러 증가~5억 달러 감소"),
        ((-300, -100), "300 million USD more", "3억 달러 증가"),
        ((250, 250), "250 million USD", "2.5억 달러"),
    ],
)
def test_a_loss_is_told_by_what_its_ends_are(span, en, ko):
    assert (lost_said(lost(*span), "en"), lost_said(lost(*span), "ko")) == (en, ko)


def test_shares_of_a_range_follow_its_amounts():
    assert shares_said(lost(-4.5, 314000), "en") == "up to 31.4\u00a0%"
    assert shares_said(lost(100000, 200000), "en") == "10\u00a0% to 20\u00a0%"
    assert shares_said(lost(1, 2), "ko") == "0.001% 미만"


@pytest.mark.parametrize(
    ("span", "en", "ko"),
    [
        ((-4.5, 314000), "South Korea loses between nothing measurable and 314 billion USD of output, up to 31.4\u00a0% of normal,",
         "대한민국 산업의 생산 차질은 측정되지 않는 수준에서 최대 3,140억 달러(정상 생산의 31.4%)까지"),
        ((0, 5), "South Korea loses no measurable output, under 0.001\u00a0% of normal,", "생산 차질은 측정되지 않는 수준(정상 생산의 0.001% 미만)"),
        ((1000, 2000), "South Korea loses 1 to 2 billion USD of output, 0.1\u00a0% to 0.2\u00a0% of normal,", "생산 차질 10억~20억 달러(정상 생산의 0.1%~0.2%)"),
        ((-1000, 2000), "South Korea makes between 1 billion USD more and 2 billion USD less, up to 0.2\u00a0% of normal,", "10억 달러 증가에서 20억 달러(정상 생산의 0.2%) 감소까지"),
        ((-1000, -500), "South Korea loses nothing and makes up to 1 billion USD more", "생산 차질 없이 최대 10억 달러 증가"),
    ],
)  # fmt: skip
def test_the_headline_is_true_at_both_ends(span, en, ko):
    told = headline(NAMES, HOME, 105, lost(*span), ["S1"])
    assert told.en.startswith(f"A stop: {en} in the first 105 days.")
    assert ko in told.ko
    assert told.en.endswith("A simulation, not a forecast.")
    assert told.ko.endswith("예측이 아닌 모의 계산.")
    assert told.sources == ("S1",)


def test_a_reading_says_what_it_supposes():
    plain = reading_words("value_only", lost(-3, 2), ["S1"])
    assert plain.en.startswith("By cost share alone: no measurable loss (under 0.001\u00a0% of normal output).")
    assert "counts as its share of cost and nothing more" in plain.en
    critical = reading_words("critical", lost(-3, 314000), ["S1"])
    assert "up to 314 billion USD not made (up to 31.4\u00a0% of normal output)" in critical.en
    assert "생산 차질 최대 3,140억 달러(정상 생산의 최대 31.4%)" in critical.ko


@pytest.mark.parametrize(
    ("amounts", "lang", "unit", "said"),
    [
        ((41887, 242344), "en", "billion USD", ["41.9", "242"]),
        ((41887, 242344), "ko", "억 달러", ["419", "2,420"]),
        ((4.61, 122), "ko", "만 달러", ["461", "12,200"]),
        ((0, 0), "en", "million USD", ["0", "0"]),
    ],
)
def test_cells_share_one_unit(amounts, lang, unit, said):
    assert in_one_unit(amounts, lang) == (unit, said)
