"""A check that was entered as completed by mistake is taken back with a reason; what was said before stays."""

import pytest

from towers import copied, neverland_home, run

ON = ("--on", "2026-11-26")


@pytest.fixture
def calendar(tmp_path):
    home = copied(neverland_home(), tmp_path)

    def ask(*arguments, code=0):
        found = run("watch", "calendar", *arguments, home=home)
        assert found.code == code, found.text + found.err
        return found

    return ask


def completed(calendar, day, *more):
    told = ("complete", "lagoon-graphite", "--day", day, "--by", "desk", *more, "--format", "json")
    return calendar(*told).json()["entry"]


def reopened(calendar, entry, *more, reason="the wrong item", code=0):
    return calendar("reopen", str(entry), "--reason", reason, "--by", "desk", *more, code=code)


def last(calendar, *times):
    lines = calendar(*ON, *(times or ("--known", "2031-06-01")), "--format", "json").json()["lines"]
    return next((one["last"] for one in lines if one["id"] == "lagoon-graphite"), None)


def test_the_check_before_it_counts_again(calendar):
    completed(calendar, "2026-05-01")
    wrong = completed(calendar, "2026-08-01")
    assert last(calendar) == "2026-08-01"
    done = reopened(calendar, wrong, "--format", "json").json()
    assert (done["subject"], done["day"], done["reopened"], done["last"]) == (
        "lagoon-graphite", "2026-08-01", wrong, "2026-05-01",
    )  # fmt: skip
    assert last(calendar) == "2026-05-01"


def test_without_another_one_none_was_completed_and_the_day_may_be_entered_again(calendar):
    wrong = completed(calendar, "2026-08-01")
    reopened(calendar, wrong)
    assert last(calendar) is None
    completed(calendar, "2026-08-01")
    assert last(calendar) == "2026-08-01"


def test_what_was_known_before_stays_as_it_was_said(calendar):
    wrong = completed(calendar, "2026-08-01")
    entered = calendar("log", "--format", "json").json()["acts"][0]["at"]
    reopened(calendar, wrong)
    assert last(calendar, "--known", entered) == "2026-08-01"
    assert last(calendar) is None
    (then,) = calendar("log", "--known", entered, "--format", "json").json()["acts"]
    assert then["reopened"] is None


def test_the_log_shows_both_entries_with_the_reason_in_both_languages(calendar):
    wrong = completed(calendar, "2026-08-01", "--note", "all there")
    back = reopened(calendar, wrong, "--format", "json").json()["entry"]
    first, second = calendar("log", "lagoon-graphite", "--format", "json").json()["acts"]
    assert (first["entry"], first["kind"], first["reopened"], first["why"]) == (
        wrong,
        "check-completed",
        back,
        "all there",
    )
    assert (second["entry"], second["kind"], second["of"], second["why"]) == (
        back,
        "check-reopened",
        wrong,
        "the wrong item",
    )
    assert f"completed, taken back by entry {back}" in calendar("log").text
    assert f"{wrong}번 취소" in calendar("log", "--lang", "ko").text
    assert "Nothing was entered about checks." in calendar("log", "moonstone").text


def test_what_cannot_be_taken_back_is_refused_and_leaves_nothing(calendar):
    wrong = completed(calendar, "2026-08-01")
    assert f"{wrong} (lagoon-graphite, 2026-08-01)" in reopened(calendar, 999, code=2).err
    assert "needs a reason" in reopened(calendar, wrong, reason=" ", code=3).err
    assert last(calendar) == "2026-08-01"
    reopened(calendar, wrong)
    assert "reopened by desk: the wrong item" in reopened(calendar, wrong, code=3).err
    assert len(calendar("log", "--format", "json").json()["acts"]) == 2


def test_a_reopened_check_puts_no_signal_away():
    """The act names no signal, so it changes the state of none."""
    from datetime import UTC, date, datetime

    from gwanje.watch import AttentionSignal, Phrase, attention_list
    from gwanje.watch.attention import CheckReopened, attention_act, attention_payload

    noon = datetime(2026, 11, 26, 12, tzinfo=UTC)
    act = CheckReopened("desk", noon, 4, check=3, reason="the wrong item")
    assert attention_act(act.kind, 4, noon, attention_payload(act)) == act
    signal = AttentionSignal("A", "end", "near", Phrase(en="a", ko="a"), noon)
    assert attention_list([signal], [act], date(2026, 11, 26), None).put_away == ()
