"""Duties stacked by legal basis: every rule, days, what was known when, what is open, what is refused."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oz_stacks import ZONE, base, day, file, known_of, rate, row, stack

from gwanje.foundation.codes import Code
from gwanje.foundation.errors import ContentError, RefusedInputError, WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.impact.tariffs import TariffQuestion, TariffStacks, UnitValue

QUESTION = {"en": "is it glazed", "ko": "유약을 발랐는지"}
WORDS = {"en": "not read", "ko": "확인되지 않음"}


def only(found) -> float:
    assert (found.status, found.reason) == ("ok", None)
    assert found.low == pytest.approx(found.high)
    return found.low


def added(found) -> dict[str, float]:
    return {step.row.id: step.added_low for step in found.trace if step.added_low is not None}


def test_rules_one_by_one():
    assert only(rate(stack(base(0.05)))) == pytest.approx(0.05)
    assert only(rate(stack(base(0.05), row("more", rate=0.25)))) == pytest.approx(0.30)
    assert only(rate(stack(base(0.05), row("set", rule="replace", rate=0.02)))) == pytest.approx(0.02)
    assert only(rate(stack(base(0.05), row("floor", rule="floor", rate=0.15)))) == pytest.approx(0.15)
    assert only(rate(stack(base(0.20), row("floor", rule="floor", rate=0.15)))) == pytest.approx(0.20)
    assert only(rate(stack(base(0.05), row("most", rule="max_of", rate=0.15)))) == pytest.approx(0.15)
    assert only(rate(stack(base(0.25), row("most", rule="max_of", rate=0.15)))) == pytest.approx(0.25)


def test_a_floor_counts_the_base_rate_only():
    """The floor tops the general rate up; a duty that stands beside it does not use it up."""
    found = rate(
        stack(base(0.05), row("dump", "safeguard", rate=0.30), row("floor", "emergency", rule="floor", rate=0.15))
    )
    assert only(found) == pytest.approx(0.45)
    assert added(found) == pytest.approx({"ozr-base": 0.05, "ozr-dump": 0.30, "ozr-floor": 0.10})


def test_the_trace_stands_in_the_fixed_order_and_adds_up():
    rows = [
        row("out", "exemption", exempts=["urgent"]),
        row("urgent", "emergency", rate=0.5),
        row("metal", rate=0.25),
        row("dump", "safeguard", rate=0.1),
        row("deal", "preference", rate=0.0),
        base(0.05),
    ]
    found = rate(stack(*rows), preference_claimed=1.0)
    assert [(step.row.stage, step.state) for step in found.trace] == [
        ("base", "used"), ("preference", "used"), ("safeguard", "used"), ("security", "used"), ("emergency", "exempted"), ("exemption", "exempts"),
    ]  # fmt: skip
    assert only(found) == pytest.approx(0.35)
    assert sum(added(found).values()) == pytest.approx(0.35)
    assert found.trace[4].exempted_by == ("ozr-out",)
    assert found.trace[0].row.article == "article base"


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_order_of_unrelated_rows_says_nothing(data):
    rows = [
        base(data.draw(st.floats(0, 0.3))),
        row("deal", "preference", rate=data.draw(st.floats(0, 0.3))),
        row("dump", "safeguard", rate=data.draw(st.floats(0, 0.3))),
        row("metal", rate=data.draw(st.floats(0, 0.5))),
        row("floor", rule="floor", rate=data.draw(st.floats(0, 0.5))),
        row("most", "emergency", rule="max_of", rate=data.draw(st.floats(0, 0.5))),
        row("urgent", "emergency", rate=data.draw(st.floats(0, 0.5))),
        row("out", "exemption", exempts=["urgent"], where=["metal"]),
    ]
    one = rate(stack(*rows))
    other = rate(stack(*data.draw(st.permutations(rows))))
    assert (one.low, one.high) == (other.low, other.high)
    assert [step.row.id for step in one.trace] == [step.row.id for step in other.trace]


@pytest.mark.parametrize("rule", ["add", "floor", "max_of", "replace"])
@given(lower=st.floats(0, 1), more=st.floats(0, 1), general=st.floats(0, 1))
@settings(max_examples=15, deadline=None)
def test_a_higher_rate_never_lowers_the_total(rule, lower, more, general):
    low, high = (rate(stack(base(general), row("x", rule=rule, rate=one))) for one in (lower, lower + more))
    assert only(low) <= only(high) + 1e-12


def test_the_day_before_gives_the_old_rate_and_the_day_itself_the_new_one():
    rows = [
        base(0.05),
        row("a", basis="metal", rate=0.25, until="2024-07-01"),
        row("b", basis="metal", **{"from": "2024-07-01"}, rate=0.5),
    ]
    of = stack(*rows)
    assert rate(of, "2023-12-31").status == "not_computable"
    assert only(rate(of, "2024-06-30T23:59:59")) == pytest.approx(0.30)
    assert only(rate(of, "2024-07-01")) == pytest.approx(0.55)
    assert rate(of, "2024-06-30").holds_until == day("2024-07-01")
    assert [step.until for step in rate(of, "2024-06-30").trace] == [None, day("2024-07-01")]


def test_a_row_that_was_not_known_is_not_used():
    """Retroactive: enacted in December for November on; before the notice the old rate was the answer."""
    old = row("old", basis="cars", rate=0.25)
    new = row(
        "new", basis="cars", **{"from": "2024-11-01"}, rule="floor", rate=0.15, replaces=["ozr-old"], known="2024-12-04"
    )
    of = stack(base(0.025), old, new)
    assert only(rate(of, "2024-11-20", known="2024-12-01")) == pytest.approx(0.275)
    assert only(rate(of, "2024-11-20", known="2024-12-05")) == pytest.approx(0.15)
    assert only(rate(of, "2024-10-31", known="2024-12-05")) == pytest.approx(0.275)
    assert rate(of, "2024-10-31", known="2024-12-01").trace[1].until is None
    assert rate(of, "2024-10-31", known="2024-12-05").trace[1].until == day("2024-11-01")


def test_a_base_that_was_not_known_is_said_to_be_not_yet_known():
    of = stack(base(0.05, known="2024-03-01"))
    assert rate(of, "2024-02-01", known="2024-02-01").status == "not_yet_known"
    assert only(rate(of, "2024-02-01", known="2024-04-01")) == pytest.approx(0.05)


def test_no_base_no_days_and_no_rate_are_not_computable_with_the_reason():
    assert "no general rate" in rate(stack(row("metal", rate=0.25))).reason.en
    assert "before 2030-01-01 only" in rate(stack(base()), "2031-01-01").reason.en
    found = rate(stack(base(), row("urgent", "emergency", not_recorded=WORDS)))
    assert (found.status, found.low, found.high) == ("not_computable", None, None)
    assert "ozr-urgent (article urgent) is not recorded: not read" in found.reason.en
    assert [step.row.id for step in found.trace] == ["ozr-base", "ozr-urgent"]


def test_a_rate_that_is_not_recorded_does_not_matter_where_it_is_exempt():
    found = rate(
        stack(base(), row("urgent", "emergency", not_recorded=WORDS), row("out", "exemption", exempts=["urgent"]))
    )
    assert only(found) == pytest.approx(0.05)


def test_an_exemption_that_waits_for_another_basis():
    rows = [base(), row("urgent", "emergency", rate=0.1), row("out", "exemption", exempts=["urgent"], where=["metal"])]
    assert only(rate(stack(*rows))) == pytest.approx(0.15)
    assert [step.state for step in rate(stack(*rows)).trace] == ["used", "used"]
    assert only(rate(stack(*rows, row("metal", rate=0.0)))) == pytest.approx(0.05)


def test_a_specific_duty_needs_a_unit_value():
    duty = base(None, specific={"amount": 0.5, "currency": "USD", "per": "kg"})
    found = rate(stack(duty))
    assert (found.status, "it needs a unit value" in found.reason.en) == ("not_computable", True)
    assert only(rate(stack(duty), unit_value=UnitValue(5.0, "USD", "kg"))) == pytest.approx(0.1)
    assert "EUR/kg" in rate(stack(duty), unit_value=UnitValue(5.0, "EUR", "kg")).reason.en
    both = base(0.02, specific={"amount": 0.5, "currency": "USD", "per": "kg"})
    assert only(rate(stack(both), unit_value=UnitValue(5.0, "USD", "kg"))) == pytest.approx(0.12)


def test_a_duty_on_a_content_is_a_range_until_the_content_is_told():
    of = stack(base(0.01), row("copper", rule="content_share", content="copper", rate=0.5))
    found = rate(of)
    assert (found.low, found.high) == pytest.approx((0.01, 0.51))
    assert [one.key for one in found.open_questions] == [("content", "copper")]
    assert only(rate(of, contents={"copper": 0.4})) == pytest.approx(0.21)
    told = stack(base(0.01), row("copper", rule="content_share", content="copper", content_share=0.2, rate=0.5))
    assert only(rate(told)) == pytest.approx(0.11)
    assert only(rate(told, contents={"copper": 0.4})) == pytest.approx(0.21)


def test_a_preference_is_a_range_a_mean_or_one_rate():
    of = stack(base(0.08), row("deal", "preference", rate=0.0), row("floor", rule="floor", rate=0.15))
    assert only(rate(of)) == pytest.approx(0.15)
    of = stack(base(0.08), row("deal", "preference", rate=0.0), row("metal", rate=0.25))
    assert (rate(of).low, rate(of).high) == pytest.approx((0.25, 0.33))
    assert [one.key[0] for one in rate(of).open_questions] == ["preference"]
    assert [only(rate(of, preference_claimed=share)) for share in (0, 0.5, 1)] == pytest.approx([0.33, 0.29, 0.25])


def test_the_mean_over_a_preference_is_taken_of_totals_not_of_rates():
    """With a floor of 15% over 20% and 0%: half at 20%, half at 15%."""
    of = stack(base(0.20), row("deal", "preference", rate=0.0), row("floor", rule="floor", rate=0.15))
    assert only(rate(of, preference_claimed=0.5)) == pytest.approx(0.175)


def test_an_open_scope_is_a_range_with_its_question():
    of = stack(base(0.05), row("part", products=None, perhaps=["oz2024:6904.10"], question=QUESTION, rate=0.25))
    found = rate(of)
    assert (found.low, found.high) == pytest.approx((0.05, 0.30))
    assert [one.row.question.en for one in found.open_questions] == ["is it glazed"]
    assert [step.state for step in found.trace] == ["used", "perhaps"]
    unknown = stack(base(0.05), row("part", scope_share="unknown", question=QUESTION, rate=0.25))
    assert (rate(unknown).low, rate(unknown).high) == pytest.approx((0.05, 0.30))


def test_rows_that_ask_the_same_question_are_answered_together():
    rows = [
        base(0.05),
        row("old", basis="part", products=None, perhaps=["oz2024:6904"], question=QUESTION, rate=0.25),
        row("new", basis="part", products=None, perhaps=["oz2024:6904"], question=QUESTION, rule="floor", rate=0.15, replaces=["ozr-old"], **{"from": "2024-03-01"}),
        row("tile", products=None, perhaps=["oz2024:6904"], question=QUESTION, rate=1.0),
    ]  # fmt: skip
    found = rate(stack(*rows))
    assert (found.low, found.high) == pytest.approx((0.05, 1.15))
    assert len(found.open_questions) == 1
    assert [step.row.id for step in found.trace] == ["ozr-base", "ozr-tile", "ozr-new"]


def test_a_row_that_perhaps_replaces_another_leaves_both_possible():
    rows = [
        base(0.25),
        row("old", basis="cars", rate=0.25),
        row(
            "new",
            basis="cars",
            products=None,
            perhaps=["oz2024:6904"],
            question=QUESTION,
            rule="floor",
            rate=0.15,
            replaces=["ozr-old"],
        ),
    ]
    found = rate(stack(*rows))
    assert (found.low, found.high) == pytest.approx((0.25, 0.50))


def test_known_shares_give_the_mean_and_where_they_do_not_simply_add_a_range():
    half = {"scope_share": 0.5}
    assert only(rate(stack(base(0.0), row("a", rate=0.2, **half)))) == pytest.approx(0.1)
    assert only(rate(stack(base(0.0), row("a", rate=0.2, **half), row("b", rate=0.4, **half)))) == pytest.approx(0.3)
    met = rate(stack(base(0.0), row("a", rule="max_of", rate=0.2, **half), row("b", rule="max_of", rate=0.4, **half)))
    assert (met.low, met.high) == pytest.approx((0.0, 0.4))


def test_a_part_of_a_wider_code_is_open_too():
    of = stack(base(0.05), row("metal", products=["oz2024:6904.10.20"], rate=0.25))
    assert (rate(of, digits="690410").low, rate(of, digits="690410").high) == pytest.approx((0.05, 0.30))
    assert only(rate(of, digits="69041020")) == pytest.approx(0.30)
    assert only(rate(of, digits="69041030")) == pytest.approx(0.05)
    assert [one.key for one in rate(of).open_questions] == [("scope", "ozr-metal")]


def test_a_disputed_rate_is_a_range_only_while_no_side_is_adopted():
    of = stack(
        base(0.0),
        row(
            "122",
            "emergency",
            rate=0.10,
            claims=["OZC-1"],
            rivals=[{"claim": "OZC-1", "rate": 0.15}],
            status="conflicting",
        ),
    )
    assert only(rate(of)) == pytest.approx(0.10)
    found = rate(of, open_claims=frozenset({"OZC-1"}))
    assert (found.low, found.high) == pytest.approx((0.10, 0.15))
    assert found.trace[1].row.claims == ("OZC-1",)


def test_what_is_only_announced_is_told_and_not_counted():
    rows = [
        base(0.0),
        row("old", basis="cars", rate=0.25),
        row("word", rule="floor", rate=0.15, standing="announced", known="2024-05-01", **{"from": "2024-05-01"}),
        row(
            "act",
            basis="cars",
            rule="floor",
            rate=0.15,
            replaces=["ozr-old", "ozr-word"],
            known="2024-12-01",
            **{"from": "2024-04-01"},
        ),
    ]
    before = rate(stack(*rows), "2024-06-01", known="2024-06-01")
    assert only(before) == pytest.approx(0.25)
    assert [(step.row.id, step.state) for step in before.trace][-1] == ("ozr-word", "announced")
    after = rate(stack(*rows), "2024-06-01", known="2024-12-02")
    assert only(after) == pytest.approx(0.15)
    assert [step.row.id for step in after.trace] == ["ozr-base", "ozr-act"]


def test_other_partners_and_other_products_are_not_touched():
    of = stack(base(0.05), row("metal", rate=0.25, partners=["WDL"]), row("tile", products=["oz2024:6905"], rate=0.5))
    assert only(rate(of, partner="WDL")) == pytest.approx(0.30)
    assert only(rate(of, partner="LLP")) == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([row("a", basis="m", rate=0.1), row("b", basis="m", rate=0.2, **{"from": "2024-03-01"})], ["hold at one time", "replaces: [ozr-a]"]),
        ([row("a", basis="m", rate=0.1, until="2024-04-01"), row("b", basis="m", rate=0.2, **{"from": "2024-03-01"})], ["hold at one time"]),
        ([row("a", basis="m", rate=0.1, products=["*"]), row("b", basis="m", rate=0.2, partners=["WDL"])], ["hold at one time", "6904 from WDL"]),
        ([row("a", basis="m", rate=0.1, until="2024-02-01"), row("b", basis="m", rate=0.2, **{"from": "2024-03-01"})], ["has no row for a while", "2024-02-01", "a row with rate 0"]),
        ([row("b", rate=0.2, replaces=["ozr-z"])], ["replaces a row that nobody recorded", "ozr-z"]),
        ([row("a", rate=0.1, **{"from": "2024-05-01"}), row("b", rate=0.2, replaces=["ozr-a"])], ["begins before 'ozr-a'"]),
        ([row("a", rate=0.1), row("b", rate=0.2, replaces=["ozr-a"], products=["oz2024:7001"])], ["has no product with it"]),
        ([row("a", rate=0.1, known="2024-06-01"), row("b", rate=0.2, replaces=["ozr-a"], known="2024-05-01")], ["was known before 'ozr-a'"]),
        ([row("a", rate=0.1), row("a", rate=0.2)], ["stands twice"]),
        ([row("a", rate=0.1, products=["hs2022:690410"])], ["not one of this file's schedule", "'oz2024:' and digits"]),
        ([row("a", rate=0.1, until="2023-06-01")], ["a row ends after it begins"]),
        ([row("a")], ["a row has a rate, or says why none is recorded"]),
        ([row("a", rate=0.1, not_recorded=WORDS)], ["a row has a rate, or says why"]),
        ([row("a", rule="exempt_if", exempts=["b"])], ["exempt_if and the stage exemption go together"]),
        ([row("a", "exemption")], ["names the bases it exempts from"]),
        ([row("a", rate=0.1, products=None)], ["a row names its products"]),
        ([row("a", rate=0.1, products=None, perhaps=["*"])], ["an open scope has a question"]),
        ([row("a", rate=0.1, scope_share=0)], ["scope_share is above 0"]),
        ([row("a", rule="content_share", rate=0.1)], ["content goes with the rule content_share"]),
        ([row("a", rule="floor", specific={"amount": 1, "currency": "USD", "per": "kg"})], ["a specific duty is added or replaces"]),
        ([row("a", rate=0.1, status="conflicting")], ["names its disagreement in claims"]),
        ([row("a", rate=float("nan"))], ["finite number"]),
        ([row("a", rat=0.1)], ["Unknown key 'rat'", "Did you mean 'rate'"]),
    ],
)  # fmt: skip
def test_content_that_contradicts_itself_is_refused(rows, says):
    with pytest.raises(ContentError) as refused:
        stack(base(), *rows)
    assert "tariffs/stacks/oz.yaml line" in str(refused.value)
    for part in says:
        assert part in str(refused.value)


def test_rows_of_one_basis_for_other_products_do_not_overlap():
    of = stack(
        base(),
        row("a", basis="m", rate=0.1, products=["oz2024:690410"]),
        row("b", basis="m", rate=0.2, products=["oz2024:690490"]),
    )
    assert only(rate(of)) == pytest.approx(0.15)


def test_two_rows_that_both_set_the_total_are_refused():
    with pytest.raises(RefusedInputError, match="both set the total"):
        rate(stack(base(), row("a", rule="replace", rate=0.1), row("b", rule="replace", rate=0.2)))


def test_too_much_that_is_open_is_refused():
    rows = [
        row(f"r{n}", products=None, perhaps=["*"], question={"en": f"q{n}", "ko": f"물음{n}"}, rate=0.1)
        for n in range(13)
    ]
    with pytest.raises(RefusedInputError, match="Too much is open"):
        rate(stack(base(), *rows))


@pytest.mark.parametrize(
    "more",
    [
        {"preference_claimed": 1.5},
        {"contents": {"copper": -0.1}},
        {"preference_claimed": float("nan")},
        {"unit_value": UnitValue(0, "USD", "kg")},
    ],
)
def test_questions_that_are_no_questions_are_refused(more):
    with pytest.raises(WrongUseError):
        TariffQuestion("690410", "WDL", AsOf(day("2024-06-01"), day("2024-06-01")), **more)


def test_goods_of_a_partner_nobody_recorded_are_not_computable():
    """The general rate alone would be a wrong answer: further duties on that partner are not in the file."""
    of = stack(base(), exporters=["WDL"])
    assert only(rate(of, partner="WDL")) == pytest.approx(0.05)
    found = rate(of, partner="LLP")
    assert (found.status, found.low, found.trace) == ("not_computable", None, ())
    assert "from LLP is not recorded; recorded: WDL" in found.reason.en


def test_codes_find_their_line():
    of = stack(base())
    assert of.line_of(Code("oz", 2024, "690410")).line is of.lines[0]
    assert of.line_of(Code("oz", 2024, "69041055")).digits == "69041055"
    assert of.line_of(Code("hs", 2022, "690410")).digits == "690410"
    assert "not every line of hs2022:6904 is recorded" in of.line_of(Code("hs", 2022, "6904")).reason.en
    assert "no line of hs2022:700100" in of.line_of(Code("hs", 2022, "700100")).reason.en
    assert "not in hs1992" in of.line_of(Code("hs", 1992, "690410")).reason.en


def test_stacks_are_read_by_importer():
    texts = {"tariffs/stacks/oz.yaml": file(base()), "tariffs/winkie.yaml": "- {not: read here}"}
    stacks = TariffStacks.read(texts, ZONE, known_of)
    assert list(stacks.by_importer) == ["OZZ"]
    assert len(list(stacks.records())) == 2
    with pytest.raises(WrongUseError, match="Recorded importers: OZZ"):
        stacks.get("KOR")
    with pytest.raises(ContentError, match="stands twice"):
        TariffStacks.read(texts | {"tariffs/stacks/oz2.yaml": file(base())}, ZONE, known_of)


def test_every_way_to_settle_what_is_open_lies_inside_the_range():
    rows = [
        base(0.05),
        row("deal", "preference", rate=0.0),
        row("part", products=None, perhaps=["oz2024:6904"], question=QUESTION, rule="floor", rate=0.15),
        row("copper", rule="content_share", content="copper", rate=0.5),
    ]
    found = rate(stack(*rows))
    sure = [
        one | {"products": one.pop("perhaps"), "question": None} if "perhaps" in one else one for one in map(dict, rows)
    ]
    sure = [{key: value for key, value in one.items() if value is not None} for one in sure]
    settled = [
        only(rate(stack(*chosen), preference_claimed=claimed, contents={"copper": share}))
        for chosen, claimed, share in itertools.product(
            ([*sure], [sure[0], sure[1], sure[3]]), (0, 0.3, 1), (0, 0.5, 1)
        )
    ]
    assert found.low == pytest.approx(min(settled))
    assert found.high == pytest.approx(max(settled))
