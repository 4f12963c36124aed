"""What a person says of a notice, and what is refused: nobody confirms, no day, days that contradict each other.

Pure checks; `flows.confirm_notice` runs them before anything is recorded.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from gwanje.foundation.errors import RefusedInputError
from gwanje.watch.notice_reading import NoticeReading
from gwanje.watch.notice_records import ConfirmedCode
from gwanje.watch.notices import NoticeFile

NOT_KNOWN: Literal["not-known"] = "not-known"
_MACHINES = frozenset({"", "gwanje", "machine", "auto"})


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person says of a notice."""

    announced: date | None
    in_force: date | Literal["not-known"] | None
    codes: tuple[ConfirmedCode, ...] = ()
    items: tuple[str, ...] = ()
    until: date | None = None
    reading: Literal["inclusive", "exclusive", "unknown"] | None = None
    wording: str = ""
    issuer: str = ""
    number: str = ""
    kind: str = ""
    goods: tuple[str, str] = ("", "")
    suspends: tuple[str, ...] = ()
    mandate: str | None = None
    part: str = ""
    because: str = ""


def refuse_machine(by: str, place: str) -> None:
    """A machine suggests and never confirms (Convention R2)."""
    if by.strip().lower() in _MACHINES:
        raise RefusedInputError(
            "Nobody confirms this notice: the machine suggests, a person confirms",
            place=place,
            expected="the office or the opaque id of who confirms",
            found=by or "nobody",
            remedy="Give --by OFFICE",
        )


def refuse_settled(file: NoticeFile, said: Confirmation, place: str) -> None:
    """What was set aside, or confirmed under this id, is not confirmed again."""
    if file.state == "set_aside" and file.set_aside is not None:
        raise RefusedInputError(
            "This notice was set aside",
            place=place,
            expected="a notice that waits for a person",
            found=f"set aside by {file.set_aside.by}: {file.set_aside.reason}",
            remedy="Enter its text again if it was set aside by mistake, with a word that tells the two apart",
        )
    wanted = f"{'PAU' if said.suspends else 'RST'}-E{file.draft.number}{said.part}"
    if any(one.record_id == wanted for one in file.confirmed):
        raise RefusedInputError(
            f"{wanted} was confirmed already; an id is never used again",
            place=place,
            expected="one confirmation for each part of a notice",
            found=wanted,
            remedy="Give --part, for example --part b, for another part or a corrected one",
        )


def taken_from_text(reading: NoticeReading, said: Confirmation, place: str) -> tuple[str, str, str, dict[str, str]]:
    """Issuer, number and kind as said, else as the text gives them; what was taken over is told."""
    issuer, number = said.issuer or reading.issuer, said.number or reading.number
    kind = said.kind or reading.action
    if not issuer:
        raise RefusedInputError(
            "Whose notice this is does not follow from its text",
            place=place,
            expected="the country that made it",
            found=", ".join(dict.fromkeys(one.value for one in reading.issuers)) or "no office that is known",
            remedy="Give --issuer ISO3",
        )
    if said.suspends:
        kind = "suspension"
    elif kind in {"", "suspension"}:
        what = "reads like a suspension of other measures" if kind else "does not say what it does"
        raise RefusedInputError(
            f"The text {what}",
            place=place,
            expected="a kind of measure, or the measures that are suspended",
            found=reading.actions[0].text if reading.actions else "no word for it",
            remedy="Give --kind licence, ban, quota or inspection; or --suspends RST-…",
        )
    found = {"issuer": issuer, "number": number, "kind": kind}
    given = {
        "issuer": said.issuer,
        "number": said.number,
        "kind": said.kind or ("suspension" if said.suspends else ""),
    }
    return issuer, number, kind, {key: value for key, value in found.items() if value and not given[key]}


def refuse_days(said: Confirmation, kind: str, at: datetime, zone: ZoneInfo, place: str) -> None:
    """Days are there, in order, and an end says how it is read."""
    announced, begins, until = said.announced, said.in_force, said.until
    if announced is None or begins is None:
        raise RefusedInputError(
            "A measure needs the day it was announced, and the day from which it is in force",
            place=place,
            expected="--announced DAY and --in-force DAY; --in-force not-known where the text gives none",
            found="no day of announcement" if announced is None else "no first day",
            remedy="Read both in the text; gwanje watch notice show tells which days stand there",
        )
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    if announced > tomorrow:
        raise _contradiction(f"announced on {announced}, which has not come", f"a day up to {tomorrow}", place)
    if isinstance(begins, date) and begins < announced and not said.because.strip():
        raise _contradiction(f"in force from {begins}, announced on {announced}", "the announcement first", place)
    first = begins if isinstance(begins, date) else announced
    if until is not None and until <= first:
        raise _contradiction(f"over by {until}, in force from {first}", "an end after the first day", place)
    if until is None and (said.reading is not None or said.wording.strip()):
        raise RefusedInputError(
            "Words or a reading of an end are given, and no end",
            place=place,
            expected="--until DAY, or neither --reading nor --wording",
            found=said.reading or said.wording,
            remedy="Give the day the end names, or leave the others out",
        )
    if until is not None and said.reading is None:
        raise RefusedInputError(
            "How the end is read is not said: no reading is chosen silently",
            place=place,
            expected="--reading inclusive, exclusive or unknown",
            found=f"--until {until} alone",
            remedy="Give --reading unknown where the wording leaves it open; both days are shown then",
        )
    if kind == "suspension" and (until is None or begins == NOT_KNOWN):
        raise RefusedInputError(
            "A suspension needs its first day and its end",
            place=place,
            expected="--in-force DAY and --until DAY",
            found="no end" if until is None else "no first day",
            remedy="Read them in the text",
        )


def _contradiction(found: str, expected: str, place: str) -> RefusedInputError:
    return RefusedInputError(
        "These days contradict each other", place=place, expected=expected, found=found, remedy="Correct one of them"
    )


def not_in_text(reading: NoticeReading, said: Confirmation) -> list[str]:
    """What a person said that the text does not give."""
    days = {one.day for one in reading.dates if one.day is not None}
    at_once = any(one.day is None and one.role == "in_force" and not one.fault for one in reading.dates)
    asked: list[tuple[str, object]] = [
        ("announced", said.announced),
        ("in force", said.in_force),
        ("until", said.until),
    ]
    missing = [
        f"{name} {day}"
        for name, day in asked
        if isinstance(day, date) and day not in days and not (name == "in force" and at_once and day == said.announced)
    ]
    printed = [one.digits for one in reading.codes]
    return missing + [
        f"code {one.code}" for one in said.codes if not any(digits.startswith(one.code.digits) for digits in printed)
    ]
