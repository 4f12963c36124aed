"""Reforms: unknown, planned, in force."""


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
