"""Where facts and items go."""

import pytest

from gwanje.foundation.errors import ContentError


def test_facts_items_and_families_of_facts_find_their_mandate(registry):
    assert registry.route("NRS-1").mandate.key == "pixie-dust"
    assert registry.route("NRS-1").derived
    assert registry.route("pixie-dust-magnets").reason == "lead derived"
    assert registry.route("NST-77").mandate.key == "storms"
    assert not registry.route("NST-77").derived


def test_without_a_lead_the_reason_is_told(registry):
    assert (registry.route("NRS-9").mandate, registry.route("NRS-9").reason) == (None, "nobody says who")
    assert registry.route("ABC-1").reason == "no routing rule names ABC-1"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- {facts: [NRS-5], mandate: pixie-dusk}", "not declared"),
        ("- {facts: [NRS-1], mandate: storms}", "two mandates"),
    ],
)
def test_a_route_that_contradicts_is_refused(neverland_files, reread, line, said):
    routes = neverland_files["registry/routing.yaml"] + line
    with pytest.raises(ContentError, match=said) as refusal:
        reread({**neverland_files, "registry/routing.yaml": routes})
    assert "registry/routing.yaml line" in refusal.value.place
