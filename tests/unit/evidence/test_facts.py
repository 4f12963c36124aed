from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.evidence import Claims, Facts, References
from gwanje.foundation.errors import ContentError, UnknownKeyError

CONTENT = Path(__file__).resolve().parents[2] / "neverland" / "content"
AZORES = ZoneInfo("Atlantic/Azores")
TEXTS = {p.relative_to(CONTENT).as_posix(): p.read_text(encoding="utf-8") for p in sorted(CONTENT.rglob("*.yaml"))}
REFERENCES = References.read(TEXTS, AZORES)
CLAIMS = Claims.read(TEXTS, AZORES, REFERENCES)
FACTS = Facts.read(TEXTS, AZORES, REFERENCES, claims=CLAIMS.by_id)


def moment(text):
    return datetime.fromisoformat(text)


def when(fact_id):
    found = FACTS.get(fact_id).when
    return found.precision, found.start, found.end


def test_days_months_years_instants_and_words():
    assert when("NVF-1") == ("day", moment("2030-03-01T00:00-01:00"), moment("2030-03-02T00:00-01:00"))
    assert when("NVF-2") == ("month", moment("2030-02-01T00:00-01:00"), moment("2030-03-01T00:00-01:00"))
    assert when("NVF-3") == ("year", moment("2029-01-01T00:00-01:00"), moment("2030-01-01T00:00-01:00"))
    assert when("NVF-4") == ("not recorded", None, None)
    assert FACTS.get("NVF-4").when.text == "some evening"
    assert when("NVT-1") == ("instant", moment("2030-04-10T15:00+00:00"), None)
    assert when("NVT-2")[0] == "between"


def test_known_by_and_basis():
    early = {fact.id for fact in FACTS.known_by(moment("2030-03-02T00:00-01:00"))}
    assert early == {"NVF-1", "NVF-3", "NVF-6"}
    assert FACTS.known_basis(FACTS.get("NVF-2")) == "compiled"
    assert FACTS.latest_known() == REFERENCES.compiled


def test_news_leaves_out_what_was_only_typed_in():
    start, end = moment("2030-03-05T00:00+00:00"), moment("2030-03-20T00:00+00:00")
    assert [fact.id for fact in FACTS.new_between(start, end)] == ["NVF-4", "NVF-5"]
    late = REFERENCES.compiled
    assert FACTS.new_between(late - timedelta(days=14), late) == ()
    assert [fact.id for fact in FACTS.undated_between(late - timedelta(days=14), late)] == ["NVF-2"]


def test_a_period_is_open_at_its_start_and_closed_at_its_end():
    known = FACTS.known_of(FACTS.get("NVF-5"))
    assert "NVF-5" in [fact.id for fact in FACTS.new_between(known - timedelta(seconds=1), known)]
    assert "NVF-5" not in [fact.id for fact in FACTS.new_between(known, known + timedelta(days=1))]


def test_about_ending_scheduled_and_kinds():
    known = REFERENCES.compiled
    assert [fact.id for fact in FACTS.about(["nectar"], known)] == ["NVF-5"]
    assert FACTS.about(["nectar"], moment("2030-03-01T00:00+00:00")) == ()
    assert [fact.id for fact in FACTS.ending(known)] == ["NVF-5"]
    assert [fact.id for fact in FACTS.scheduled(known)] == ["NVF-6"]
    assert [fact.id for fact in FACTS.of_kind("target")] == ["NVF-1"]
    assert FACTS.get("NVF-1").figures[0].key == "single-country-target"
    assert len(FACTS) == len(list(FACTS)) == 9


def test_unknown_id_says_did_you_mean():
    with pytest.raises(UnknownKeyError, match="NVF-1"):
        FACTS.get("NVF-11")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("instruments/targets.yaml", "sources: [NV1]", "sources: [NV9]", "not in references.yaml"),
        ("instruments/targets.yaml", "claims: [NCL-1]", "claims: [NCL-9]", "not in claims.yaml"),
        ("instruments/targets.yaml", "  claims: [NCL-1]\n", "", "names its disagreement"),
        ("instruments/targets.yaml", "- id: NVF-2", "- id: NVF-1", "stands twice"),
        ("instruments/targets.yaml", 'when: "2029"', "when: sometime", "is not an instant"),
        ("instruments/targets.yaml", ', ko: "조석을 세었음."', "", "ko"),
        ("instruments/targets.yaml", "subjects: [tides]", "subject: [tides]", "Did you mean 'subjects'"),
        ("instruments/targets.yaml", "kind: cadence", "kind: cadence\n  ended_by: NVF-99", "nobody recorded"),
        ("timelines/crocodile.yaml", ', override_reason: {en: "ticking", ko: "똑딱 소리"}', "", "override_reason"),
        ("timelines/crocodile.yaml", "end: 2030-06-20}", "end: 2030-01-20}", "ends before it starts"),
    ],
)
def test_faults_name_file_and_line(file, old, new, words):
    assert old in TEXTS[file]
    broken = TEXTS | {file: TEXTS[file].replace(old, new, 1)}
    with pytest.raises(ContentError, match=words) as fault:
        Facts.read(broken, AZORES, REFERENCES, claims=CLAIMS.by_id)
    assert f"{file} line" in str(fault.value)


@settings(max_examples=60, derandomize=True)
@given(st.datetimes(datetime(2029, 1, 1), datetime(2032, 1, 1)), st.integers(0, 400))
def test_knowledge_only_grows(earlier, days):
    first = earlier.replace(tzinfo=UTC)
    second = first + timedelta(days=days)
    before, after = ({f.id for f in FACTS.known_by(at)} for at in (first, second))
    assert before <= after
    fresh = {f.id for f in FACTS.new_between(first, second)} | {f.id for f in FACTS.undated_between(first, second)}
    assert after - before == fresh
