from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwanje.evidence import Claims, References
from gwanje.evidence.claims import Unknowns
from gwanje.foundation.errors import ContentError, UnknownKeyError

CONTENT = Path(__file__).resolve().parents[2] / "neverland" / "content"
AZORES = ZoneInfo("Atlantic/Azores")
TEXTS = {
    name: (CONTENT / name).read_text(encoding="utf-8") for name in ("references.yaml", "country.yaml", "claims.yaml")
}
REFERENCES = References.read(TEXTS, AZORES)


def read(old="", new=""):
    text = TEXTS["claims.yaml"]
    assert old in text
    return Claims.read({"claims.yaml": text.replace(old, new, 1)}, AZORES, REFERENCES)


def test_both_sides_stay_and_one_may_be_adopted():
    claims = read()
    assert claims.get("NCL-1").chosen is None
    assert claims.get("NCL-2").chosen.statement.en == "six"
    assert claims.get("NCL-2").b.carried_by.ko == "인어"


def test_a_disagreement_is_visible_once_both_sides_are_public():
    claims = read()
    second_side = REFERENCES.published("NV4")
    assert claims.known_of(claims.get("NCL-1")) == second_side
    assert claims.known_by(REFERENCES.published("NV2")) == ()
    assert [claim.id for claim in claims.known_by(second_side)] == ["NCL-1", "CLM-90"]
    assert claims.known_of(claims.get("NCL-2")) == REFERENCES.compiled
    stated = read("- id: NCL-1", "- id: NCL-1\n  known: 2030-03-07")
    assert stated.known_of(stated.get("NCL-1")) == datetime.fromisoformat("2030-03-08T00:00-01:00")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('    carried_by: {en: "a mermaid", ko: "인어"}\n', "", "carried_by who says it"),
        ("  adopted_on: 2030-04-01\n", "", "adopted_on goes with"),
        ("sources: [NV4]", "sources: [NV9]", "not in references.yaml"),
        ("- id: NCL-2", "- id: NCL-1", "stands twice"),
        ("adopted: A", "adopted: C", "adopted"),
    ],
)
def test_faults_name_file_and_line(old, new, words):
    with pytest.raises(ContentError, match=words) as fault:
        read(old, new)
    assert "claims.yaml line" in str(fault.value)


def test_unknown_id_and_content_without_claims():
    with pytest.raises(UnknownKeyError, match="NCL-9"):
        read().get("NCL-9")
    assert len(Claims.read({}, AZORES, REFERENCES)) == 0


def test_what_is_not_known_is_listed_by_what_it_concerns():
    text = "- {id: NUN-1, statement: {en: where, ko: 어디}, concerns: [NRS-4]}\n"
    unknowns = Unknowns.read({"unknowns.yaml": text})
    assert [one.id for one in unknowns.about("NRS-4")] == ["NUN-1"]
    assert unknowns.about("NRS-1") == ()
    assert len(Unknowns.read({})) == 0
    with pytest.raises(ContentError, match="twice"):
        Unknowns.read({"unknowns.yaml": text + text})
