"""Confirm a drafted notice: a person says its days, codes and goods; it becomes a measure or a pause of the register.

What does not stand in the text needs a reason; nothing is taken over silently. On a refusal nothing is recorded.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gwanje.foundation.codes import Code
from gwanje.foundation.errors import RefusedInputError, unknown_key
from gwanje.watch import (
    NoticeConfirmed,
    NoticeFile,
    NoticeWords,
    Restrictions,
    read_notice,
)
from gwanje.watch.notice_checks import (
    Confirmation,
    not_in_text,
    refuse_days,
    refuse_machine,
    refuse_settled,
    taken_from_text,
)
from gwanje.watch.notice_records import ConfirmedCode, NoticeTerms, measure_record, pause_record
from gwanje.watch.notices import entered_notices, notice_files
from gwanje.watch.store import WatchStore


@dataclass(frozen=True, slots=True)
class NoticeBooks:
    """What a confirmation is checked against."""

    zone: ZoneInfo
    register: Restrictions
    words: NoticeWords
    country: Callable[[str], tuple[str, str]]
    item_names: Callable[[str], tuple[str, str]]
    affair: Callable[[str], str | None]
    titles: Callable[[Sequence[Code]], Mapping[Code, str]]
    vintages: Callable[[], tuple[int, ...]]
    same_in: Callable[[Code], tuple[int, ...]]
    slice_match: Callable[[Sequence[ConfirmedCode]], str]
    items_of: Callable[[Code], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was recorded, the titles of its codes, what was taken over, and items of its codes that nobody named."""

    act: NoticeConfirmed
    titles: Mapping[Code, str]
    taken_over: Mapping[str, str]
    unnamed: tuple[str, ...] = ()


def confirm_notice(
    store: WatchStore, draft: int, said: Confirmation, books: NoticeBooks, *, by: str, at: datetime
) -> Confirmed:
    """Put a notice into the register, as a person confirms it.

    Raises:
        UnknownKeyError: no such draft, measure, or item.
        RefusedInputError: nobody confirms it, a day is missing or contradicts another, a code is not in its revision,
            or something that is not in the text has no reason.
        ConflictError: somebody else entered something in between; nothing was recorded.
    """
    acts = store.notices.acts()
    base = store.notices.base()
    file = find_draft(notice_files(acts), draft)
    reading = read_notice(file.draft.text, books.words, vintage=file.draft.vintage, schedule=file.draft.schedule)
    place = f"{file.draft.id}, {file.draft.name}"
    refuse_machine(by, place)
    refuse_settled(file, said, place)
    issuer, number, kind, taken_over = taken_from_text(reading, said, place)
    refuse_days(said, kind, at, books.zone, place)
    titles = _checked_titles(said.codes, books, place)
    missing = tuple(not_in_text(reading, said))
    if missing and not said.because.strip():
        raise RefusedInputError(
            "This does not stand in the text of the notice",
            place=place,
            expected="days and codes that the text gives, or the reason why they are right",
            found=", ".join(missing),
            remedy="Correct them, or say where they come from with --because",
        )
    codes = tuple(replace(one, same=books.same_in(one.code)) for one in said.codes)
    assert said.announced is not None
    terms = NoticeTerms(
        file=file, reading=reading, issuer=issuer, number=number, kind=kind, said_by=by, known=at,
        announced=said.announced, in_force=said.in_force if isinstance(said.in_force, date) else None,
        until=said.until, until_reading=said.reading or "unknown", wording=said.wording, codes=codes,
        items=said.items, goods=said.goods, part=said.part, because=said.because,
        mandate=said.mandate or next((found for item in said.items if (found := books.affair(item))), None),
        zone=_zone_of(issuer, books, place), country=books.country(issuer),
        item_names=tuple(books.item_names(item) for item in said.items),
        slice_match=books.slice_match(codes),
    )  # fmt: skip
    for measure in said.suspends:
        books.register.get(measure)
    record, reference = pause_record(terms, said.suspends) if said.suspends else measure_record(terms)
    act = NoticeConfirmed(
        by, at, 0, draft, "pause" if said.suspends else "measure", record, reference, said.because, missing
    )
    _refuse_unread(act, books, place)
    recorded = _recorded(store, act, base, file.draft.id)
    more = {f"{one.code} also in": ", ".join(f"hs{year}" for year in one.same) for one in codes if one.same}
    touched = dict.fromkeys(item for one in codes for item in books.items_of(one.code))
    unnamed = () if said.suspends else tuple(item for item in touched if item not in said.items)
    return Confirmed(recorded, titles, taken_over | more, unnamed)


def _recorded(store: WatchStore, act: NoticeConfirmed, base: int, draft: str) -> NoticeConfirmed:
    """The act at its place; where somebody was faster, the refusal names what can be done with this command."""
    try:
        recorded = store.notices.record(act, base=base)
    except RefusedInputError as fault:
        if store.notices.base() == base:
            raise
        raise type(fault)(
            fault.what,
            place=fault.place,
            expected=fault.expected,
            found=fault.found,
            remedy=f"Look again with gwanje watch notice list and gwanje watch notice show {draft}, then confirm again",
        ) from fault
    assert isinstance(recorded, NoticeConfirmed)
    return recorded


def find_draft(files: Sequence[NoticeFile], number: int) -> NoticeFile:
    """The draft with this number; another one is refused."""
    found = next((one for one in files if one.draft.number == number), None)
    if found is None:
        raise unknown_key("draft of a notice", f"NTC-{number}", [one.draft.id for one in files])
    return found


def _checked_titles(codes: Sequence[ConfirmedCode], books: NoticeBooks, place: str) -> Mapping[Code, str]:
    titles = books.titles([one.code for one in codes])
    wrong = [str(one.code) for one in codes if one.code.scheme == "hs" and one.code not in titles]
    if wrong:
        loaded = ", ".join(f"hs{year}" for year in books.vintages()) or "no revision is loaded"
        raise RefusedInputError(
            "This code is not known in its revision of the Harmonized System",
            place=place,
            expected=f"a code of {loaded}",
            found=", ".join(wrong),
            remedy="Correct the digits or the year; the same digits can be other goods in another revision",
        )
    national = [str(one.code) for one in codes if one.code.scheme != "hs"]
    if national:
        raise RefusedInputError(
            "A national code is kept as printed; the register is joined by international ones",
            place=place,
            expected="a code of six digits with its revision, for example hs2022:250410",
            found=", ".join(national),
            remedy="Give its first six digits with their revision; longer ones are taken from the text",
        )
    return titles


def _zone_of(issuer: str, books: NoticeBooks, place: str) -> str:
    zone = next((one.zone for one in books.words.issuers if one.issuer == issuer), None)
    if zone is None:
        raise RefusedInputError(
            f"In which zone the days of {issuer} begin is not known",
            place=place,
            expected=f"one of {', '.join(one.issuer for one in books.words.issuers)}",
            found=issuer,
            remedy="Add it to intake/issuers.yaml of a folder of content",
        )
    return zone


def _refuse_unread(act: NoticeConfirmed, books: NoticeBooks, place: str) -> None:
    """A record that the register could not read back is never kept."""
    made = entered_notices([act], books.zone)
    joined = books.register.joined(made.measures, made.pauses, books.register.known_of)
    if made.unread or act.record_id in joined.left_out:
        raise RefusedInputError(
            "This does not make a record of the register",
            place=place,
            found=act.record_id,
            expected="an id that is new, days in order, and measures that are in the register",
            remedy="Look at the draft again, and correct what was said",
        )
