"""A reform entered in a tower: previewed, enacted, amended, taken back; nothing is lost, and nobody overwrites anybody."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from gwanje.journal import open_journal
from gwanje.testing import assert_journal_sound
from towers import ROOT, copied, environment, neverland_home, run

GIVE = """
id: nv-next
names: {en: {text: The next reform}}
effective: 2035-06-01
known: 2031-04-01
sources: [NV4]
basis: {act: An ordinance, decided: 2031-04-01}
events:
  - transfer: {mandates: [NF-01], from: nv-u03, to: nv-u02}
"""
BEFORE, AFTER = ("--on", "2035-05-31"), ("--on", "2035-06-01")


@pytest.fixture
def home(tmp_path):
    return copied(neverland_home(), tmp_path)


@pytest.fixture
def write(tmp_path):
    def to_file(text, name="next.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return to_file


def lead(home, *options):
    return run("org", "who", "pixie-dust", *options, "--format", "json", home=home).json()["lead"]["id"]


def entries(home, stream="registry"):
    with open_journal(home / "NVL" / "journal.sqlite") as journal:
        return list(journal.read(stream))


def test_a_preview_records_nothing(home, write):
    found = run("org", "preview", write(GIVE), home=home)
    assert (found.code, found.err) == (0, "")
    for words in (
        "The next reform (nv-next)",
        "planned, effective 2035-06-01",
        "1 gets another lead",
        "Fairy Dust Watch (nv-u03): Pixie-dust supply (NF-01), to the end of 2035-06-14",
        "only written down: nothing is recorded",
    ):
        assert words in found.text
    assert entries(home) == []
    assert lead(home, *AFTER) == "nv-u03"


def test_what_is_enacted_takes_effect_at_midnight_and_is_logged(home, write):
    done = run("org", "enact", write(GIVE), "--by", "planning-office", home=home)
    assert (done.code, done.err) == (0, "")
    assert "nv-next: entered as entry" in done.text
    assert [lead(home, *day) for day in (BEFORE, AFTER)] == ["nv-u03", "nv-u02"]
    assert lead(home, "--on", "2035-05-31T23:59+00:00") == "nv-u03"
    assert run("org", "show", "--on", "2035-05-01", home=home).text.count("reform nv-next: planned") == 1
    (granted,) = entries(home, "registry-access")
    assert (granted.payload["unit"], granted.payload["mandate"], granted.payload["by"]) == (
        "nv-u03",
        "NF-01",
        "planning-office",
    )
    sheet = run("org", "handover", "nv-u03", "nv-next", home=home)
    assert "Fairy Dust Watch (nv-u03) may look into Pixie-dust supply (NF-01) to the end of 2035-06-14" in " ".join(
        sheet.text.split()
    )
    assert "goes" in sheet.text
    assert_journal_sound(home / "NVL" / "journal.sqlite")


REFUSED = {
    "an orphan": (GIVE + "  - abolish: {unit: nv-u05}\n", "NF-03, scope 'whole', would be left without a lead"),
    "two leads": (GIVE + "  - transfer: {mandates: [NF-01], from: nv-u02, to: nv-u04}\n", "two leads from 2035-06-01"),
    "a cycle": (GIVE + "  - move: {unit: nv-u04, from: nv-u01, to: nv-u06}\n", "above itself"),
    "posts without a claim": (
        GIVE + "  - change_posts: {unit: nv-u01, announced: 5, listed_before: 43, listed_after: 50}\n",
        "announces +5 posts, but its list shows +7",
    ),
    "a complete crew with one watch": (
        GIVE + "  - establish: {unit: nv-u31, rank: crew, parent: nv-u01, names: {en: {text: Lone Crew}}, children: {complete: [division], incomplete: false}}\n"
        "  - establish: {unit: nv-u32, rank: watch, parent: nv-u31, names: {en: {text: Lone Watch}}}\n",
        "Check NVR-1 fails for nv-u31: A crew has two watches at least. Lone Crew has 1: Lone Watch",
    ),
    "an unknown source": (GIVE.replace("sources: [NV4]", "sources: [NV99]"), "'NV99' is cited, but no publication"),
    "an unknown claim": (GIVE.replace("to: nv-u02}", "to: nv-u02, claims: [CLM-99]}"), "Did you mean 'CLM-90'"),
    "an unknown key": (GIVE.replace("mandates:", "mandate:"), "Did you mean 'mandates'"),
    "nothing": ("", "A file of keys and values was expected"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_its_own_message_and_nothing_recorded(home, write, case):
    text, said = REFUSED[case]
    for verb in ("enact", "preview"):
        found = run("org", verb, write(text), home=home)
        assert found.code == 3, found.text + found.err
        told = found.err if "Check" not in said or verb == "enact" else found.text
        assert (said in told) or (verb == "preview" and "✗ Lone Crew has 1: Lone Watch." in found.text), told
    assert entries(home) == []


def test_a_reform_brings_what_it_cites_and_speaks_of(home, write):
    text = GIVE.replace("sources: [NV4]", "sources: [NV7]").replace(
        "events:",
        "references: [{id: NV7, publisher: The Jolly Roger, published: 2031-04-01}]\n"
        "disagreements:\n  - {id: NCL-7, about: {en: posts, ko: 정원}, a: {statement: {en: five, ko: 다섯}, sources: [NV7]},\n"
        "     b: {statement: {en: seven, ko: 일곱}, sources: [NV4]}, adopted: none, why: {en: open, ko: 미정}}\n"
        "mandates: [{id: NF-20, key: wishes, names: {en: {text: Wishes}}, before: [{state: none, since: 2031-04-01, sources: [NV7]}]}]\n"
        "events:",
    )
    text += "  - transfer: {mandates: [NF-20], from: none, to: nv-u02}\n"
    text += "  - change_posts: {unit: nv-u01, announced: 5, listed_before: 43, listed_after: 50, claims: [NCL-7]}\n"
    assert run("org", "preview", write(text), home=home).code == 0
    done = run("org", "enact", write(text), home=home)
    assert done.code == 0, done.err
    who = run("org", "who", "wishes", *AFTER, "--format", "json", home=home).json()
    assert who["lead"]["id"] == "nv-u02"
    assert {source["publisher"] for source in who["sources"]} >= {"The Jolly Roger"}
    assert "NCL-7" in run("org", "ledger", "--on", "2035-06-02", home=home).text


def test_an_amendment_says_what_it_amends_and_a_stale_one_is_told(home, write):
    assert run("org", "enact", write(GIVE), "--by", "planner-a", home=home).code == 0
    amended = write(GIVE.replace("to: nv-u02", "to: nv-u04"), "amended.yaml")
    blind = run("org", "enact", amended, "--by", "planner-b", home=home)
    assert blind.code == 3
    assert "nv-next was entered before" in blind.err
    assert "by planner-a" in blind.err
    base = entries(home)[-1].position
    assert run("org", "enact", amended, "--by", "planner-b", "--base", str(base), home=home).code == 0
    assert lead(home, *AFTER) == "nv-u04"
    stale = run(
        "org",
        "enact",
        write(GIVE.replace("to: nv-u02", "to: nv-u01")),
        "--by",
        "planner-c",
        "--base",
        str(base),
        home=home,
    )
    assert stale.code == 3
    assert "Somebody else entered something since you looked" in stale.err
    assert lead(home, *AFTER) == "nv-u04"
    assert [entry.payload["by"] for entry in entries(home)] == ["planner-a", "planner-b"]


def test_a_plan_is_withdrawn_and_a_reform_in_force_undone(home, write):
    assert run("org", "enact", write(GIVE), home=home).code == 0
    assert run("org", "reverse", "nv-next", "--reason", "no money", home=home).code == 0
    assert lead(home, *AFTER) == "nv-u03"
    again = run("org", "reverse", "nv-next", "--reason", "once more", home=home)
    assert again.code == 3
    assert "taken back already" in again.err
    old = (
        GIVE.replace("nv-next", "nv-past")
        .replace("2035-06-01", "2024-06-01")
        .replace(
            "  - transfer: {mandates: [NF-01], from: nv-u03, to: nv-u02}",
            "  - establish: {unit: nv-u40, rank: crew, parent: none, names: {en: {text: Old Crew}}}",
        )
    )
    assert run("org", "enact", write(old), home=home).code == 0
    early = run("org", "reverse", "nv-past", "--reason", "wrong", home=home)
    assert early.code == 3
    assert "in force since 2024-06-01" in early.err
    undo = ("org", "reverse", "nv-past", "--reason", "wrong", "--on", "2026-01-01")
    before = len(entries(home))
    tried = run(*undo, "--try", home=home)
    assert "nv-past: would be undone from 2026-01-01" in tried.text
    assert "Old Crew is undone" in tried.text
    assert len(entries(home)) == before, "a try records nothing"
    done = run(*undo, home=home)
    assert (done.code, "Old Crew is undone" in done.text) == (0, True)
    states = [
        run("org", "show", "nv-u40", "--on", day, "--known", "2040-01-01", "--format", "json", home=home).json()[
            "unit"
        ]["state"]
        for day in ("2025-12-31", "2026-01-01")
    ]
    assert states == ["exists", "ended"]
    again = run("org", "enact", write(old), "--base", str(entries(home)[-1].position), home=home)
    assert again.code == 3
    assert "nv-past was in force and is undone from 2026-01-01" in again.err


PEOPLE = """
posts:
  - id: nv-p09
    before: [{since: 2031-04-01, known: 2031-04-01, unit: nv-u03, names: {en: {text: Duster}}, duties: [{mandate: pixie-dust}], sources: [NV4]}]
assignments:
  - {person: nv-h09, names: {en: {text: A private name}}, post: nv-p09, since: 2031-04-01, known: 2031-04-01, sources: [NV4]}
"""


def test_people_stay_here_and_can_be_erased(home, write):
    assert run("org", "assign", write(PEOPLE), "--by", "hr", home=home).code == 0
    who = lambda: run("org", "who", "pixie-dust", "--on", "2031-04-02", home=home).text  # noqa: E731
    assert "desk: Duster: A private name." in who()
    journal_file = home / "NVL" / "journal.sqlite"
    with open_journal(journal_file) as journal:
        (entry,) = list(journal.read("registry"))
        journal.erase(entry.position, reason="retention ended", by="hr", at=entry.at)
    assert "Post not known" in who()
    assert b"A private name" not in journal_file.read_bytes()
    assert_journal_sound(journal_file)


def _enact_in_a_process(home, file, number):
    done = subprocess.run(
        [sys.executable, "-c", "from gwanje.interfaces.cli.main import main; main()", "org", "enact", file, "--by", f"planner-{number}", "--content", str(ROOT / "tests" / "neverland" / "content")],
        env=environment(home, "", {}), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_planners_at_the_same_time_lose_nothing(home, write):
    files = [
        write(
            GIVE.replace("nv-next", f"nv-next-{number}")
            .replace("2035-06-01", f"2035-06-{number:02d}")
            .replace(
                "transfer: {mandates: [NF-01], from: nv-u03, to: nv-u02}",
                f"rename: {{unit: nv-u02, names: {{en: {{text: Name {number}}}}}}}",
            ),
            f"{number}.yaml",
        )
        for number in range(1, 7)
    ]
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda pair: _enact_in_a_process(home, pair[1], pair[0]), enumerate(files, start=1)))
    kept = {entry.payload["by"] for entry in entries(home)}
    assert kept == {f"planner-{number}" for number, (code, _) in enumerate(outcomes, start=1) if code == 0}
    assert kept, outcomes
    for code, told in outcomes:
        assert code == 0 or "Somebody else entered something since you looked" in told
    assert_journal_sound(home / "NVL" / "journal.sqlite")


def test_what_no_longer_fits_is_shown_and_the_tower_still_answers(home, write, tmp_path):
    from towers import content_copy

    assert run("org", "enact", write(GIVE), home=home).code == 0
    content = content_copy(tmp_path)
    file = content / "registry" / "mandates.yaml"
    file.write_text(
        file.read_text("utf-8").replace("{lead: nv-u03, attested: 2030-03-01", "{lead: nv-u02, attested: 2030-03-01"),
        "utf-8",
    )
    shown = run("org", "show", home=home, content=content)
    assert shown.code == 0
    assert "entered here, fits no more: entry" in shown.text
    assert "NF-01 to be held by nv-u03" in " ".join(shown.text.split())


def test_an_entry_that_was_altered_stops_answers_and_is_reported(home, write):
    import sqlite3

    assert run("org", "enact", write(GIVE), home=home).code == 0
    position = entries(home)[-1].position
    with sqlite3.connect(home / "NVL" / "journal.sqlite") as behind:
        for (name,) in behind.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            behind.execute(f"DROP TRIGGER {name}")
        behind.execute(
            "UPDATE journal_payload SET body = replace(body, 'nv-u02', 'nv-u04') WHERE position = ?", (position,)
        )
    behind.close()
    asked = run("org", "who", "pixie-dust", *AFTER, home=home)
    assert (asked.code, asked.text) == (5, "")
    assert f"of entry {position} was altered" in asked.err
    checked = run("data", "check", home=home)
    assert checked.code == 1
    assert "1 findings" in checked.text


def test_a_reform_that_is_only_written_down_is_drawn(home, write, tmp_path):
    out = tmp_path / "plan.svg"
    drawn = run("org", "chart", write(GIVE), "--out", str(out), home=home)
    assert drawn.code == 0, drawn.err
    assert "Pixie-dust supply" in out.read_text(encoding="utf-8")
    assert not entries(home), "nothing is recorded"
