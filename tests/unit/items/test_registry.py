"""Items by id, key, name and code; designations by day."""

from zoneinfo import ZoneInfo

import pytest

from gwanje.foundation.codes import Code
from gwanje.foundation.errors import ContentError, UnknownKeyError, WrongUseError
from gwanje.foundation.instants import AsOf, parse_instant

ZONE = ZoneInfo("Atlantic/Azores")


def instant(day):
    return parse_instant(day, ZONE)


@pytest.mark.parametrize(
    "asked",
    [
        "it-9003",
        "pixie-dust-magnets",
        "요정가루 자석",
        "요정가루자석",
        "Pixie-dust magnets",
        "never magnets",
        "hs1992:850511",
    ],
)
def test_an_item_is_found_by_whatever_it_is_called(items, asked):
    assert items.find(asked).id == "it-9003"


def test_a_near_miss_says_did_you_mean(items):
    with pytest.raises(UnknownKeyError, match="Did you mean pixie-dust-magnets"):
        items.find("pixie-dust-magnet")
    with pytest.raises(UnknownKeyError, match="There are 7"):
        items.find("qqqqqqqq")


def test_a_trap_is_refused_with_its_reason(neverland_items_text, reread):
    text = neverland_items_text.replace('code: "hs2022:280530"', 'code: "hs2022:271012"')
    with pytest.raises(WrongUseError, match="nectar: another liquid"):
        reread(text).find("hs2022:271012")


def test_codes_depend_on_the_day_and_the_vintage(items):
    def codes(**question):
        return [str(one.code) for one in items.codes("moonstone", **question)]

    assert codes() == ["hs1992:811230", "hs2022:811292"]
    assert codes(on=instant("2027-12-31")) == ["hs1992:811230"]
    assert codes(on=instant("2028-01-01")) == ["hs2022:811292"]
    assert codes(vintage=1992) == ["hs1992:811230"]
    assert codes(scheme="cn") == []
    assert items.codes("pixie-dust") == ()


def test_a_code_tells_its_items_with_how_much_of_it_they_are(items):
    found = items.items_of_code(Code.parse("hs1992:850511"))
    assert [(item.key, one.coverage, one.note) for item, one in found] == [
        ("pixie-dust-magnets", "part", "magnets of all metals")
    ]
    assert items.items_of_code(Code.parse("hs2012:850511")) == ()


def test_the_same_digits_of_another_vintage_are_another_code(items):
    with pytest.raises(UnknownKeyError):
        items.find("hs2012:280530")


def test_a_designation_whose_end_was_not_read_is_still_told(items):
    asof = AsOf(instant("2030-12-01"), instant("2030-12-01"))
    listed = items.designations("nectar", asof)
    assert [(one.scheme, one.until, one.temporary) for one in listed] == [("nv-scarce", "not read", True)]
    assert items.designations("nectar", AsOf(instant("2030-12-01"), instant("2030-03-18"))) == ()
    assert [one.scheme for one in items.designations("nectar", AsOf(instant("2029-06-01"), instant("2031-01-01")))] == [
        "nv-old"
    ]


def test_latest_known_comes_from_the_designations(items):
    assert items.latest_known() == parse_instant("2030-03-18", ZONE, day_counts_from_its_end=True)


BROKEN = {
    "an unquoted code": ('code: "850511"', "code: 850511", "quotes"),
    "a code of five digits": ('code: "850511"', 'code: "85051"', "2, 4 or 6 digits"),
    "a part without a note": (", note: magnets of all metals", "", "says why in its note"),
    "no code and no reason": ("  no_codes: its code was not read\n", "", "without codes says why"),
    "a stage of no chain": (
        "chain: pixie-dust, position: magnet",
        "chain: pixie-dusk, position: magnet",
        "declares a chain",
    ),
    "a position that is not in the chain": (
        "position: magnet, made_from",
        "position: wand, made_from",
        "ore, metal, magnet",
    ),
    "made from nothing declared": ("made_from: [pixie-dust-ores]", "made_from: [moonbeams]", "moonbeams"),
    "a main product nobody declared": ("main_product: pixie-dust-magnets", "main_product: wands", "wands"),
    "one key for two items": ("key: moonstone", "key: nectar", "stands twice"),
    "an unknown grade without a reason": (", reason: never published", "", "unknown grade"),
    "a grade without a source": ('grade: "1", sources: [NV1]', 'grade: "1"', "cites its source"),
    "an unknown key": (
        "stage: {chain: pixie-dust, position: ore}",
        "stages: {chain: pixie-dust}",
        "Did you mean 'stage'",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_content_that_contradicts_itself_is_refused_with_its_place(neverland_items_text, reread, case):
    old, new, said = BROKEN[case]
    assert old in neverland_items_text
    with pytest.raises(ContentError) as refusal:
        reread(neverland_items_text.replace(old, new, 1))
    assert said in str(refusal.value)
    assert "items/items.yaml line" in refusal.value.place
    assert refusal.value.remedy
