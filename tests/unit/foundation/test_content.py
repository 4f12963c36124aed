from zoneinfo import ZoneInfo

import pytest

from gwanje.foundation.citations import Reference
from gwanje.foundation.content import Record, parse_record, parse_records, unique_records
from gwanje.foundation.errors import ContentError
from gwanje.foundation.instants import KnownInstant, ValidInstant
from gwanje.foundation.markings import Marking, MarkingWord

SEOUL = ZoneInfo("Asia/Seoul")


class Inner(Record):
    code: str


class Outer(Record):
    id: str
    starts: ValidInstant | None = None
    known: KnownInstant | None = None
    inner: tuple[Inner, ...] = ()
    marking: MarkingWord = Marking.PUBLIC


def refused(text: str) -> str:
    with pytest.raises(ContentError) as fault:
        parse_records(text, "things.yaml", Outer, zone=SEOUL)
    return str(fault.value)


def test_records_know_file_and_line() -> None:
    first, second = parse_records("- id: a\n- id: b\n  marking: internal\n", "things.yaml", Outer, zone=SEOUL)
    assert first.place == "things.yaml line 1"
    assert second.place == "things.yaml line 2"
    assert second.marking is Marking.INTERNAL


def test_an_unknown_key_says_line_and_nearest_key() -> None:
    message = refused("- id: a\n  inner:\n    - code: '0101'\n      cod: x\n")
    assert "things.yaml line 4" in message
    assert "Did you mean 'code'?" in message


def test_an_unknown_key_is_named_even_where_it_hides_a_missing_one() -> None:
    assert "Did you mean 'id'" in refused("- idd: a\n")


@pytest.mark.parametrize("value", ["NO", "0101", "1.0", "2025-01-01"])
def test_a_code_that_yaml_does_not_read_as_text_is_refused_convention_i4(value: str) -> None:
    message = refused(f"- id: a\n  inner:\n    - code: {value}\n")
    assert "quotes" in message
    assert "line 3" in message


def test_a_repeated_key_is_refused() -> None:
    assert "stands twice" in refused("- id: a\n  id: b\n")


def test_broken_yaml_names_the_line() -> None:
    assert "things.yaml line 2" in refused("- id: a\n  inner: ]\n- id: b\n  inner: [\n")


def test_a_mapping_where_a_list_belongs_is_refused() -> None:
    assert "list" in refused("id: a\n")


def test_content_without_a_zone_cannot_read_instants() -> None:
    with pytest.raises(ContentError, match="zone"):
        parse_records("- {id: a, starts: 2030-01-01}", "things.yaml", Outer)


def test_valid_and_known_days_differ_by_a_day_convention_t2() -> None:
    (record,) = parse_records("- {id: a, starts: 2030-01-01, known: 2030-01-01}", "t.yaml", Outer, zone=SEOUL)
    assert record.starts is not None
    assert record.known is not None
    assert (record.known - record.starts).days == 1


def test_an_empty_file_holds_no_records() -> None:
    assert parse_records("# only a comment\n", "t.yaml", Outer, zone=SEOUL) == []


def test_a_single_record() -> None:
    reference = parse_record("{id: OZ1, publisher: Oz Herald, published: 2030-05-01}", "r.yaml", Reference, zone=SEOUL)
    assert reference.publisher == "Oz Herald"


def test_an_id_that_stands_twice_is_refused_with_both_places() -> None:
    records = parse_records("- id: a\n- id: b\n- id: a\n", "things.yaml", Outer, zone=SEOUL)
    assert list(unique_records("thing", ((record.id, record) for record in records[:2]))) == ["a", "b"]
    with pytest.raises(ContentError, match=r"The thing 'a' stands twice \(things.yaml line 3\).*things.yaml line 1"):
        unique_records("thing", ((record.id, record) for record in records))
