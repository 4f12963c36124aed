"""A brief says where its subject stands in each warning scheme that day: since when, until when, why; or that none does."""

import pytest

from towers import copied, run, run_korea, world_home

pytestmark = pytest.mark.korea
THEN = ("--on", "2026-03-06", "--known", "2026-07-20")


def brief(*arguments, home=None):
    found = run_korea("brief", *arguments, "--format", "json", home=home)
    assert found.code == 0, found.err
    return found.json()


def test_a_level_beyond_its_criterion_says_why(tmp_path):
    page = brief("lng", *THEN)
    (line,) = [one for one in page["levels"] if one["scheme"] == "kr-resource-security"]
    assert (line["resource"], line["is_raised"], line["by_criteria"]) == ("gas", True, False)
    assert [one["key"] for one in line["levels"]] == ["관심"]
    assert line["since"].startswith("2026-03-05T15:00")
    assert "beyond its criteria, because of unrest in producer countries" in page["levels_words"]["en"]
    assert {"ZD6", "SBS3"} <= {note["id"] for note in page["sources"]}
    text = run_korea("brief", "lng", *THEN, "--out", str(tmp_path))
    assert text.code == 0, text.err
    assert "관심 (attention) since" in (tmp_path / "brief-lng.html").read_text(encoding="utf-8")
    assert "경보 단계: 자원안보 위기경보, 가스: 관심" in (tmp_path / "brief-lng.ko.html").read_text(encoding="utf-8")


def test_before_it_was_known_no_level_is_told():
    page = brief("lng", "--on", "2026-03-04", "--known", "2026-03-04")
    assert not any(one["is_raised"] for one in page["levels"])
    assert "none in force in" in page["levels_words"]["en"]
    assert "since" not in page["levels_words"]["en"]


def test_a_step_without_a_day_is_every_level_it_may_be():
    (line,) = [
        one for one in brief("crude-oil", "--on", "2026-05-01", "--known", "2026-07-20")["levels"] if one["is_raised"]
    ]
    assert (line["state"], line["since"], [one["key"] for one in line["levels"]]) == (
        "day_unknown",
        None,
        ["주의", "경계"],
    )


def test_an_item_without_a_level_and_what_was_not_read():
    page = brief("natural-graphite")
    assert page["levels_words"]["en"] == "Alert levels: none in force in 2; not read in 1."
    states = {one["scheme"]: one["state"] for one in page["levels"]}
    assert states == {
        "kr-foreign-warning": "no_levels_read",
        "kr-industry-warning": "none",
        "kr-supply-chain-network": "none",
    }


def test_a_level_of_an_item_that_was_adopted_here_with_action_end_and_change(tmp_path):
    home = copied(world_home(), tmp_path)
    assert run_korea("brief", "natural-graphite", "--freeze", home=home).code == 0
    waived = ("--without", "draft=an exercise", "--without", "consult=an exercise")
    signed = run_korea("watch", "level", "adopt", "natural-graphite", "--scheme", "kr-industry-warning", "--level", "주의",
                       "--reason", "imports down by 40%", "--until", "2099-01-01", "--by", "Official One", *waived, home=home)  # fmt: skip
    assert signed.code == 0, signed.err
    page = brief("natural-graphite", home=home)
    (line,) = [one for one in page["levels"] if one["is_raised"]]
    assert (line["reason"]["en"], line["levels"][0]["action"]["en"]) == ("imports down by 40%", "deep analysis")
    assert line["ends"][0].startswith("2099-01-01")
    words = page["levels_words"]["en"]
    assert "asks for deep analysis" in words
    assert "40%" not in words, "a figure that nobody cites is not printed on the page"
    assert f"reason: {line['steps'][0]}" in words
    assert any("— → 주의" in change["what"]["en"] for change in page["since"]["changes"])


def test_where_no_scheme_is_known_the_brief_says_so(tmp_path):
    """Neverland's only scheme covers the lagoon; the forest has no items, moonstone no scheme."""
    found = run("brief", "moonstone", "--format", "json", home=tmp_path)
    assert found.code == 0, found.err
    page = found.json()
    assert (page["levels"], page["levels_words"]["en"]) == (
        [],
        "Alert levels: no warning scheme that is known covers it.",
    )
    own = run(
        "brief", "crocodile-watch", "--on", "2030-05-02", "--known", "2035-01-01", "--format", "json", home=tmp_path
    )
    assert own.code == 0, own.err
    assert [one["resource"] for one in own.json()["levels"]] == ["lagoon", "forest"], "an affair shows its own schemes"
