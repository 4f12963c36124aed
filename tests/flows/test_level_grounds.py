"""The readings on which an adopted level rests, as they were told then: value, day, source, and what came out."""

import pytest

from towers import copied, neverland_home, run

SCHEME = ("--scheme", "nvl-alerts")
JULY = ("--effective", "2030-07-01T12:00+00:00")


@pytest.fixture
def level(tmp_path):
    home = copied(neverland_home(), tmp_path)

    def ask(*arguments):
        found = run("watch", "level", *arguments, home=home)
        assert (found.code, found.err) == (0, ""), found.err
        return found

    return ask


def adopted(level, *inputs, to=()):
    told = [word for one in inputs for word in ("--input", one)]
    drafted = level("propose", "lagoon", *SCHEME, *told, "--note", "loud", "--by", "nv-u05", *JULY, "--format", "json")
    number = str(drafted.json()["entry"])
    level("consult", number, "--says", "agreed", "--by", "nv-p02", *JULY)
    signed = level("adopt", number, *to, "--by", "nv-u01", "--notice", "Gazette 40", *JULY, "--format", "json").json()
    return int(number), signed


def held(level, on="2030-07-02", known="2035-01-01", lang="en"):
    times = ("--on", on, "--known", known)
    return level("lagoon", *SCHEME, *times, "--format", "json").json()["lines"][0], level(
        "lagoon", *SCHEME, *times, "--lang", lang
    ).text


def test_the_level_names_the_readings_of_its_proposal_with_value_day_source_and_outcome(level):
    number, signed = adopted(level, "ticking=no@NV4", "dust-stock=0.9@the keeper's book", "dust-cover=40@NV5")
    line, text = held(level)
    (ground,) = line["grounds"]
    assert (ground["step"], ground["proposal"], ground["note"]) == (f"entry-{signed['entry']}", number, "loud")
    told = {one["condition"]: (one["value"], one["day"], one["sources"], one["outcome"]) for one in ground["readings"]}
    assert told == {
        "ticking": (False, "2030-07-01", ["NV4"], "not_met"),
        "dust-stock": (0.9, "2030-07-01", ["the keeper's book"], "met"),
        "dust-cover": (40.0, "2030-07-01", ["NV5"], "not_met"),
    }
    assert [one["en"] for one in ground["not_read"]] == ["NVC-2, price of dust: no reading was given"]
    assert (
        "NVC-1 (attention), pixie dust in store: 90% [the keeper's book], read for 2030-07-01; asked: from 80% to 100%"
        in text
    )
    assert "NVC-2 (caution), days of cover: 40 days [NV5], read for 2030-07-01; asked: below 30 days: not met" in text
    assert "consulted: nv-p02 (agreed)" in text
    assert "notice: Gazette 40" in text


def test_what_stood_beside_the_proposal_is_told_again_and_not_measured_again(level):
    adopted(level, "ticking=yes@NV4")
    (ground,) = held(level)[0]["grounds"]
    acts = level("log", "--format", "json").json()["acts"]
    assert [one["words"] for one in ground["beside"]] == [one["words"] for one in acts[0]["beside"]]
    assert {one["kind"] for one in ground["beside"]} >= {"dependence", "restrictions", "cover"}


def test_korean_tells_the_same(level):
    adopted(level, "dust-stock=0.9@the keeper's book", "ticking=yes@NV4")
    text = held(level, lang="ko")[1]
    assert "NVC-1(관심), 요정가루 비축: 90% [the keeper's book], 기준일 2030-07-01, 기준 80% 이상 100% 이하" in text
    assert "똑딱 소리: 예 [NV4], 기준일 2030-07-01: 충족(보도됨)" in text
    assert "협조: nv-p02(agreed)" in text


def test_what_was_not_known_yet_is_not_told(level):
    adopted(level, "ticking=yes@NV4")
    assert held(level, known="2026-01-01")[0]["grounds"] == held(level, on="2030-06-30")[0]["grounds"] == []


def test_a_level_without_a_proposal_says_that_it_rests_on_none(level):
    level("adopt", "lagoon", *SCHEME, "--level", "alert", "--by", "nv-u01", "--reason", "smoke over 10% of it", *JULY,
          "--without", "draft=at night", "--without", "consult=at sea")  # fmt: skip
    line, text = held(level)
    assert (line["grounds"][0]["proposal"], line["grounds"][0]["readings"]) == (None, [])
    assert "rests on no proposal, so no reading was kept" in text
    assert "drafted: passed by, because at night" in text
    assert "reason: smoke over 10% of it" in text


def test_an_extension_keeps_the_readings_of_what_it_extends(level):
    number, signed = adopted(level, "ticking=yes@NV4")
    level("extend", "lagoon", *SCHEME, "--by", "nv-u01", "--base", str(signed["entry"]), "--reason", "still ticking",
          "--without", "draft=same", "--without", "consult=same", "--effective", "2030-07-20", "--until", "2030-09-01")  # fmt: skip
    line, text = held(level, on="2030-08-15")
    assert [one["proposal"] for one in line["grounds"]] == [number, None]
    assert "was extended; it rests on what it extends" in text
    assert "reason: still ticking" in text
    assert "until Sun 1 Sep 2030" in text
