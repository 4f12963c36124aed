"""A measure of one's own country names the decision under which it was taken, and the level shows it."""

from datetime import UTC, datetime

import pytest

from gwanje.flows.enter_own_measure import NewMeasure, enter_own_measure
from gwanje.foundation.errors import UnknownKeyError
from gwanje.journal import open_journal
from gwanje.testing import assert_journal_sound
from gwanje.watch import Actor, LevelStep, OwnMeasureEntered
from gwanje.watch.store import WatchStore
from towers import copied, neverland, neverland_home, run

SCHEME = ("--scheme", "nvl-alerts")
JULY = ("--effective", "2030-07-01T12:00+00:00")
PASSED = ("--without", "draft=at night", "--without", "consult=at sea")


@pytest.fixture
def home(tmp_path):
    return copied(neverland_home(), tmp_path)


@pytest.fixture
def level(home):
    def ask(*arguments, code=0):
        found = run("watch", "level", *arguments, home=home)
        assert found.code == code, found.text + found.err
        return found

    return ask


def adopted(level, resource="lagoon", to="alert"):
    told = ("--level", to, "--reason", "smoke", "--by", "nv-u01", *JULY, *PASSED, "--format", "json")
    return level("adopt", resource, *SCHEME, *told).json()["entry"]


def entered(level, under, *more, code=0, until="2030-07-20"):
    told = ("--what", "Nobody swims", "--source", "Gazette 41", "--until", until, "--by", "nv-u05", *JULY)
    return level("measure", "swimming-ban", *SCHEME, *told, "--under", str(under), *more, code=code)


def held(level, on="2030-07-05", known="2035-01-01", resource="lagoon"):
    asked = (resource, *SCHEME, "--on", on, "--known", known, "--format", "json")
    return level(*asked).json()["lines"][0]["measures"]


def test_a_measure_and_its_level_name_each_other(home, level):
    decision = adopted(level)
    number = entered(level, decision, "--format", "json").json()["entry"]
    (told,) = held(level)
    assert (told["id"], told["under"], told["state"]) == (f"entry-{number}", f"entry-{decision}", "in_force")
    assert told["words"]["en"].endswith(f"; taken under entry-{decision}")
    text = level("lagoon", *SCHEME, "--on", "2030-07-05", "--known", "2035-01-01").text
    assert f"measure entry-{number} (swimming ban): Nobody swims: in force" in text
    korean = level("lagoon", *SCHEME, "--on", "2030-07-05", "--known", "2035-01-01", "--lang", "ko").text
    assert f"조치 entry-{number}(수영 금지)" in korean
    assert f"근거 단계 entry-{decision}" in korean
    replay = level(*SCHEME, "--replay", "2030-06-30..2030-07-01", "--known", "2035-01-01").text
    assert f"taken under entry-{decision}" in replay
    logged = level("log", "lagoon", "--format", "json").json()["acts"]
    assert [(act["kind"], act.get("under")) for act in logged][-1] == ("own-measure-entered", f"entry-{decision}")
    assert f"Nobody swims [entry-{decision}]" in level("log", "lagoon").text
    assert [act["kind"] for act in level("log", "forest", "--format", "json").json()["acts"]] == []
    assert_journal_sound(home / "NVL" / "journal.sqlite")


def test_a_step_that_a_source_reports_may_be_named(level):
    steps = level("lagoon", *SCHEME, "--on", "2030-05-02", "--known", "2035-01-01", "--format", "json").json()
    reported = next(one for one in steps["lines"][0]["steps"] if not one.startswith("entry-"))
    number = entered(level, reported, "--format", "json").json()["entry"]
    assert [(one["id"], one["under"]) for one in held(level)] == [(f"entry-{number}", reported)]


def test_it_is_told_as_it_was_known(level):
    entered(level, adopted(level))
    assert held(level, known="2026-01-01") == []
    assert held(level, resource="forest") == []


def test_a_measure_outlives_its_level_and_goes_with_its_own_end(level):
    first = adopted(level)
    entered(level, first, until="2030-07-20")
    level("adopt", "lagoon", *SCHEME, "--level", "none", "--reason", "calm", "--by", "nv-u01", "--base", str(first),
          "--effective", "2030-07-10", *PASSED)  # fmt: skip
    assert [one["state"] for one in held(level, on="2030-07-12")] == ["in_force"]
    assert held(level, on="2030-07-21") == []


@pytest.mark.parametrize("under", ["99", "entry-99", "NVT-404", "proposal"])
def test_what_is_no_decision_is_refused_with_those_that_are(level, under):
    decision = adopted(level)
    told = ("--input", "ticking=yes@NV4", "--by", "nv-u05", *JULY, "--format", "json")
    proposal = level("propose", "forest", *SCHEME, *told).json()["entry"]
    refused = entered(level, proposal if under == "proposal" else under, code=2).err
    assert f"entry-{decision} (lagoon: alert)" in refused
    assert [act["kind"] for act in level("log", "--format", "json").json()["acts"]] == [
        "level-adopted",
        "level-proposed",
    ]


def test_a_step_of_another_scheme_and_one_known_later_are_refused(tmp_path):
    at = datetime(2030, 7, 1, tzinfo=UTC)
    later = datetime(2030, 8, 1, tzinfo=UTC)
    steps = [
        LevelStep("NVF-8", "nvl-alerts", "lagoon", "none", "attention", at, at),
        LevelStep("OTH-1", "other-alerts", "lagoon", "none", "attention", at, at),
        LevelStep("NVF-9", "nvl-alerts", "lagoon", "attention", "caution", at, later),
    ]
    scheme = neverland().schemes.get("nvl-alerts")
    with open_journal(tmp_path / "journal.sqlite") as journal:
        store = WatchStore(journal)

        def enter(under):
            new = NewMeasure(scheme, "swimming-ban", "Nobody swims", at, None, "", "Gazette 41", under)
            return enter_own_measure(store, new, Actor("nv-u05", at), steps=steps)

        for under, said in (("OTH-1", "a step of other-alerts"), ("NVF-9", r"Expected: NVF-8 \(lagoon: attention\)\.")):
            with pytest.raises(UnknownKeyError, match=said):
                enter(under)
        assert store.levels.acts() == ()
        kept = enter("NVF-8")
        assert isinstance(kept, OwnMeasureEntered)
        assert store.levels.acts() == (kept,)
        assert kept.under == "NVF-8"
