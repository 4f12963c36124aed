from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwanje.evidence import References
from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.errors import ContentError, UnknownKeyError

CONTENT = Path(__file__).resolve().parents[2] / "neverland" / "content"
AZORES = ZoneInfo("Atlantic/Azores")
TEXTS = {name: (CONTENT / name).read_text(encoding="utf-8") for name in ("references.yaml", "country.yaml")}


@pytest.fixture
def references() -> References:
    return References.read(TEXTS, AZORES)


def moment(text):
    return datetime.fromisoformat(text)


def test_a_bare_day_counts_from_its_end(references):
    assert references.published("NV2") == moment("2030-03-06T00:00-01:00")
    assert references.published("NV3") is None
    assert references.compiled == moment("2031-05-02T00:00+00:00")


def test_known_is_stated_else_earliest_published_else_compiled(references):
    early = {"sources": ("NV2",), "known": moment("2030-01-01T00:00+00:00")}
    stated = CitedRecord.model_validate(early, context={"zone": AZORES})
    assert (references.known_of(stated), references.known_basis(stated)) == (stated.known, "stated")
    published = CitedRecord(sources=("NV3", "NV4", "NV2"))
    assert (references.known_of(published), references.known_basis(published)) == (
        references.published("NV2"),
        "published",
    )
    undated = CitedRecord(sources=("NV3",))
    assert (references.known_of(undated), references.known_basis(undated)) == (references.compiled, "compiled")


def test_weak_sources(references):
    assert references.rests_on_weak_sources_only(CitedRecord(sources=("NV5",)))
    assert not references.rests_on_weak_sources_only(CitedRecord(sources=("NV5", "NV1")))


def test_unknown_keys_are_refused_with_place_or_suggestion(references):
    with pytest.raises(UnknownKeyError, match="NV9"):
        references.get("NV9")
    with pytest.raises(ContentError, match=r"targets.yaml line 4.*Did you mean 'NV"):
        references.get("NV9", place="targets.yaml line 4")
    with pytest.raises(ContentError, match="made in memory"):
        references.check(CitedRecord(sources=("NV9",)))


def test_a_key_that_stands_twice_is_refused():
    twice = TEXTS | {"other/references.yaml": TEXTS["references.yaml"]}
    with pytest.raises(ContentError, match="stands twice"):
        References.read(twice, AZORES)


def test_iteration_and_length(references):
    assert len(references) == len(list(references)) == 7
