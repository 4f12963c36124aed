"""A confirmed notice as a record of the register: a measure or a pause, and the text it rests on as its source."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gwanje.foundation.codes import Code
from gwanje.watch.measures import Coverage
from gwanje.watch.notice_reading import NoticeReading
from gwanje.watch.notices import NoticeFile

Json = dict[str, Any]
_KINDS_KO = {"licence": "수출허가", "ban": "수출금지", "quota": "수출할당", "inspection": "검사", "suspension": "유예"}
_KINDS_EN = {"licence": "export licence", "ban": "export ban"}


@dataclass(frozen=True, slots=True)
class ConfirmedCode:
    """A code with its vintage, how much of it the measure covers, and the vintages in which it holds the same goods."""

    code: Code
    coverage: Coverage = "unknown"
    same: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """Everything a record is made of, checked."""

    file: NoticeFile
    reading: NoticeReading
    issuer: str
    number: str
    kind: str
    said_by: str
    known: datetime
    announced: date
    in_force: date | None
    until: date | None
    until_reading: str
    wording: str
    codes: tuple[ConfirmedCode, ...]
    items: tuple[str, ...]
    goods: tuple[str, str]
    part: str
    because: str
    mandate: str | None
    zone: str
    country: tuple[str, str]
    item_names: tuple[tuple[str, str], ...]
    slice_match: str


def measure_record(terms: NoticeTerms) -> tuple[Json, Json]:
    """The measure and its source, as content would write them."""
    phase = {"from": terms.in_force.isoformat()} if terms.in_force else {"text": "not told by the notice"}
    record = {
        "id": f"RST-E{terms.file.draft.number}{terms.part}",
        "issuers": [terms.issuer],
        "zone": terms.zone,
        "number": _numbered(terms),
        "materials": _goods(terms),
        "kind": terms.kind,
        "items": list(terms.items),
        "printed": [one.digits for one in terms.reading.codes if one.national],
        "control_numbers": [one.value for one in terms.reading.controls],
        "mapped": [
            {"digits": one.code.digits, "vintages": sorted({one.code.vintage, *one.same}), "coverage": one.coverage}
            for one in terms.codes
        ],
        "announced": {"text": str(terms.announced), "day": terms.announced.isoformat()},
        "in_force": [phase],
        "slice": {"match": terms.slice_match},
        **_shared(terms),
    }
    if terms.until is not None:
        record["expiry"] = _ending(terms)
    return record, _reference(terms)


def pause_record(terms: NoticeTerms, suspends: tuple[str, ...]) -> tuple[Json, Json]:
    """The suspension of other measures and its source."""
    names = ", ".join(suspends)
    record = {
        "id": f"PAU-E{terms.file.draft.number}{terms.part}",
        "of": list(suspends),
        "what": {
            "en": terms.goods[0] or f"suspension of {names}",
            "ko": terms.goods[1] or f"{names} 유예",
        },
        "issuer": terms.issuer,
        "number": terms.number,
        "begins": f"{terms.in_force} {terms.zone}",
        "ending": _ending(terms),
        **_shared(terms),
    }
    return record, _reference(terms)


def _shared(terms: NoticeTerms) -> Json:
    draft = terms.file.draft
    note = f"confirmed by {terms.said_by} from {draft.id}, text sha256 {draft.sha256}"
    shared: Json = {
        "sources": [draft.id],
        "known": terms.known.isoformat(),
        "marking": draft.marking,
        "note": f"{note}; {terms.because}" if terms.because else note,
    }
    return shared | ({"mandate": terms.mandate} if terms.mandate else {})


def _reference(terms: NoticeTerms) -> Json:
    draft = terms.file.draft
    return {
        "id": draft.id,
        "publisher": terms.country[0],
        "locator": f"{terms.number or draft.name}; text kept, sha256 {draft.sha256[:16]}",
        "marking": draft.marking,
    }


def _ending(terms: NoticeTerms) -> Json:
    assert terms.until is not None
    told = next((one for one in terms.reading.dates if one.day == terms.until and one.role == "ends"), None)
    wording = terms.wording or (told.place.excerpt if told else f"until {terms.until}")
    return {
        "wording": wording,
        "named": terms.until.isoformat(),
        "zone": terms.zone,
        "reading": terms.until_reading,
    }


def _numbered(terms: NoticeTerms) -> Json:
    tail = f", {terms.number}" if terms.number else f", notice of {terms.announced}"
    return {"en": f"{terms.country[0]}{tail}", "ko": f"{terms.country[1]} {terms.number or f'{terms.announced} 공고'}"}


def _goods(terms: NoticeTerms) -> Json:
    """The goods in words; by default the names of the items, with what the act does."""
    codes = ", ".join(str(one.code) for one in terms.codes) or "goods as in the text"
    en = terms.goods[0] or ", ".join(name for name, _ in terms.item_names) or codes
    ko = terms.goods[1] or ", ".join(name for _, name in terms.item_names) or codes
    if terms.goods[0]:
        return {"en": en, "ko": ko}
    return {
        "en": f"{en}: {_KINDS_EN.get(terms.kind, terms.kind)}",
        "ko": f"{ko}: {_KINDS_KO.get(terms.kind, terms.kind)}",
    }
