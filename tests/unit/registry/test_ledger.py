"""Posts: what adds up, what stands open under a claim, what nobody lists."""

import pytest

from gwanje.foundation.errors import ContentError

DAY = "2030-06-01"
LIST = "change_posts: {fact: NEV-200x, unit: UNIT, listed_before: BEFORE, listed_after: AFTER}"


def listed(unit, before, after, fact="NEV-200", more=""):
    said = (
        LIST.replace("NEV-200x", fact).replace("UNIT", unit).replace("BEFORE", str(before)).replace("AFTER", str(after))
    )
    return said[:-1] + more + "}"


def move(origin, to, posts, fact="NEV-21"):
    return f"move_posts: {{fact: {fact}, from: {origin}, to: {to}, posts: {posts}}}"


def test_a_ledger_that_closes(with_second, at):
    """As in Korea in 2013: 94 came in, 63 went out, and the lists differ by 31."""
    registry = with_second(
        "\n".join(
            [listed("nv-u02", 797, 828), move("nv-u04", "nv-u02", 94), move("nv-u02", "not reported", 63, "NEV-22")]
        )
    )
    line = next(one for one in registry.ledger(at(DAY)) if one.unit == "nv-u02")
    assert (line.listed_change, line.moved_in, line.moved_out, line.difference, line.balance) == (
        31,
        94,
        63,
        0,
        "balanced",
    )
    assert registry.posts_of("nv-u02", at(DAY)) == 828
    assert registry.posts_of("nv-u04", at(DAY)) is None, "nobody lists them: not known, not minus 94"


def test_a_ledger_that_does_not_close_is_refused_without_a_claim(with_second, at):
    events = [listed("nv-u02", 797, 828), move("nv-u04", "nv-u02", 90)]
    with pytest.raises(ContentError, match=r"NEV-200 announces \+90 posts, but its list shows \+31.*cite the claim"):
        with_second("\n".join(events))
    registry = with_second("\n".join([listed("nv-u02", 797, 828, more=", claims: [CLM-90]"), events[1]]))
    line = next(one for one in registry.ledger(at(DAY)) if one.unit == "nv-u02")
    assert (line.difference, line.balance, line.claims) == (-59, "open", ("CLM-90",))


@pytest.mark.parametrize(
    ("event", "balance"),
    [
        (listed("nv-u02", 40, 43), "not_comparable"),
        ("change_posts: {fact: NEV-200, unit: nv-u02, announced: 3}", "not_listed"),
    ],
)
def test_what_cannot_be_compared_says_so(with_second, at, event, balance):
    line = next(one for one in with_second(event).ledger(at(DAY)) if one.unit == "nv-u02")
    assert (line.balance, line.difference) == (balance, None)


def test_posts_by_kind(with_second, at):
    event = "change_posts: {fact: NEV-200, unit: nv-u02, announced: 3, director_level: 1, by_kind: {scribe: 2}}"
    line = next(one for one in with_second(event).ledger(at(DAY)) if one.unit == "nv-u02")
    assert dict(line.by_kind) == {"director-level": 1, "scribe": 2}
    assert line.as_answer()["by_kind"] == {"director-level": 1, "scribe": 2}


def test_a_list_settles_what_came_before_it(with_second, at):
    later = move("nv-u02", "nv-u04", 2)[:-1] + ", effective: 2030-07-01}"
    registry = with_second("\n".join([listed("nv-u02", 40, 43), listed("nv-u04", 10, 10, "NEV-23"), later]))
    assert [registry.posts_of(unit, at("2030-07-01")) for unit in ("nv-u02", "nv-u04")] == [41, 12]
    assert registry.posts_of("nv-u02", at("2030-05-31")) is None


def test_an_unknown_share_of_a_merger_stays_unknown(with_second, at):
    merge = "merge_units: {fact: NEV-24, units: [nv-u02, nv-u03], into: {unit: nv-u09, rank: crew, parent: nv-u01, names: {en: {text: C}}}, effective: 2030-07-01}"
    one = with_second("\n".join([listed("nv-u02", 40, 43), merge]))
    assert one.posts_of("nv-u09", at("2030-07-01")) is None, "43 would be a plausible wrong number"
    both = with_second("\n".join([listed("nv-u02", 40, 43), listed("nv-u03", 7, 7, "NEV-25"), merge]))
    assert both.posts_of("nv-u09", at("2030-07-01")) == 50


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("change_posts: {fact: NEV-200, unit: nv-u02}", "how many were announced, or how many are listed"),
        (move("nv-u02", "nv-u02", 3), "two different units"),
        (move("not reported", "not reported", 3), "two different units"),
        (move("nv-u02", "nv-u04", 0), "greater than 0"),
    ],
)
def test_posts_that_say_nothing_are_refused(with_second, event, said):
    with pytest.raises(ContentError, match=said):
        with_second(event)
