"""Planned, amended, withdrawn, corrected, undone: what was said on an earlier day stays as it was said."""

import pytest

from gwanje.foundation.errors import ContentError, UnknownKeyError
from gwanje.registry import RecordedReform, RecordedReversal, Registry

EVE, DAY = "2030-05-31", "2030-06-01"
RENAME = "rename: {fact: NEV-80, unit: nv-u02, names: {en: {text: NAME}}}"


@pytest.fixture
def entered(reform_text, instant):
    def make(number, day, events, **more):
        return RecordedReform(number, instant(day), f"planner {number}", reform_text(events, **more))

    return make


@pytest.fixture
def first(entered):
    return entered(1, "2030-05-01", RENAME.replace("NAME", "Reef Crew"))


@pytest.fixture
def amended(entered):
    return entered(2, "2030-05-10", RENAME.replace("NAME", "Coral Crew"))


@pytest.fixture
def with_acts(inputs):
    return lambda *acts: Registry(inputs(*acts).make())


def name_of(registry, asof):
    return registry.show("nv-u02", asof).placed.unit.names.best("en")


def test_an_entered_reform_is_known_when_its_source_was_or_when_it_was_entered(with_acts, first, entered, instant):
    registry = with_acts(first)
    assert registry.reform("nv-second", instant("2030-05-02")).known == instant("2030-04-11")
    unpublished = entered(1, "2030-05-03", RENAME.replace("NAME", "x")).text.replace("sources: [NV4]", "sources: [NV3]")
    later = with_acts(RecordedReform(1, instant("2030-05-03"), "p", unpublished))
    assert later.reform("nv-second", instant("2030-05-03")).known == instant("2030-05-03")
    with pytest.raises(UnknownKeyError, match="No reform with the id 'nv-second' was public by 2030-05-02"):
        later.reform("nv-second", instant("2030-05-02"))


def test_an_amendment_changes_what_is_known_from_then_on(with_acts, first, amended, instant, at):
    registry = with_acts(first, amended)
    assert name_of(registry, at(DAY, known="2030-05-05")) == "Reef Crew"
    assert name_of(registry, at(DAY)) == "Coral Crew"
    views = [registry.reform("nv-second", instant(day)) for day in ("2030-05-05", "2030-05-20")]
    assert [(view.version, view.entered_by) for view in views] == [(1, "planner 1"), (2, "planner 2")]
    assert [version.stands for version in registry.versions("nv-second")] == [False, True]


def test_a_withdrawn_plan_changes_nothing_and_is_still_told(with_acts, first, instant, at):
    back = RecordedReversal(2, instant("2030-05-20"), "minister", "nv-second", "second thoughts", None)
    registry = with_acts(first, back)
    assert name_of(registry, at(DAY, known="2030-05-15")) == "Reef Crew"
    assert name_of(registry, at(DAY)) == "Lagoon Crew"
    view = registry.reform("nv-second", instant("2030-05-21"))
    assert (view.status, view.taken_back.reason, view.events[0].state) == ("withdrawn", "second thoughts", "withdrawn")
    assert registry.reform("nv-second", instant("2030-05-15")).status == "planned"


def test_a_version_after_a_withdrawal_stands(with_acts, first, entered, instant, at):
    back = RecordedReversal(2, instant("2030-05-20"), "minister", "nv-second", "second thoughts", None)
    again = entered(3, "2030-05-25", RENAME.replace("NAME", "Shell Crew"))
    registry = with_acts(first, back, again)
    assert name_of(registry, at(DAY)) == "Shell Crew"
    assert name_of(registry, at(DAY, known="2030-05-22")) == "Lagoon Crew"
    assert registry.reform("nv-second", instant("2030-07-01")).status == "in_force"


def test_a_reform_in_force_is_undone_from_a_day_on(with_acts, first, instant, at):
    back = RecordedReversal(2, instant("2030-06-20"), "minister", "nv-second", "it did not work", instant("2030-07-01"))
    registry = with_acts(first, back)
    assert [name_of(registry, at(day)) for day in (EVE, DAY, "2030-06-30", "2030-07-01")] == [
        "Lagoon Crew", "Reef Crew", "Reef Crew", "Lagoon Crew",
    ]  # fmt: skip
    assert name_of(registry, at("2030-07-01", known="2030-06-18")) == "Reef Crew", "nobody knew yet"
    assert registry.reform("nv-second", instant("2030-06-25")).status == "in_force"
    views = [one for one in registry.reforms(at("2030-07-02")) if one.id == "nv-second"]
    assert views[0].status == "reversed"


def test_what_built_on_a_reform_holds_it(with_acts, first, reform_text, instant):
    third = (
        reform_text(RENAME.replace("NAME", "Deep Crew"), day="2030-06-10")
        .replace("nv-second", "nv-third")
        .replace("NEV-80", "NEV-81")
    )
    back = RecordedReversal(3, instant("2030-06-20"), "minister", "nv-second", "no", instant("2030-07-01"))
    with pytest.raises(ContentError, match=r"nv-u02 \(name:en\) has been changed since.*Reverse nv-third first"):
        with_acts(first, RecordedReform(2, instant("2030-06-05"), "p", third), back)
    gone = RecordedReversal(3, instant("2030-06-20"), "minister", "nv-none", "no", instant("2030-07-01"))
    with pytest.raises(ContentError, match="no reform 'nv-none'"):
        with_acts(first, gone)


MOVE = "move: {fact: NEV-82, unit: nv-u06, from: nv-u04, to: nv-u02}"


def test_a_correction_changes_only_what_is_known(with_second, instant, at):
    correct = "correct: {fact: NEV-83, corrects: NEV-82, known: 2030-09-01, instead: {move: {unit: nv-u06, from: nv-u04, to: nv-u01}}}"
    registry = with_second(f"{MOVE}\n{correct}")

    def parent(known):
        return registry.show("nv-u06", at(DAY, known=known)).placed.unit.parent.unit

    assert (parent("2030-08-01"), parent("2030-09-02")) == ("nv-u02", "nv-u01")
    events = registry.reform("nv-second", instant("2030-10-01")).events
    assert [event.state for event in events] == ["corrected", "in_force"]
    assert events[1].words.en.startswith("Correction of NEV-82: Tide and Current Watch moves")
    facts = registry.diff(at(EVE), at(DAY)).changes[0].facts
    assert facts == ("NEV-83", "NEV-82")


def test_a_correction_may_change_the_day_or_take_back(with_second, at):
    later = MOVE.replace("move: {fact: NEV-82, ", "{move: {effective: 2030-07-01, ").replace(
        "to: nv-u02}", "to: nv-u02}}"
    )
    registry = with_second(f"{MOVE}\ncorrect: {{fact: NEV-83, corrects: NEV-82, known: 2030-09-01, instead: {later}}}")
    parents = [registry.show("nv-u06", at(day)).placed.unit.parent.unit for day in (DAY, "2030-06-30", "2030-07-01")]
    assert parents == ["nv-u04", "nv-u04", "nv-u02"]
    taken = with_second(f"{MOVE}\ncorrect: {{fact: NEV-83, corrects: NEV-82, known: 2030-09-01}}")
    assert taken.show("nv-u06", at("2030-12-01")).placed.unit.parent.unit == "nv-u04"
    assert taken.show("nv-u06", at("2030-12-01", known="2030-08-01")).placed.unit.parent.unit == "nv-u02"


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        ("correct: {fact: NEV-83, corrects: NEV-28, known: 2030-09-01}", "corrects 'NEV-28', which no reform has"),
        ("correct: {fact: NEV-83, corrects: NEV-82}", "would be known before NEV-82"),
    ],
)
def test_a_correction_of_nothing_is_refused(with_second, correction, said):
    with pytest.raises(ContentError, match=said):
        with_second(f"{MOVE}\n{correction}")


def test_what_was_entered_and_fits_no_more_is_told_and_left_out(neverland_files, inputs, entered, at):
    clash = entered(1, "2030-05-01", "move: {fact: NEV-90, unit: nv-u06, from: nv-u03, to: nv-u01}")
    fine = entered(2, "2030-05-02", RENAME.replace("NAME", "Reef Crew"))
    fine = RecordedReform(2, fine.at, fine.by, fine.text.replace("nv-second", "nv-fine"))
    registry = Registry.read_what_fits(inputs(clash, fine))
    assert [(one.act.number, "in nv-u03" in one.why) for one in registry.unapplied] == [(1, True)]
    assert "nv-fine" in {reform.id for reform in registry.reforms(at("2031-01-01"))}
    broken = {**neverland_files, "registry/kinds.yaml": "- {key: x}"}
    with pytest.raises(ContentError):
        Registry.read_what_fits(inputs(clash, files=broken))


def test_events_without_an_id_are_called_by_their_place(with_second, instant):
    registry = with_second(
        "rename: {unit: nv-u02, names: {en: {text: Reef Crew}}}\nmove: {unit: nv-u06, from: nv-u04, to: nv-u02}"
    )
    assert [event.facts for event in registry.reform("nv-second", instant("2031-01-01")).events] == [
        ("nv-second-01",),
        ("nv-second-02",),
    ]


def test_one_id_is_one_change(with_second):
    with pytest.raises(ContentError, match="'NEV-08' is used by two reforms"):
        with_second("rename: {fact: NEV-08, unit: nv-u02, names: {en: {text: x}}}")


def test_two_reforms_do_not_declare_the_same_unit(with_acts, entered, instant):
    unit = "units: [{id: nv-u60, before: [{since: 2030-05-01, kind: watch, parent: nv-u01, sources: [NV4], names: {en: {text: W}}}]}]"
    first = entered(1, "2030-05-01", RENAME.replace("NAME", "Reef Crew"), more=unit)
    again = entered(2, "2030-05-02", RENAME.replace("NAME", "Coral Crew"), more=unit)
    assert with_acts(first, again).find_unit("nv-u60") == "nv-u60", "a new version tells its own again"
    other = RecordedReform(
        2, again.at, again.by, again.text.replace("nv-second", "nv-other").replace("NEV-80", "NEV-81")
    )
    with pytest.raises(ContentError, match="The unit 'nv-u60' stands twice"):
        with_acts(first, other)


def test_an_undone_reform_is_told_as_undone(with_acts, entered, instant, at):
    events = """
      establish: {fact: NEV-81, unit: nv-u31, rank: crew, parent: nv-u01, names: {en: {text: New}}}
      upgrade: {fact: NEV-82, unit: nv-u06, from: watch, to: crew}
      abolish: {fact: NEV-83, unit: nv-u03}
      transfer: {fact: NEV-84, mandates: [NF-01], from: nv-u03, to: nv-u31}
      change_posts: {fact: NEV-85, unit: nv-u02, announced: +4, listed_before: 10, listed_after: 12, claims: [CLM-90]}
    """
    back = RecordedReversal(2, instant("2030-06-20"), "minister", "nv-second", "it did not work", instant("2030-07-01"))
    registry = with_acts(entered(1, "2030-05-01", events), back)
    told = {(one.kind, one.words.en) for one in registry.diff(at("2030-06-30"), at("2030-07-01")).changes}
    assert told == {
        ("undone", "New is undone"),
        ("restored", "Fairy Dust Watch exists again"),
        ("undone", "Tide and Current Watch is of its former kind again: crew → watch"),
        ("posts_changed", "Posts as before: 12 → 10"),
        (
            "mandate_moved",
            "Pixie-dust supply: New < Ministry of Islands → Fairy Dust Watch < crew: not reported < Ministry of Islands",
        ),
    }
    assert not registry.diff(at(EVE), at("2030-07-01")).changes, "nothing is left of it"
    gone = registry.show("nv-u31", at("2030-07-02")).placed.unit
    assert (gone.called("en"), gone.as_answer()["ended"]["as"]) == ("New", "reverse")
    line = registry.ledger(at("2030-07-02"), "nv-u02")[-1]
    assert (line.balance, line.claims) == ("open", ("CLM-90",)), "the disagreement is carried back with the posts"


def test_an_undone_reform_is_not_entered_again(with_acts, first, entered, instant):
    back = RecordedReversal(2, instant("2030-06-20"), "minister", "nv-second", "no", instant("2030-07-01"))
    with pytest.raises(ContentError, match="nv-second was in force and is undone from 2030-07-01"):
        with_acts(first, back, entered(3, "2030-08-01", RENAME.replace("NAME", "Deep Crew")))


def test_a_name_that_an_amendment_replaced_still_finds_its_unit(with_acts, first, amended):
    registry = with_acts(first, amended)
    assert [registry.find_unit(name) for name in ("Reef Crew", "Coral Crew", "Lagoon Crew")] == ["nv-u02"] * 3


CORRECTION = "correct: {fact: NEV-C1, corrects: NEV-80, known: 2030-06-25, instead: {rename: {unit: nv-u02, names: {en: {text: Coral Crew}}}}}"


def other(text, name="nv-third"):
    return text.replace("nv-second", name)


def test_an_undone_reform_stays_undone_when_it_is_corrected_later(with_acts, first, reform_text, instant, at):
    back = RecordedReversal(2, instant("2030-06-12"), "minister", "nv-second", "no", instant("2030-06-20"))
    corrected = RecordedReform(3, instant("2030-06-26"), "p", other(reform_text(CORRECTION)))
    registry = with_acts(first, back, corrected)
    known = ("2030-06-13", "2030-06-22", "2030-06-30")
    assert [name_of(registry, at("2030-06-21", known=day)) for day in known] == ["Lagoon Crew"] * 3
    assert [name_of(registry, at("2030-06-15", known=day)) for day in known] == ["Reef Crew", "Reef Crew", "Coral Crew"]


def test_a_corrected_reform_is_undone_with_what_stands_in_for_it(with_acts, first, reform_text, instant, at):
    corrected = RecordedReform(2, instant("2030-06-11"), "p", other(reform_text(CORRECTION.replace("06-25", "06-10"))))
    back = RecordedReversal(3, instant("2030-06-12"), "minister", "nv-second", "no", instant("2030-07-01"))
    registry = with_acts(first, corrected, back)
    assert [name_of(registry, at(day)) for day in ("2030-06-30", "2030-07-01")] == ["Coral Crew", "Lagoon Crew"]
    undo = RecordedReversal(3, instant("2030-06-12"), "minister", "nv-third", "no", instant("2030-07-01"))
    with pytest.raises(ContentError, match=r"nv-third corrects NEV-80.*Enter another 'correct'"):
        with_acts(first, corrected, undo)


def test_what_built_on_a_reform_is_undone_first_and_then_the_reform(with_acts, first, reform_text, instant, at):
    text = other(reform_text(RENAME.replace("NAME", "Deep Crew"), day="2030-06-10")).replace("NEV-80", "NEV-81")
    later = RecordedReform(2, instant("2030-06-05"), "p", text)
    backs = [
        RecordedReversal(3, instant("2030-06-20"), "minister", "nv-third", "no", instant("2030-07-01")),
        RecordedReversal(4, instant("2030-06-20"), "minister", "nv-second", "no", instant("2030-07-02")),
    ]
    registry = with_acts(first, later, *backs)
    assert [name_of(registry, at(day)) for day in ("2030-06-30", "2030-07-01", "2030-07-02")] == [
        "Deep Crew", "Reef Crew", "Lagoon Crew",
    ]  # fmt: skip
    again = RecordedReversal(5, instant("2030-06-21"), "minister", "nv-second", "no", instant("2030-08-01"))
    with pytest.raises(ContentError, match="nv-second is undone already"):
        with_acts(first, later, *backs, again)


def test_an_overlap_that_is_shortened_later_is_told_as_it_was_then(with_acts, entered, instant, at):
    gives = "transfer: {fact: NEV-86, mandates: [NF-01], from: nv-u03, to: nv-u02, overlap_days: DAYS}"
    acts = [
        entered(n, day, gives.replace("DAYS", days))
        for n, day, days in ((1, "2030-05-01", "40"), (2, "2030-05-20", "5"))
    ]
    registry = with_acts(*acts)
    ends = [registry.overlaps(at(DAY, known=known), mandate="NF-01")[0].end for known in ("2030-05-10", "2030-05-25")]
    assert ends == [instant("2030-07-11"), instant("2030-06-06")]


def test_a_corrected_reform_can_still_be_amended(with_acts, first, amended, reform_text, instant, at):
    corrected = RecordedReform(2, instant("2030-05-06"), "p", other(reform_text(CORRECTION.replace("06-25", "05-05"))))
    later = RecordedReform(3, amended.at, "p", amended.text.replace("Coral Crew", "Deep Crew"))
    registry = with_acts(first, corrected, later)
    assert [name_of(registry, at(DAY, known=day)) for day in ("2030-05-02", "2030-05-07", "2030-05-12")] == [
        "Reef Crew", "Coral Crew", "Deep Crew",
    ]  # fmt: skip


def test_the_act_behind_a_fault_is_left_out_and_no_other(inputs, first, entered):
    gives = entered(2, "2030-05-02", "transfer: {fact: NEV-87, mandates: [NF-01], from: nv-u05, to: nv-u02}")
    wrong = RecordedReform(2, gives.at, "p", other(gives.text, "nv-wrong"))
    late = RecordedReform(3, gives.at, "p", other(reform_like(first, "nv-u05", "NEV-88"), "nv-late"))
    _, unapplied = inputs(first, wrong, late).make_what_fits()
    assert [one.act.number for one in unapplied] == [2]


def reform_like(act, unit, fact):
    return act.text.replace("nv-u02", unit).replace("NEV-80", fact)
