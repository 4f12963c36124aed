import json
import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.journal.canonical import (
    MAXIMUM_DEPTH,
    canonical_text,
    instant_text,
    parse_canonical,
    parse_instant_text,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4))
PAYLOADS = st.dictionaries(TEXT, VALUES, max_size=6)


class Grade(StrEnum):
    ONE = "grade-1"


class Level(IntEnum):
    HIGH = 3


def shuffled(value):
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(list(value))}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


@settings(max_examples=150, deadline=None)
@given(PAYLOADS)
def test_what_is_written_reads_back_the_same_and_in_one_way(payload):
    text = canonical_text(payload)
    again = parse_canonical(text)
    assert json.dumps(again, sort_keys=True) == json.dumps(payload, sort_keys=True)
    assert canonical_text(again) == text
    assert canonical_text(shuffled(payload)) == text


@settings(max_examples=150, deadline=None)
@given(PAYLOADS, PAYLOADS)
def test_two_payloads_share_a_text_only_when_they_are_the_same(one, other):
    def exact(value):
        return json.dumps(value, sort_keys=True)

    assert (canonical_text(one) == canonical_text(other)) == (exact(one) == exact(other))


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        ({"b": 1, "a": [True, None, "희토류"]}, '{"a":[true,null,"희토류"],"b":1}'),
        ({"whole": 1, "fraction": 1.0, "minus": -0.0}, '{"fraction":1.0,"minus":-0.0,"whole":1}'),
        ({"grade": Grade.ONE, "level": Level.HIGH}, '{"grade":"grade-1","level":3}'),
        ({"pair": (1, 2)}, '{"pair":[1,2]}'),
        ({"nul": "\0"}, '{"nul":"\\u0000"}'),
        (
            {"at": datetime(2026, 11, 10, 15, tzinfo=ZoneInfo("Asia/Seoul"))},
            '{"at":"2026-11-10T15:00:00+09:00"}',
        ),
        ({}, "{}"),
    ],
)
def test_examples(payload, text):
    assert canonical_text(payload) == text


@pytest.mark.parametrize(
    ("payload", "place", "found"),
    [
        ({"a": {"b": [0.0, math.nan]}}, "payload.a.b[1]", "nan"),
        ({"a": math.inf}, "payload.a", "inf"),
        ({"a": -math.inf}, "payload.a", "-inf"),
        ({"a": datetime(2026, 11, 10)}, "payload.a", "2026-11-10T00:00:00"),
        ({"a": date(2026, 11, 10)}, "payload.a", "date"),
        ({"a": Decimal("1.5")}, "payload.a", "Decimal"),
        ({"a": {1, 2}}, "payload.a", "set"),
        ({"a": b"x"}, "payload.a", "bytes"),
        ({1: "a"}, "payload", "int 1"),
        ({"a": {True: 1}}, "payload.a", "bool True"),
        ({"a": 2**63}, "payload.a", "a larger one"),
        ({"a": "\ud800"}, "payload.a", "surrogate"),
        ({"\ud800": 1}, "payload", "surrogate"),
        ([1], "payload", "list"),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_place(payload, place, found):
    with pytest.raises(RefusedInputError) as refusal:
        canonical_text(payload)
    assert refusal.value.place == place
    assert found in refusal.value.found
    assert refusal.value.expected
    assert refusal.value.remedy


def test_nesting_without_end_is_refused():
    payload: dict = {}
    payload["self"] = payload
    with pytest.raises(RefusedInputError, match=f"at most {MAXIMUM_DEPTH} levels"):
        canonical_text(payload)


@pytest.mark.parametrize(
    "text",
    ['{"b":1,"a":2}', '{"a": 1}', '{"a":1,"a":1}', '{"a":NaN}', '{"a":1e400}', "[1]", '{"a":"\\u0041"}', "", "x" * 9],
)
def test_a_text_of_another_hand_is_not_accepted(text):
    with pytest.raises(ValueError):
        parse_canonical(text)


def test_a_text_nested_too_deeply_is_not_accepted():
    with pytest.raises(ValueError):
        parse_canonical('{"a":' + "[" * 100_000 + "]" * 100_000 + "}")


@settings(max_examples=100, deadline=None)
@given(
    st.datetimes(timezones=st.builds(timezone, st.integers(-86399, 86399).map(lambda count: timedelta(seconds=count))))
)
def test_instants_read_back_with_the_offset_they_were_given(moment):
    text = instant_text(moment)
    again = parse_instant_text(text)
    assert again == moment
    assert again.utcoffset() == moment.utcoffset()
    assert instant_text(again) == text


ODD = timezone(timedelta(microseconds=1))


@pytest.mark.parametrize("naive", [datetime(2026, 11, 10), date(2026, 11, 10), None, datetime(2026, 1, 1, tzinfo=ODD)])
def test_an_instant_without_a_zone_is_refused(naive):
    with pytest.raises(WrongUseError, match="zone"):
        instant_text(naive)


@pytest.mark.parametrize("text", ["2026-11-10", "2026-11-10T00:00:00", "2026-11-10T00:00:00Z", "soon"])
def test_an_instant_text_of_another_hand_is_not_accepted(text):
    with pytest.raises(ValueError):
        parse_instant_text(text)


def test_the_zone_of_an_instant_becomes_its_offset():
    assert instant_text(datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Seoul"))) == "2026-01-01T00:00:00.000000+09:00"
    assert instant_text(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000000+00:00"
