"""Posts: what adds up, what stands open under a claim, what nobody lists."""

import pytest

from gwanje.foundation.errors import ContentError
from gwanje.registry import RecordedReform, RecordedReversal, Registry

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


@pytest.fixture
def told(inputs, reform_text, instant):
    """Neverland with reforms that people entered, each with an id of its own, and the first of them undone on a day."""

    def make(*reforms, undone=None, day=DAY):
        acts = [
            RecordedReform(
                number,
                instant("2030-05-01"),
                "planner",
                reform_text(events, day=day).replace("nv-second", f"nv-r{number}"),
            )
            for number, events in enumerate(reforms, start=1)
        ]
        if undone is not None:
            back = RecordedReversal(len(acts) + 1, instant("2030-06-20"), "minister", "nv-r1", "no", instant(undone))
            acts.append(back)
        return Registry(inputs(*acts).make())

    return make


def lines_of(registry, unit, asof):
    return [(one.listed_before, one.listed_after, one.difference, one.balance) for one in registry.ledger(asof, unit)]


def on(event, day):
    return event[:-1] + f", effective: {day}}}"


ADDED = "change_posts: {fact: NEV-300, unit: nv-u02, announced: 2, effective: 2030-06-15}"


def test_two_lists_of_one_day_are_undone_the_last_one_first(told, at):
    registry = told("\n".join([listed("nv-u02", 40, 43), listed("nv-u02", 43, 45, "NEV-201")]), undone="2030-07-01")
    assert registry.posts_of("nv-u02", at("2030-07-01")) == 40
    assert lines_of(registry, "nv-u02", at("2030-07-01"))[-1][:2] == (45, 40)


def test_what_came_between_a_list_and_its_undoing_stays(told, at):
    registry = told(listed("nv-u02", 40, 43, more=", announced: 3"), ADDED, undone="2030-07-01")
    days = ("2030-06-14", "2030-06-15", "2030-07-01")
    assert [registry.posts_of("nv-u02", at(day)) for day in days] == [43, 45, 42]
    assert lines_of(registry, "nv-u02", at("2030-07-01"))[-1] == (None, None, None, "not_listed")


def test_what_comes_on_the_day_of_the_undoing_stays(told, at):
    same_day = ADDED.replace("2030-06-15", "2030-07-01")
    registry = told(listed("nv-u02", 40, 43, more=", announced: 3"), same_day, undone="2030-07-01")
    assert registry.posts_of("nv-u02", at("2030-07-01")) == 42
    assert [line[-1] for line in lines_of(registry, "nv-u02", at("2030-07-01"))] == [
        "balanced",
        "balanced",
        "not_listed",
    ]


def test_a_list_undone_on_its_own_day(told, at):
    registry = told(listed("nv-u02", 40, 43, more=", announced: 3"), undone=DAY)
    assert registry.posts_of("nv-u02", at(DAY)) == 40


def test_moves_that_a_list_explains_are_undone_once(told, at):
    events = [
        listed("nv-u03", 3, 6),
        move("not reported", "nv-u03", 3),
        on(move("nv-u03", "nv-u06", 2, "NEV-22"), "2030-06-05"),
    ]
    registry = told("\n".join(events), undone="2030-06-10")
    assert [registry.posts_of("nv-u03", at(day)) for day in ("2030-06-05", "2030-06-10")] == [4, 3]
    line = registry.ledger(at("2030-06-10"), "nv-u03")[-1]
    assert (line.moved_in, line.moved_out, line.announced, line.balance) == (2, 3, None, "not_listed")


def test_an_undone_list_with_a_claim_is_taken_back_by_what_it_listed(told, at):
    disputed = listed("nv-u02", 40, 43, more=", announced: 5, claims: [CLM-90]")
    registry = told(disputed, ADDED, undone="2030-07-01")
    line = registry.ledger(at("2030-07-01"), "nv-u02")[-1]
    assert (line.announced, line.claims) == (-3, ("CLM-90",))
    assert registry.posts_of("nv-u02", at("2030-07-01")) == 42


def test_posts_that_a_split_did_not_hand_over_are_not_known(with_second, at):
    split = (
        "split_unit: {fact: NEV-26, unit: nv-u06, into: [{unit: nv-u31, rank: watch, parent: nv-u04, mandates: [NF-02],"
        " names: {en: {text: T}}}, {unit: nv-u32, rank: watch, parent: nv-u04, mandates: [NF-04], names: {en: {text: S}}}]}"
    )
    registry = with_second("\n".join([split, on(move("not reported", "nv-u31", 3), "2030-07-01")]))
    assert registry.posts_of("nv-u31", at("2030-07-01")) is None, "3 would be a plausible wrong number"


def test_two_reforms_of_one_day_both_show_the_line_they_share(told, at, instant):
    registry = told(
        listed("nv-u02", 40, 45, more=", announced: 5"), "rename: {fact: NEV-301, unit: nv-u03, names: {en: {text: X}}}"
    )
    assert registry.ledger(at(DAY), "nv-u02")[0].reforms == ("nv-r1",)
    both = told(listed("nv-u02", 40, 43, more=", announced: 3"), listed("nv-u02", 43, 45, "NEV-301", ", announced: 2"))
    line = both.ledger(at(DAY), "nv-u02")[0]
    assert line.as_answer()["reforms"] == ["nv-r1", "nv-r2"]
    for reform in ("nv-r1", "nv-r2"):
        preview = both.preview(reform, instant("2030-12-01"))
        assert preview.ledger == (line,)
        assert [one.outcome for one in preview.checks if one.check == "NVR-3" and one.subject == "nv-u02"] == ["passed"]


def told_of(registry, start, end):
    changes = registry.diff(start, end).changes
    return [(one.facts, one.words.en) for one in changes if one.kind == "posts_changed"]


def test_every_change_of_posts_between_two_days_is_told(told, at):
    events = [listed("nv-u02", 40, 43, more=", announced: 3"), listed("nv-u02", 43, 45, "NEV-201", ", announced: 2")]
    registry = told("\n".join(events), ADDED, undone="2030-07-01")
    first = told_of(registry, at("2030-05-31"), at(DAY))
    assert [facts for facts, _ in first] == [("NEV-200",), ("NEV-201",)]
    assert [words.split("; ")[-1] for _, words in first] == ["40 → 43", "43 → 45"]
    both = told_of(registry, at("2030-05-31"), at("2030-06-20"))
    assert [facts for facts, _ in both] == [("NEV-200",), ("NEV-201",), ("NEV-300",)]


def test_what_is_undone_is_told_as_one_sum_and_what_stays_is_told(told, at):
    events = [listed("nv-u02", 40, 43, more=", announced: 3"), listed("nv-u02", 43, 45, "NEV-201", ", announced: 2")]
    registry = told("\n".join(events), ADDED, undone="2030-07-01")
    undone = told_of(registry, at("2030-06-20"), at("2030-07-01"))
    assert undone == [(("NEV-201", "NEV-200"), "Posts as before: -5")]
    assert [facts for facts, _ in told_of(registry, at("2030-05-31"), at("2030-07-01"))] == [("NEV-300",)]
    alone = told("\n".join(events), undone="2030-07-01")
    assert told_of(alone, at("2030-06-20"), at("2030-07-01"))[0][1] == "Posts as before: 45 → 40"


def test_a_reform_in_two_steps_undone_between_two_days_tells_what_it_gave_before_them(told, at):
    second = "change_posts: {fact: NEV-201, unit: nv-u02, announced: 2, effective: 2030-06-15}"
    registry = told("\n".join([listed("nv-u02", 40, 43), second]), undone="2030-07-01")
    assert told_of(registry, at("2030-06-10"), at("2030-07-01")) == [(("NEV-200",), "Posts as before: -3")]


THREE = listed("nv-u02", 40, 43, more=", announced: 3")


def test_all_that_one_reform_says_of_a_unit_on_a_day_adds_up(with_second, at):
    four = "change_posts: {fact: NEV-201, unit: nv-u02, announced: 4}"
    with pytest.raises(ContentError, match=r"NEV-200 announces \+7 posts, but its list shows \+3"):
        with_second(f"{THREE}\n{four}")
    five = THREE.replace("announced: 3", "announced: 5")
    one_less = four.replace("announced: 4", "announced: -2")
    line = with_second(f"{five}\n{one_less}").ledger(at(DAY), "nv-u02")[0]
    assert (line.announced, line.balance) == (3, "balanced")


@pytest.mark.parametrize("other", [move("nv-u06", "nv-u02", 5, "NEV-301"), ADDED.replace("2030-06-15", DAY)])
def test_what_two_reforms_say_of_a_unit_on_a_day_adds_up(told, at, other):
    with pytest.raises(ContentError, match=r"Posts of nv-u02 do not add up on 2030-06-01 .*\+3 listed.*journal/2.yaml"):
        told(THREE, other)
    line = told(THREE, other[:-1] + ", claims: [CLM-90]}").ledger(at(DAY), "nv-u02")[0]
    assert (line.balance, line.claims) == ("open", ("CLM-90",))


def test_a_correction_adds_up_too(inputs, reform_text, instant, at):
    correct = (
        "correct: {fact: NEV-302, corrects: NEV-200, known: 2030-06-10, instead: {change_posts: {unit: nv-u02,"
        " announced: 9, listed_before: 40, listed_after: 43MORE}}}"
    )

    def corrected(more):
        texts = [reform_text(THREE), reform_text(correct.replace("MORE", more)).replace("nv-second", "nv-r2")]
        acts = [RecordedReform(n, instant(f"2030-06-1{n}"), "p", text) for n, text in enumerate(texts, start=1)]
        return Registry(inputs(*acts).make())

    with pytest.raises(ContentError, match=r"\+9 announced and moved, \+3 listed.*a difference of -6 and no claim"):
        corrected("")
    line = corrected(", claims: [CLM-90]").ledger(at(DAY), "nv-u02")[0]
    assert (line.difference, line.balance) == (-6, "open")


def test_no_more_posts_are_taken_away_than_there_are(with_second, told, at):
    out = on(move("nv-u02", "nv-u04", 50), "2030-06-10")
    with pytest.raises(ContentError, match=r"From 2030-06-10 unit nv-u02 would have -7 posts .*line 10.*with NEV-21"):
        with_second(f"{THREE}\n{out}")
    back = on(move("nv-u04", "nv-u02", 7, "NEV-22"), "2030-06-10")
    assert with_second("\n".join([THREE, out, back])).posts_of("nv-u02", at("2030-06-10")) == 0
    with pytest.raises(ContentError, match="From 2030-07-01 unit nv-u02 would have -2 posts"):
        told(THREE, on(move("nv-u02", "nv-u04", 42, "NEV-301"), "2030-06-10"), undone="2030-07-01")


def test_a_list_that_begins_with_other_posts_than_were_there_is_refused_or_stands_open(with_second, at):
    later = listed("nv-u02", 60, 61, "NEV-201", ", announced: 1, effective: 2030-07-01MORE")
    with pytest.raises(
        ContentError, match=r"lists from 60 to 61, 43 there the day before.*a difference of 17 and no claim"
    ):
        with_second(f"{THREE}\n{later.replace('MORE', '')}")
    registry = with_second(f"{THREE}\n{later.replace('MORE', ', claims: [CLM-90]')}")
    line = registry.ledger(at("2030-07-01"), "nv-u02")[-1]
    assert (line.gap, line.difference, line.balance) == (17, 17, "open")
    quiet = later.replace(", announced: 1", "").replace("MORE", ", claims: [CLM-90]")
    assert with_second(f"{THREE}\n{quiet}").ledger(at("2030-07-01"), "nv-u02")[-1].balance == "open"


def test_a_list_of_the_day_of_an_undoing_may_begin_before_it_or_after_it(told, at):
    for before in (43, 40):
        other = listed("nv-u02", before, 50, "NEV-301", ", effective: 2030-07-01")
        assert told(THREE, other, undone="2030-07-01").posts_of("nv-u02", at("2030-07-01")) == 50


def test_lists_of_one_day_join_each_other(with_second, told, at):
    apart = f"{listed('nv-u02', 40, 43)}\n{listed('nv-u02', 60, 61, 'NEV-201')}"
    with pytest.raises(ContentError, match=r"lists from 40 to 61, not known how many there.*a difference of 17"):
        with_second(apart)
    same = listed("nv-u02", 40, 45, more=", announced: 5"), listed("nv-u02", 40, 45, "NEV-301")
    assert lines_of(told(*same), "nv-u02", at(DAY)) == [(40, 45, 0, "balanced")], "one list, told by two reforms"


def test_a_gap_under_a_claim_is_told_in_the_check(with_second, instant):
    later = listed("nv-u02", 60, 61, "NEV-201", ", announced: 1, effective: 2030-07-01, claims: [CLM-90]")
    checks = with_second(f"{THREE}\n{later}").preview("nv-second", instant("2030-12-01")).checks
    found = [one for one in checks if one.check == "NVR-3"][-1]
    assert (found.outcome, found.found) == ("open", "+1 as listed, +17 since the list before")


def test_posts_listed_on_the_day_their_unit_ends_are_handed_over_as_listed(told, at):
    merge = "merge_units: {fact: NEV-24, units: [nv-u02, nv-u03], into: {unit: nv-u09, rank: crew, parent: nv-u01, names: {en: {text: C}}}}"
    registry = told("\n".join([THREE, listed("nv-u03", 7, 8, "NEV-25"), merge]), undone="2030-07-01")
    assert [registry.posts_of(unit, at(DAY)) for unit in ("nv-u02", "nv-u03", "nv-u09")] == [0, 0, 51]
    assert [line[-1] for line in lines_of(registry, "nv-u02", at("2030-07-01"))] == ["balanced", "balanced"]
    assert [registry.posts_of(unit, at("2030-07-01")) for unit in ("nv-u02", "nv-u03", "nv-u09")] == [40, 7, 0]
