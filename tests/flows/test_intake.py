"""What people enter about notices, reports, signals and checks: kept as acts, refused as a whole, never lost."""

import dataclasses
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from gwanje.answers.attending_signals import raised_signals
from gwanje.answers.inspecting import check_calendar
from gwanje.answers.noticing import draft, notice_books
from gwanje.answers.tower import Tower
from gwanje.assembly import Settings, clock, open_tower
from gwanje.flows.attend_signal import attend_signal
from gwanje.flows.complete_check import complete_check
from gwanje.flows.confirm_notice import confirm_notice
from gwanje.flows.draft_notice import draft_notice
from gwanje.flows.read_report_mail import report_from_mail
from gwanje.flows.settle_notice import set_notice_aside, take_notice_back
from gwanje.flows.settle_report import erase_report, settle_report
from gwanje.flows.take_in_report import take_in_reports
from gwanje.flows.take_in_signals import take_in_signals
from gwanje.foundation.codes import Code
from gwanje.foundation.errors import RefusedInputError, UnknownKeyError
from gwanje.foundation.instants import AsOf
from gwanje.journal import open_journal
from gwanje.watch import (
    NOT_KNOWN,
    Confirmation,
    ConfirmedCode,
    ReportClosed,
    ReportDraft,
    ReportLinked,
    ReportTriaged,
    SignalAcknowledged,
    SignalMerged,
    SignalRaised,
    SignalSnoozed,
)
from gwanje.watch.reports import report_files
from gwanje.watch.store import WatchStore
from towers import NEVERLAND, copied, korea, neverland, neverland_home

TEXT = """Emerald Office, Announcement No. 7 of 2026
Export licence for graphite, subheading 2504.10.
Effective May 1, 2026, until May 1, 2027.
Announced on April 20, 2026
"""
SAID = Confirmation(date(2026, 4, 20), date(2026, 5, 1), items=("lagoon-graphite",))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return copied(neverland_home(), tmp_path)


def opened(home: Path) -> Tower:
    return open_tower(Settings(home=home, packages=(), content=NEVERLAND))


@pytest.fixture
def reopened(home: Path) -> Tower:
    """A tower whose journal is read again when it is opened again."""
    return opened(home)


@pytest.fixture
def tower(tmp_path: Path) -> Iterator[Tower]:
    """The island's tower over a journal of its own; its content and warehouse are opened once."""
    with open_journal(tmp_path / "journal.sqlite") as journal:
        made = dataclasses.replace(neverland(), watch_store=WatchStore(journal), state=tmp_path)
        made.__dict__["warehouse"] = neverland().warehouse
        yield made


def drafted(tower: Tower, text: str = TEXT) -> int:
    kept, _ = draft_notice(tower.watch_store, text, name="a.txt", by="desk", at=clock(), vintage=2022)
    return kept.number


def confirmed(tower: Tower, number: int, said: Confirmation = SAID, by: str = "desk"):
    return confirm_notice(tower.watch_store, number, said, notice_books(tower), by=by, at=clock())


def now() -> AsOf:
    return AsOf(clock(), clock())


def test_a_confirmed_notice_is_a_measure_with_its_text_as_source(home, reopened):
    number = drafted(reopened)
    done = confirmed(reopened, number)
    after = opened(home)
    measure = after.restrictions.get(f"RST-E{number}")
    assert measure.sources == (f"NTC-{number}",)
    assert done.act.record["note"].count(reopened.watch_store.notices.acts()[0].sha256) == 1
    assert after.references.get(f"NTC-{number}").publisher == "Oz"
    assert after.restrictions.state(measure.id, now()).words.en == "in force since 2026-05-01"
    assert dict(done.taken_over) == {"issuer": "OZZ", "number": "No. 7/2026", "kind": "licence"}


def test_it_is_known_from_when_it_was_confirmed_not_before(home, reopened):
    before = clock()
    number = drafted(reopened)
    confirmed(reopened, number)
    after = opened(home)
    earlier = after.restrictions.state(f"RST-E{number}", AsOf(before, before))
    assert earlier.key == "not_known_yet"
    assert after.latest_known() >= after.restrictions.known_of(after.restrictions.get(f"RST-E{number}"))


def test_the_text_is_kept_once(tower):
    assert drafted(tower) == drafted(tower)
    assert len(tower.watch_store.notices.acts()) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"announced": None}, "day it was announced"),
        ({"in_force": None}, "day from which it is in force"),
        ({"in_force": date(2026, 4, 1)}, "contradict"),
        ({"announced": date(2226, 4, 20)}, "has not come"),
        ({"until": date(2026, 5, 1), "reading": "unknown"}, "contradict"),
        ({"until": date(2027, 5, 1)}, "no reading is chosen silently"),
        ({"in_force": date(2026, 5, 2)}, "in force 2026-05-02"),
        ({"codes": (ConfirmedCode(Code.parse("hs2022:999999")),)}, "not known in its revision"),
        ({"codes": (ConfirmedCode(Code.parse("hs2017:250410")),)}, "not known in its revision"),
        ({"codes": (ConfirmedCode(Code.parse("oz2026:2504101000")),)}, "national code"),
        ({"issuer": "KOR"}, "zone"),
        ({"suspends": ("NRS-1",)}, "needs its first day and its end"),
    ],
)
def test_what_is_refused_leaves_nothing(tower, change, said):
    number = drafted(tower)
    with pytest.raises(RefusedInputError, match=said):
        confirmed(tower, number, dataclasses.replace(SAID, **change))
    assert len(tower.watch_store.notices.acts()) == 1


@pytest.mark.parametrize("by", ["", "  ", "gwanje", "Machine"])
def test_a_machine_confirms_nothing(tower, by):
    with pytest.raises(RefusedInputError, match="a person confirms"):
        confirmed(tower, drafted(tower), by=by)


def test_an_item_whose_code_stands_in_the_text_is_suggested_and_said_where_nobody_names_it(tower):
    number = drafted(tower)
    told = draft(tower, number, now(), vintage=1992)
    assert ("item", "lagoon-graphite") in {(one["what"], one["suggests"]) for one in told.words}
    code = (ConfirmedCode(Code.parse("hs1992:250410")),)
    assert confirmed(tower, number, dataclasses.replace(SAID, items=(), codes=code)).unnamed == ("lagoon-graphite",)
    assert confirmed(tower, number, dataclasses.replace(SAID, codes=code, part="b")).unnamed == ()


def test_a_notice_is_text_without_control_signs(tower):
    with pytest.raises(RefusedInputError, match="not a text"):
        drafted(tower, "No. 7 \x00 of 2026")
    assert tower.watch_store.notices.acts() == ()


def test_words_of_an_end_without_an_end_and_an_empty_reason_are_refused(tower):
    number = drafted(tower)
    for change, said in (
        ({"reading": "inclusive"}, "and no end"),
        ({"announced": date(2026, 4, 19), "because": " "}, "does not stand in the text"),
    ):
        with pytest.raises(RefusedInputError, match=said):
            confirmed(tower, number, dataclasses.replace(SAID, **change))


def test_a_text_without_a_day_needs_the_reason_for_one(home, reopened):
    number = drafted(reopened, "Emerald Office: export licence for graphite")
    with pytest.raises(RefusedInputError, match="announced 2026-04-20, in force 2026-05-01"):
        confirmed(reopened, number)
    confirmed(reopened, number, dataclasses.replace(SAID, because="the mission called the office"))
    assert opened(home).restrictions.get(f"RST-E{number}").note.endswith("the mission called the office")


def test_a_first_day_that_is_not_told_stays_not_known(home, reopened):
    number = drafted(reopened)
    confirmed(reopened, number, dataclasses.replace(SAID, in_force=NOT_KNOWN))
    assert opened(home).restrictions.state(f"RST-E{number}", now()).key == "in_force_not_known"


def test_an_end_keeps_its_wording_and_both_readings(home, reopened):
    number = drafted(reopened)
    confirmed(reopened, number, dataclasses.replace(SAID, until=date(2027, 5, 1), reading="unknown"))
    (end,) = [one for one in opened(home).restrictions.endings() if one.id == f"RST-E{number}"]
    assert [one.date() for one in end.ending.ends] == [date(2027, 5, 1), date(2027, 5, 2)]
    assert "until May 1, 2027" in end.ending.wording


def test_a_suspension_pauses_the_measures_it_names(home, reopened):
    text = "Emerald Office, Notice No. 9: NRS-1 is suspended with immediate effect until 1 May 2227.\nIssued 20 April 2026\n"
    number = drafted(reopened, text)
    said = Confirmation(
        date(2026, 4, 20), date(2026, 4, 20), until=date(2227, 5, 1), reading="unknown", suspends=("NRS-1",)
    )
    confirmed(reopened, number, said)
    after = opened(home)
    assert after.restrictions.pauses[f"PAU-E{number}"].of == ("NRS-1",)
    day = AsOf(datetime(2100, 1, 1, tzinfo=reopened.zone), datetime(2100, 1, 1, tzinfo=reopened.zone))
    assert after.restrictions.state("NRS-1", day).key == "paused"


def test_an_unknown_measure_is_not_suspended(tower):
    said = dataclasses.replace(SAID, suspends=("NRS-99",), until=date(2027, 5, 1), reading="unknown")
    with pytest.raises(UnknownKeyError, match="NRS-99"):
        confirmed(tower, drafted(tower), said)


def test_the_same_part_is_confirmed_once_and_another_part_beside_it(home, reopened):
    number = drafted(reopened)
    confirmed(reopened, number)
    with pytest.raises(RefusedInputError, match="confirmed already"):
        confirmed(reopened, number)
    confirmed(reopened, number, dataclasses.replace(SAID, part="b"))
    assert {f"RST-E{number}", f"RST-E{number}b"} <= set(opened(home).restrictions.measures)


def test_what_is_taken_back_was_told_until_then(home, reopened):
    number = drafted(reopened)
    confirmed(reopened, number)
    between = clock()
    take_notice_back(reopened.watch_store, f"RST-E{number}", reason="another country's", by="desk", at=clock())
    after = opened(home)
    assert after.restrictions.state(f"RST-E{number}", AsOf(between, between)).key == "in_force"
    later = AsOf(between, between + timedelta(minutes=1))
    assert after.restrictions.state(f"RST-E{number}", later).key == "taken_back"
    assert f"RST-E{number}" not in {state.measure for state in after.restrictions.states(later)}
    with pytest.raises(UnknownKeyError):
        take_notice_back(after.watch_store, f"RST-E{number}", reason="again", by="desk", at=clock())


def test_a_notice_set_aside_becomes_no_measure(tower):
    number = drafted(tower)
    set_notice_aside(tower.watch_store, number, reason="a speech", by="desk", at=clock())
    with pytest.raises(RefusedInputError, match="set aside by desk: a speech"):
        confirmed(tower, number)


def take_in(tower: Tower, *drafts: ReportDraft):
    return take_in_reports(
        tower.watch_store,
        drafts,
        tower.intake,
        lambda one: tower.items.find(one).key,
        tower.zone,
        by="desk",
        at=clock(),
    )


GRAPHITE = ReportDraft("mermaids", "seen", "Ships with graphite wait off the lagoon", ("lagoon-graphite",))


def test_a_report_is_kept_and_its_repetition_is_said(tower):
    (first,) = take_in(tower, GRAPHITE)
    (again,) = take_in(tower, GRAPHITE)
    (alike,) = take_in(tower, dataclasses.replace(GRAPHITE, text=GRAPHITE.text + "!"))
    assert (first.again, again.again, again.report.id) == (False, True, first.report.id)
    assert [twin.report for twin in alike.twins] == [first.report.id]
    assert first.report.marking == "internal"


@pytest.mark.parametrize(
    "wrong",
    [{"source": "pirates"}, {"grade": "z"}, {"items": ("nothing-such",)}, {"text": "  "}, {"marking": "secret"}],
)
def test_one_fault_keeps_the_whole_file_out(tower, wrong):
    with pytest.raises((UnknownKeyError, RefusedInputError)):
        take_in(tower, GRAPHITE, dataclasses.replace(GRAPHITE, **wrong))
    assert tower.watch_store.intake.acts() == ()


def test_of_a_file_every_row_at_fault_is_named_by_its_line(tower):
    rows = [dataclasses.replace(GRAPHITE, place=f"r.csv line {n}") for n in (2, 3, 4)]
    rows[1:] = [dataclasses.replace(rows[1], grade="z"), dataclasses.replace(rows[2], items=("nothing-such",))]
    with pytest.raises(RefusedInputError) as refused:
        take_in(tower, *rows)
    assert refused.value.found.startswith("2 of 3 rows: r.csv line 3: ")
    assert "r.csv line 4: " in refused.value.found
    assert tower.watch_store.intake.acts() == ()


def test_a_file_taken_in_halfway_is_gone_on_with_and_nothing_is_kept_twice(tower, monkeypatch):
    rows = [dataclasses.replace(GRAPHITE, text=f"ship {n} waits", place=f"r.csv line {n}") for n in (2, 3, 4)]
    record, seen = type(tower.watch_store.intake).record, []

    def stopped_at_the_third(stream, act, **more):
        seen.append(act)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return record(stream, act, **more)

    monkeypatch.setattr(type(tower.watch_store.intake), "record", stopped_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        take_in(tower, *rows)
    monkeypatch.undo()
    assert [one.again for one in take_in(tower, *rows)] == [True, True, False]
    assert len(tower.watch_store.intake.acts()) == 3


def test_two_mails_with_one_id_and_other_words_are_both_kept(tower):
    first = dataclasses.replace(GRAPHITE, message="<1@x>")
    take_in(tower, first)
    (other,) = take_in(tower, dataclasses.replace(first, text="Nothing like it", items=()))
    assert (other.again, [twin.alike < 0.6 for twin in other.twins]) == (False, [True])


def test_a_report_is_looked_at_linked_and_closed_with_an_answer(tower):
    (taken,) = take_in(tower, GRAPHITE)
    number = taken.report.number
    settle_report(tower.watch_store, number, ReportTriaged("desk", clock(), says="true"))
    settle_report(tower.watch_store, number, ReportLinked("desk", clock(), to="NRS-1"))
    with pytest.raises(RefusedInputError, match="answer to the reporter"):
        settle_report(tower.watch_store, number, ReportClosed("desk", clock()))
    settle_report(tower.watch_store, number, ReportClosed("desk", clock(), feedback="thank you"))
    with pytest.raises(RefusedInputError, match="is closed"):
        settle_report(tower.watch_store, number, ReportTriaged("desk", clock(), says="more"))
    (file,) = report_files(tower.watch_store.intake.acts())
    assert (file.state, file.links) == ("closed", ("NRS-1",))


def test_what_is_erased_is_gone_from_the_file_and_the_chain_holds(home, reopened):
    (taken,) = take_in(reopened, dataclasses.replace(GRAPHITE, reporter="Wendy Darling", text="words of Wendy"))
    settle_report(reopened.watch_store, taken.report.number, ReportTriaged("desk", clock(), says="Wendy is right"))
    erase_report(reopened.watch_store, taken.report.number, reason="on request", by="desk", at=clock())
    assert reopened.watch_store.intake.acts() == ()
    assert [one.kind for one in reopened.watch_store.journal.verify().findings] == ["no-checkpoint"]
    stored = b"".join(path.read_bytes() for path in home.rglob("journal.sqlite*"))
    assert b"Wendy" not in stored


MAIL = b"""From: Wendy Darling <wendy@lagoon.example>
Subject: =?utf-8?b?7J2M6re57J6s?=
Message-ID: <1@lagoon.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: 8bit

<style>p{}</style><p>Ships wait.</p><script>x</script><p>\xec\x84\xb8 \xec\xb2\x99</p>
--x
Content-Type: application/pdf
Content-Disposition: attachment; filename="list.pdf"

xx
--x--
"""


def test_a_mail_is_a_report_with_its_words_and_attachments_named():
    draft = report_from_mail(MAIL, "a.eml", source="mermaids", grade="seen")
    assert (draft.text, draft.subject, draft.attachments) == ("Ships wait.\n세 척", "음극재", ("list.pdf",))
    assert (draft.reporter, draft.message) == ("Wendy Darling <wendy@lagoon.example>", "<1@lagoon.example>")


def test_a_mail_in_another_character_set_than_it_says_is_refused():
    data = b"From: a@x\nContent-Type: text/plain; charset=utf-8\n\n" + "요소 부족".encode("euc-kr")
    with pytest.raises(RefusedInputError, match="character set"):
        report_from_mail(data, "a.eml", source="mermaids", grade="seen")


@pytest.mark.parametrize("data", [b"", b"no header here", b"From: a@b.example\nSubject: x\n\n   \n"])
def test_what_is_no_mail_or_says_nothing_is_refused(data):
    with pytest.raises(RefusedInputError):
        report_from_mail(data, "a.eml", source="mermaids", grade="seen")


def test_the_same_mail_is_kept_once(tower):
    draft = report_from_mail(MAIL, "a.eml", source="mermaids", grade="seen")
    assert [
        one.again for one in (*take_in(tower, draft), *take_in(tower, dataclasses.replace(draft, subject="x")))
    ] == [False, True]


def attend(tower: Tower, deed):
    as_of = AsOf(datetime(2030, 6, 5, tzinfo=tower.zone), datetime(2031, 1, 1, tzinfo=tower.zone))
    raised = raised_signals(tower, as_of, now=as_of.valid)
    return attend_signal(tower.watch_store, deed, raised, tower.zone)


def test_only_what_is_raised_is_attended_to(tower):
    done = attend(tower, SignalAcknowledged("desk", clock(), signal="END-NPA-1"))
    assert done.stage == "running"
    with pytest.raises(UnknownKeyError):
        attend(tower, SignalAcknowledged("desk", clock(), signal="END-NPA-9"))


def test_a_snooze_has_a_reason_and_an_end_to_come(tower):
    day = clock().date()
    for wrong in (
        {"until": str(day), "reason": "x"},
        {"until": str(day + timedelta(days=9)), "reason": " "},
        {"until": "2999-01-01", "reason": "x"},
    ):
        with pytest.raises(RefusedInputError, match="with a reason, until a day"):
            attend(tower, SignalSnoozed("desk", clock(), signal="END-NPA-1", **wrong))
    attend(tower, SignalSnoozed("desk", clock(), signal="END-NPA-1", until=str(day + timedelta(days=9)), reason="x"))


def test_signals_are_not_joined_in_a_ring(tower):
    drafted(tower)
    read = f"READ-NTC-{tower.watch_store.notices.acts()[0].number}"
    attend(tower, SignalMerged("desk", clock(), signal="END-NPA-1", into=read))
    for one, other in ((read, "END-NPA-1"), (read, read)):
        with pytest.raises(RefusedInputError, match="ring"):
            attend(tower, SignalMerged("desk", clock(), signal=one, into=other))


def test_a_check_is_completed_after_it_took_place(tower):
    done = complete_check(tower.watch_store, "lagoon-graphite", clock().date(), tower.zone, by="desk", at=clock())
    assert done.number > 0
    with pytest.raises(RefusedInputError, match="has not taken place"):
        complete_check(tower.watch_store, "x", clock().date() + timedelta(days=3), tower.zone, by="desk", at=clock())
    with pytest.raises(RefusedInputError, match="No interval is known for grade 7"):
        complete_check(
            tower.watch_store, "x", clock().date(), tower.zone, by="desk", at=clock(), grade="7", grades=("1", "2")
        )


def test_an_older_month_of_trade_does_not_come_after_a_newer_one(tower):
    def month(text):
        return [SignalRaised("desk", clock(), signal=f"SIG-{text}-a", month=text, words=("a", "a"))]

    assert len(take_in_signals(tower.watch_store, month("2026-10"), "f")) == 1
    assert take_in_signals(tower.watch_store, month("2026-10"), "f") == ()
    with pytest.raises(RefusedInputError, match="newer month"):
        take_in_signals(tower.watch_store, month("2026-09"), "f")
    with pytest.raises(RefusedInputError, match="no signal"):
        take_in_signals(tower.watch_store, [], "f")


def test_a_relapse_pulls_an_inspection_forward(tower):
    complete_check(tower.watch_store, "lagoon-graphite", date(2026, 8, 1), tower.zone, by="desk", at=clock())
    tower.find_relapses = lambda _tower, items, _as_of: {item: ("relapse of 2025", date(2026, 8, 10)) for item in items}
    as_of = AsOf(datetime(2026, 8, 20, tzinfo=tower.zone), datetime(2031, 1, 1, tzinfo=tower.zone))
    (line,) = [one for one in check_calendar(tower, as_of).lines if one.id == "lagoon-graphite"]
    assert (line.due, line.days_left, line.pulled_by) == (date(2026, 8, 15), -5, "relapse of 2025")


@pytest.mark.korea
def test_only_a_relapse_in_the_newest_year_pulls():
    tower = korea()
    as_of = AsOf(tower.latest_known(), tower.latest_known())
    assert tower.find_relapses(tower, ["natural-graphite", "naphtha"], as_of) == {}
