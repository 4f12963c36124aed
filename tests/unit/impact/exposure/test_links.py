"""Links from items to industries, as content says them: cited, once each, known from a day on."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from gwanje.foundation.errors import ContentError
from gwanje.impact.links import Links

ZONE = ZoneInfo("Atlantic/Azores")
PLACE = "impact/uses/dust.yaml"
TEXT = """
sectors_of: nvl-io
sectors:
  - {code: mine, names: {en: {text: mines}, ko: {text: 광산}}}
  - {code: works, names: {en: {text: works}}}
links:
  - id: NVU-1
    item: dust
    made_in: mine
    isic: "2011"
    users:
      - {sector: works, uses: {en: {text: wings}}, grade: named, affected: {low: 0.1, high: 0.3, sources: [NV2]}, sources: [NV2]}
    known: 2030-03-01
    sources: [NV1]
"""


def known_of(record):
    return record.known or datetime(2030, 6, 1, tzinfo=UTC)


def read(text: str = TEXT, items=("dust", "graphite")) -> Links:
    return Links.read({PLACE: text, "items/items.yaml": "- {}"}, ZONE, known_of, items)


def test_a_link_names_its_industries_and_is_known_from_its_day_on():
    links = read()
    assert len(links) == 1
    link = links.of("dust", datetime(2030, 3, 3, tzinfo=UTC))
    assert link is not None
    assert (link.record.made_in, link.record.isic, link.sectors_of) == ("mine", "2011", "nvl-io")
    assert (link.called("mine", "en"), link.called("mine", "ko")) == ("mines (mine)", "광산(mine)")
    assert link.record.users[0].affected is not None
    assert (link.record.users[0].affected.low, link.record.users[0].cover_days) == (0.1, None)
    assert links.of("dust", datetime(2030, 2, 1, tzinfo=UTC)) is None, "not known yet"
    assert links.of("graphite", datetime(2031, 1, 1, tzinfo=UTC)) is None
    assert [one.record.id for one in links] == ["NVU-1"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("item: dust", "item: dusk", "Did you mean dust"),
        ("made_in: mine", "made_in: mines", "missing: mines"),
        ("high: 0.3", "high: 1.3", "at most 1"),
        ("high: 0.3", "high: 0.05", "low end is not above"),
        ("low: 0.1", "low: .nan", "finite number"),
        ("affected:", "affects:", "Did you mean 'affected'"),
        (", sources: [NV2]}, sources: [NV2]}", "}, sources: [NV2]}", "sources"),
        ('isic: "2011"', "isic: 2011", "quotes"),
        ("grade: named", "grade: guessed", "grade"),
    ],
)
def test_what_content_gets_wrong_is_refused_at_its_line(old, new, message):
    assert TEXT.count(old) == 1
    with pytest.raises(ContentError, match=message) as refused:
        read(TEXT.replace(old, new))
    assert PLACE in str(refused.value)


def test_an_item_has_one_link_and_a_user_stands_once():
    second = TEXT.split("links:\n")[1].replace("NVU-1", "NVU-2")
    with pytest.raises(ContentError, match="'dust' stands twice"):
        read(TEXT + second)
    user = next(line for line in TEXT.splitlines() if "sector: works" in line)
    with pytest.raises(ContentError, match="each industry stands once"):
        read(TEXT.replace(user, f"{user}\n{user}"))


def test_content_without_links_has_none():
    assert len(Links.read({}, ZONE, known_of, ())) == 0
