"""Reforms: unknown, planned, in force; and their events in words."""

from gwanje.registry import RecordedReform, RecordedReversal, Registry


def test_a_reform_is_not_even_named_before_it_is_public(registry, at):
    assert [view.id for view in registry.reforms(at("2030-05-01", known="2030-04-09"))] == ["nv-storms"]


def test_a_reform_is_planned_until_its_day_has_come_in_both_times(registry, at):
    def status(valid, known):
        return {view.id: view.status for view in registry.reforms(at(valid, known))}["nv-reform-2030-05-01"]

    assert status("2030-05-01", "2030-04-11") == "planned"
    assert status("2030-04-30", "2030-06-01") == "planned"
    assert status("2030-05-01", "2030-05-01") == "in_force"


def test_events_are_told_in_order_and_an_unknown_day_stays_unknown(registry, at):
    view = next(view for view in registry.reforms(at("2030-05-01")) if view.id == "nv-reform-2030-05-01")
    assert [event.facts[0] for event in view.events] == [f"NEV-{number:02d}" for number in range(1, 11)]
    assert view.events[-1].effective is None
    assert view.events[-1].state == "not_known"
    assert view.events[0].words.en == "Treasure Crew is established as crew, in Ministry of Islands"
    assert view.events[7].words.en == "Tide Watch is renamed Tide and Current Watch"
    assert view.as_answer()["events"][1]["words"]["ko"] == "조류당직 이관: 산호초선단 소속 → 보물선단 소속"


def words_of(registry, asof, reform="nv-second"):
    view = next(one for one in registry.reforms(asof) if one.id == reform)
    return [event.words for event in view.events]


RENAME = "rename: {fact: NEV-70, unit: nv-u02, names: {en: {text: Reef Crew}}%s}"


def test_a_rename_without_a_day_tells_both_names(with_second, at):
    told = words_of(with_second(RENAME % ", effective: not known"), at("2030-06-10"))
    assert told[0].en == "Lagoon Crew is renamed Reef Crew"


def test_two_renames_of_one_day_each_tell_their_own_names(with_second, at):
    again = "rename: {fact: NEV-71, unit: nv-u02, names: {en: {text: Coral Crew}}}"
    told = words_of(with_second(f"{RENAME % ''}\n{again}"), at("2030-06-10"))
    assert [one.en for one in told] == ["Lagoon Crew is renamed Reef Crew", "Reef Crew is renamed Coral Crew"]


def test_a_rename_says_only_names_of_the_language_it_changes(with_second, at):
    korean = "rename: {fact: NEV-71, unit: nv-u03, names: {ko: {text: 새당직}}}"
    told = words_of(with_second(f"{RENAME % ''}\n{korean}"), at("2030-06-10"))
    assert told[0].ko == "Lagoon Crew → Reef Crew 영문 명칭 변경"
    assert told[1].en == "요정가루당직 is renamed 새당직 (Korean name)"
    assert told[1].ko == "요정가루당직 → 새당직 명칭 변경"


def test_a_name_in_a_language_that_had_none_is_not_mixed_with_another(with_second, at):
    events = """establish: {fact: NEV-70, unit: nv-u30, rank: crew, parent: nv-u01, names: {ko: {text: 별선단}}}
    rename: {fact: NEV-71, unit: nv-u30, effective: 2030-06-02, names: {en: {text: Star Crew}}}"""
    assert words_of(with_second(events), at("2030-06-10"))[1].en == "별선단 gets the English name Star Crew"


def test_a_withdrawn_and_a_corrected_rename_keep_their_own_names(neverland_files, inputs, instant, reform_text, at):
    first = reform_text(RENAME % "")
    correction = "correct: {fact: NEV-80, corrects: NEV-70, known: 2030-06-10, instead: {rename: {unit: nv-u02, names: {en: {text: Coral Crew}}}}}"
    second = reform_text(correction, day="2030-06-02", more="known: 2030-06-10").replace(
        "id: nv-second", "id: nv-third"
    )
    entered = RecordedReform(1, instant("2030-05-01"), "planner", first)
    withdrawn = RecordedReversal(2, instant("2030-05-20"), "minister", "nv-second", "no", None)
    gone = Registry(inputs(entered, withdrawn).make())
    assert words_of(gone, at("2030-06-10"))[0].en == "Lagoon Crew is renamed Reef Crew"
    mended = Registry(inputs(entered, RecordedReform(2, instant("2030-06-11"), "planner", second)).make())
    assert words_of(mended, at("2030-06-12"))[0].en == "Lagoon Crew is renamed Reef Crew"
    corrected = words_of(mended, at("2030-06-12"), "nv-third")[0].en
    assert corrected == "Correction of NEV-70: Lagoon Crew is renamed Coral Crew"


def test_where_the_lead_stays_the_event_says_what_is_set(with_second, at):
    def told(more):
        event = f"transfer: {{fact: NEV-70, mandates: [NF-05], from: nv-u04, to: nv-u04{more}}}"
        return words_of(with_second(event), at("2030-06-10"))[0].en.split(": ", 1)

    affair = "Treasure maps"
    names = {"nv-u06": "Tide and Current Watch", "nv-u02": "Lagoon Crew"}
    assert told(", inner: nv-u06") == ["Unit within the lead named", f"{affair} ({names['nv-u06']})"]
    assert told(", cooperating: [nv-u02]") == ["Cooperating unit named", f"{affair} ({names['nv-u02']})"]
    both = told(", inner: nv-u06, cooperating: [nv-u02]")
    assert both == ["Unit within the lead and cooperating unit named", f"{affair} ({'; '.join(names.values())})"]
    assert told("") == ["Lead unchanged", f"{affair} (Treasure Crew)"]


def test_a_delegation_is_told_by_the_name_of_its_form(with_second, at):
    event = "delegate: {fact: NEV-70, mandates: [NF-04], from: nv-u06, to: nv-u03, form: standing}"
    told = words_of(with_second(event), at("2030-06-10"))[0]
    assert told.en.startswith("Delegated (standing delegation): ")
    assert told.ko.startswith("위임(전결): ")


def test_a_change_of_posts_says_whose_they_are(registry, at):
    told = words_of(registry, at("2030-05-02"), "nv-reform-2030-05-01")[8]
    assert told.en == "Ministry of Islands: posts +5 announced; 40 → 43 (difference of 2 unexplained)"
    assert told.ko.startswith("섬부 정원 +5")


def test_a_new_unit_and_a_final_name_are_told_as_their_events_say_them_also_without_a_day(with_second, at):
    events = """establish: {fact: NEV-70, unit: nv-u30, rank: crew, parent: nv-u01, names: {en: {text: Star Crew}}, effective: not known}
    finalise_names: {fact: NEV-71, effective: not known, names: {nv-u02: {en: {text: Grand Crew, status: official}}}}"""
    told = words_of(with_second(events), at("2030-06-10"))
    assert told[0].en == "Star Crew is established as crew, in Ministry of Islands"
    assert told[1].en == "Official names: Grand Crew"
