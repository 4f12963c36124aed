"""What a notice suggests: codes never without a vintage, offices by the words of content, the act's own number."""

import pytest

from gwanje.watch import GoodsWords, NoticeIssuer, NoticeWords, read_notice

WORDS = NoticeWords(
    issuers=(
        NoticeIssuer(issuer="CHN", zone="Asia/Shanghai", words=("商务部", "MOFCOM"), national="cn"),
        NoticeIssuer(issuer="USA", zone="America/New_York", words=("Federal Register",)),
    ),
    goods={"graphite": ("石墨", "graphite"), "artificial-graphite": ("人造石墨",)},
    countries={"KOR": ("Korea", "대한민국")},
)
NOTICE = "商务部公告2026年第91号\n1C902 人造石墨（参考海关商品编号：3801100030、2504.10）\n自2026年12月1日起实施。许可"


def test_without_a_vintage_digits_are_no_code():
    read = read_notice(NOTICE, WORDS)
    assert [(one.digits, one.code, one.six) for one in read.codes] == [("3801100030", "", ""), ("250410", "", "")]


def test_each_code_gets_the_vintage_it_is_of():
    read = read_notice(NOTICE, WORDS, vintage=2022, schedule=2026)
    assert [(one.code, one.six) for one in read.codes] == [
        ("cn2026:3801100030", "hs2022:380110"),
        ("hs2022:250410", "hs2022:250410"),
    ]


def test_a_revision_of_the_harmonized_system_is_not_the_year_of_a_national_schedule():
    read = read_notice(NOTICE, WORDS, vintage=2022)
    assert (read.codes[0].code, read.codes[0].six) == ("", "hs2022:380110")


@pytest.mark.parametrize("text", ["995500", "0012345678", "call 12345678901", "1.250410"])
def test_other_numbers_are_no_codes(text):
    assert read_notice(text, WORDS).codes == ()


def test_bare_digits_without_a_word_for_codes_are_doubtful():
    assert read_notice("ref 250410", WORDS).codes[0].doubtful
    assert not read_notice("HS 250410", WORDS).codes[0].doubtful


def test_digits_that_are_also_a_day_are_doubtful_as_a_code():
    read = read_notice("2008.11.20", WORDS)
    assert (read.codes[0].doubtful, str(read.dates[0].day)) == (True, "2008-11-20")
    assert not read_notice("tariff item 2008.11.20", WORDS).codes[0].doubtful


def test_issuer_number_action_goods_and_control_numbers():
    read = read_notice(NOTICE, WORDS)
    assert (read.issuer, read.number, read.action) == ("CHN", "No. 91/2026", "licence")
    assert [one.value for one in read.goods] == ["artificial-graphite"]
    assert [one.value for one in read.controls] == ["1C902"]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Exports of graphite are placed under licence.", "licence"),
        ("shall be exported only under a license", "licence"),
        ("Export of these items requires a licence", "licence"),
        ("A licence is required for", "licence"),
        ("the licence holder reports", ""),
        ("drivers of lorries show their licence", ""),
    ],
)
def test_what_a_notice_does_is_suggested_by_its_words_only(text, action):
    assert read_notice(text, WORDS).action == action


def test_two_offices_as_often_leave_the_issuer_open():
    assert read_notice("MOFCOM and the Federal Register", WORDS).issuer == ""


def test_a_word_in_latin_letters_is_found_whole_only():
    assert read_notice("graphitelike", WORDS).goods == ()
    assert [one.value for one in read_notice("Graphite, Korea", WORDS).goods] == ["graphite"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("公告2025年第55号", "No. 55/2025"),
        ("Announcement No. 55 of 2025", "No. 55/2025"),
        ("공고 제2025-55호", "No. 55/2025"),
        ("제55호", "No. 55"),
        ("90 FR 47201", "90 FR 47201"),
    ],
)
def test_numbers_of_acts(text, number):
    assert read_notice(text, WORDS).number == number


def test_a_suspension_comes_before_what_it_suspends():
    assert read_notice("暂停实施出口许可", WORDS).action == "suspension"


def test_an_empty_text_suggests_nothing():
    read = read_notice("nothing here", NoticeWords())
    assert (read.dates, read.codes, read.issuer, read.number, read.action) == ((), (), "", "", "")


def test_words_of_content_are_refused_where_none_is_given():
    with pytest.raises(ValueError, match="at least 1"):
        GoodsWords(item="a", words=())


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("税号 2504.1010", "25041010"),
        ("HSK 2504.10-1000", "2504101000"),
        ("tariff 2504.10.1000", "2504101000"),
        ("CN code HS 2504 10 10", "25041010"),
        ("税号 ２５０４１０", "250410"),
    ],
)
def test_codes_are_read_whole_as_each_country_prints_them(text, digits):
    (found,) = read_notice(text, WORDS, vintage=2022).codes
    assert (found.digits, found.six) == (digits, "hs2022:250410")


def test_headings_and_ranges_are_said_and_not_filled():
    read = read_notice("HS 8110；品目8110.10至8110.90", WORDS, vintage=2022)
    assert [one.text for one in read.headings] == ["8110"]
    assert [one.text for one in read.ranges] == ["8110.10至8110.90"]
    assert [one.digits for one in read.codes] == ["811010", "811090"]
