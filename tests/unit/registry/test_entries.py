"""Laws of the log: known time is monotone, replay equals state, a plan is invisible before its day."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.foundation.instants import AsOf, parse_instant

START = parse_instant("2029-01-01", ZoneInfo("Atlantic/Azores"))
DAYS = st.integers(min_value=-30, max_value=1000)
LAW = settings(max_examples=80, deadline=None, derandomize=True)


def day(number):
    return START + timedelta(days=number)


@LAW
@given(valid=DAYS, first=DAYS, second=DAYS)
def test_what_is_known_once_stays_known(registry, valid, first, second):
    early, late = (AsOf(day(valid), day(number)) for number in sorted((first, second)))
    seen_early = {entry for entry in registry.entries if entry.is_visible(early)}
    seen_late = {entry for entry in registry.entries if entry.is_visible(late)}
    assert seen_early <= seen_late


@LAW
@given(valid=DAYS, known=DAYS)
def test_replaying_the_entries_in_order_gives_the_state(registry, valid, known):
    asof = AsOf(day(valid), day(known))
    state = {}
    for entry in sorted(registry.entries, key=lambda entry: (entry.start, entry.order)):
        if entry.is_visible(asof):
            state[entry.subject, entry.aspect] = entry.value
    for unit in ("nv-u02", "nv-u03", "nv-u04", "nv-u05", "nv-u06"):
        view = registry.show(unit, asof).placed.unit
        assert (view.state == "exists") == ((unit, "exists") in state)
        if view.state == "exists":
            assert view.kind == state[unit, "kind"]
            assert view.parent == state.get((unit, "parent"))
    for mandate in registry.mandates():
        holder = registry.who(mandate.id, asof)
        held = state.get((mandate.id, "holding:whole"))
        assert (holder.lead.id if holder.lead else None) == (held.lead if held else None)
        assert (holder.state == "not_known") == (held is None)


@LAW
@given(before=st.integers(min_value=0, max_value=480), known=DAYS)
def test_a_planned_change_is_invisible_before_its_day(registry, before, known):
    assert day(before) < parse_instant("2030-05-01", ZoneInfo("Atlantic/Azores"))
    asof = AsOf(day(before), day(known))
    assert registry.structure(asof).unit("nv-u04") is None
    lead = registry.who("lagoon-security", asof).lead
    assert lead is None or lead.id != "nv-u04"


@LAW
@given(valid=DAYS, known=DAYS)
def test_every_mandate_has_at_most_one_lead_and_every_chain_ends(registry, valid, known):
    for mandate in registry.mandates():
        holder = registry.who(mandate.id, AsOf(day(valid), day(known)))
        assert (holder.state == "held") == (holder.lead is not None)
        assert len({link.identity for link in holder.chain}) == len(holder.chain)
