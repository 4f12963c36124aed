"""Affair, part, scheme and item: the narrowest holding that covers a question answers it, and only one leads."""

import pytest

from gwanje.foundation.errors import ContentError, UnknownKeyError
from gwanje.registry import Scope

EVE, DAY = "2030-05-31", "2030-06-01"
PART = "transfer: {fact: NEV-50, mandates: [NF-01], scope: glitter, from: nv-u03, to: nv-u02}"


def transfer(number, to, origin="nv-u03", **scope):
    said = "".join(f", {key}: {value}" for key, value in scope.items())
    return f"transfer: {{fact: NEV-5{number}, mandates: [NF-01]{said}, from: {origin}, to: {to}}}"


def test_a_part_goes_and_the_rest_stays(with_second, at):
    registry = with_second(PART)
    whole, part = registry.who("pixie-dust", at(DAY)), registry.who("pixie-dust", at(DAY), scope="glitter")
    assert (whole.lead.id, part.lead.id) == ("nv-u03", "nv-u02")
    assert [(one.scope.part, one.names.best("ko"), one.lead.id) for one in whole.parts] == [
        ("glitter", "반짝이", "nv-u02")
    ]
    eve = registry.who("pixie-dust", at(EVE), scope="glitter")
    assert (eve.lead.id, eve.scope, eve.answered_by) == ("nv-u03", "glitter", "whole"), (
        "before, the whole answered for it"
    )
    changes = registry.diff(at(EVE), at(DAY)).changes
    assert [(one.kind, one.words.en) for one in changes] == [
        ("part_moved", "Pixie-dust supply [glitter]: Fairy Dust Watch → Lagoon Crew")
    ]


def test_an_affair_may_be_named_by_its_key(with_second, at):
    by_key = with_second(PART.replace("NF-01", "pixie-dust"))
    assert by_key.who("NF-01", at(DAY), scope="glitter").lead.id == "nv-u02"
    split = """
      split_unit: {fact: NEV-90, unit: nv-u03, into: [
        {unit: nv-u31, rank: watch, parent: nv-u02, mandates: [pixie-dust], names: {en: {text: One}}},
        {unit: nv-u32, rank: watch, parent: nv-u02, names: {en: {text: Two}}}]}
    """
    assert with_second(" ".join(split.split())).who("NF-01", at(DAY)).lead.id == "nv-u31"


def test_scheme_and_item_narrow_further(with_second, at):
    registry = with_second(
        "\n".join(
            [transfer(1, "nv-u02", item="magnets"), transfer(2, "nv-u04", "nv-u02", item="magnets", scheme="grades")]
        )
    )

    def who(**asked):
        return registry.who("pixie-dust", at(DAY), **asked)

    assert who().lead.id == "nv-u03"
    assert who(item="magnets").lead.id == "nv-u02"
    assert who(item="magnets", scheme="grades").lead.id == "nv-u04"
    assert who(item="maps").lead.id == "nv-u03"
    assert who(scheme="grades").answered_by == "whole"
    assert who(item="magnets", scheme="grades").answered_by == "whole;scheme=grades;item=magnets"


def test_two_scopes_that_meet_would_give_two_leads(with_second, at):
    crossing = [transfer(1, "nv-u02", item="magnets"), transfer(2, "nv-u04", scheme="grades")]
    with pytest.raises(
        ContentError, match="scope 'whole;scheme=grades;item=magnets', would have two leads from 2030-06-01"
    ):
        with_second("\n".join(crossing))
    settled = [crossing[0], transfer(3, "nv-u06", "nv-u02", item="magnets", scheme="grades"), crossing[1]]
    registry = with_second("\n".join(settled))
    assert registry.who("pixie-dust", at(DAY), item="magnets", scheme="grades").lead.id == "nv-u06"
    same = [transfer(1, "nv-u02", item="magnets"), transfer(2, "nv-u02", scheme="grades")]
    assert with_second("\n".join(same)), "one lead for both is no conflict"


def test_two_transfers_of_one_scope_on_one_day_are_refused(with_second):
    with pytest.raises(ContentError, match="scope 'glitter', would have two leads"):
        with_second(f"{PART}\ntransfer: {{fact: NEV-51, mandates: [NF-01], scope: glitter, from: nv-u02, to: nv-u04}}")


def test_an_undeclared_part_is_refused_with_the_nearest(with_second, at):
    with pytest.raises(ContentError, match=r"part .gliter. of mandate NF-01.*Did you mean .glitter."):
        with_second(PART.replace("glitter", "gliter"))
    with pytest.raises(UnknownKeyError, match="scope of mandate pixie-dust"):
        with_second(PART).who("pixie-dust", at(DAY), scope="gliter")


def test_a_part_comes_out_of_who_holds_the_whole(with_second):
    with pytest.raises(
        ContentError, match=r"NF-01 \(glitter\) to be held by nv-u02 on 2030-05-31, but it is held by nv-u03"
    ):
        with_second(PART.replace("from: nv-u03, to: nv-u02", "from: nv-u02, to: nv-u04"))


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (Scope(item="a"), Scope(scheme="b"), Scope("whole", "b", "a")),
        (Scope("x"), Scope(item="a"), Scope("x", "", "a")),
        (Scope("x"), Scope("y"), None),
        (Scope(item="a"), Scope(item="b"), None),
        (Scope(), Scope("x"), None),
        (Scope("x", "s"), Scope("x", "", "i"), Scope("x", "s", "i")),
    ],
)
def test_where_scopes_meet(first, second, both):
    assert first.meets(second) == second.meets(first) == both
    assert Scope.of_aspect(first.aspect) == first
    assert all(side.covers(both) for side in (first, second)) if both else True


DELEGATE = (
    "delegate: {fact: NEV-60, mandates: [NF-04], from: nv-u06, to: nv-p01, form: in-absence, "
    "until: {wording: while the moon is full, named: 2030-06-10, reading: exclusive, zone: Atlantic/Azores}}"
)


def test_a_delegation_passes_on_deciding_and_not_the_lead(with_second, at):
    registry = with_second(DELEGATE)
    running, passed = registry.who("tides", at(DAY)), registry.who("tides", at("2030-06-10"))
    assert (running.lead.id, running.delegation.to, running.delegation.state) == ("nv-u06", "nv-p01", "running")
    assert running.delegation.form.best("ko") == "대결"
    assert running.delegation.names.best("en") == "Keeper of the tides"
    assert passed.delegation.state == "over"
    assert registry.who("tides", at(EVE)).delegation is None
    assert [one.kind for one in registry.diff(at(EVE), at(DAY)).changes] == ["delegated"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("form: in-absence", "form: in-absense"), "Did you mean 'in-absence'"),
        (("from: nv-u06", "from: nv-u02"), "to be led where nv-u02 stands"),
        (("to: nv-p01", "to: nv-p10"), "Did you mean 'nv-p01'"),
        (
            (
                ", until: {wording: while the moon is full, named: 2030-06-10, reading: exclusive, zone: Atlantic/Azores}",
                "",
            ),
            "to say until when",
        ),
    ],
)
def test_a_delegation_that_cannot_be_is_refused(with_second, changed, said):
    with pytest.raises(ContentError, match=said):
        with_second(DELEGATE.replace(*changed))


def delegated(with_second, *events):
    return with_second("\n".join([DELEGATE, *events]))


def test_a_delegation_lapses_with_its_ground(with_second, at):
    goes = "transfer: {fact: NEV-91, mandates: [NF-04], from: nv-u06, to: nv-u02, effective: 2030-06-03}"
    registry = delegated(with_second, goes)
    states = [registry.who("tides", at(day)).delegation.state for day in ("2030-06-02", "2030-06-03")]
    assert states == ["running", "lapsed"]
    assert len(registry.delegations("tides", at("2030-06-02"))) == 1
    assert not registry.delegations("tides", at("2030-06-03"))


def test_the_narrowest_delegation_that_runs_answers(with_second, at):
    whole = "delegate: {fact: NEV-92, mandates: [NF-01], from: nv-u03, to: nv-u05, form: standing}"
    part = "delegate: {fact: NEV-93, mandates: [NF-01], scope: glitter, from: nv-u03, to: nv-u02, form: standing}"
    registry = with_second(f"{whole}\n{part}")
    assert registry.who("pixie-dust", at(DAY)).delegation.to == "nv-u05"
    assert registry.who("pixie-dust", at(DAY), scope="glitter").delegation.to == "nv-u02"
    assert {one.to for one in registry.delegations("pixie-dust", at(DAY))} == {"nv-u05", "nv-u02"}


def test_naming_a_partner_for_one_item_keeps_who_works_within_the_lead(with_second, at):
    registry = with_second(
        "transfer: {fact: NEV-94, mandates: [NF-02], from: nv-u04, to: nv-u04, item: shells, cooperating: [nv-u03]}"
    )
    held = registry.who("NF-02", at(DAY), item="shells")
    assert (held.inner.id, [unit.id for unit in held.cooperating]) == ("nv-u06", ["nv-u03"])


def test_a_standing_delegation_shows_again_when_one_for_a_time_is_over(with_second, at):
    standing = (
        "delegate: {fact: NEV-95, mandates: [NF-04], from: nv-u06, to: nv-u02, form: standing, effective: 2030-05-20}"
    )
    registry = with_second(f"{standing}\n{DELEGATE}")
    told = [registry.who("tides", at(day)).delegation.to for day in ("2030-05-25", "2030-06-05", "2030-06-15")]
    assert told == ["nv-u02", "nv-p01", "nv-u02"]


def test_one_affair_is_not_delegated_to_two_on_one_day(with_second):
    standing = "delegate: {fact: NEV-95, mandates: [NF-04], from: nv-u06, to: nv-u02, form: standing}"
    with pytest.raises(ContentError, match="to be delegated once"):
        with_second(f"{standing}\n{DELEGATE}")
