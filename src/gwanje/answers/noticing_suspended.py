"""Which measures of the register the suspended acts of a notice may be: suggestions with the words, never decisions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gwanje.answers.answer import Plain
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch import Measure, NoticeReading, Pause
from gwanje.watch.notice_suspensions import SuspendedAct, suspension_words, suspensions_in

Json = dict[str, Any]
_REGISTERED = re.compile(
    r"\bNos?\.?\s*(?P<first>\d+)(?:\s+and\s+(?P<second>\d+))?/(?P<year>\d{4})(?:,\s*part\s+(?P<part>\w+))?"
)
_OFFICES = (
    (re.compile(r"\border\b", re.IGNORECASE), re.compile(r"令|\border|decree|명령|부령", re.IGNORECASE), ("an order", "령")),
    (re.compile(r"\bcustoms\b", re.IGNORECASE), re.compile(r"海关|customs|해관|관세", re.IGNORECASE), ("a customs act", "해관 공고")),
)  # fmt: skip
"""What the register says of an act beside its number, by which words a text says the same, and how that is told."""


class SuspendedTold(Plain):
    """One act that the text speaks of suspending; `suggested`: its measures stand in the command that would confirm it."""

    number: str
    part: str
    text: str
    verb: str
    quote: str
    line: int
    column: int
    excerpt: str
    measures: tuple[Json, ...]
    in_register: bool
    suggested: bool
    doubt: Sentence | None
    words: Sentence


def suspended(tower: Tower, draft: str, text: str, reading: NoticeReading, as_of: AsOf) -> tuple[SuspendedTold, ...]:
    """Every act that a text speaks of suspending, with the known measures that bear its number; each number once."""
    found = [one for one in suspensions_in(text) if not _is_own(one, reading)]
    best: dict[tuple[str, str], SuspendedAct] = {}
    for one in found or list(suspensions_in(text)):
        held = best.get((one.called, one.part))
        if held is None or (held.doubt and not one.doubt):
            best[one.called, one.part] = one
    told = (_told(tower, draft, one, reading, as_of, own=not found) for one in best.values())
    return tuple(told)


def open_words(draft: str, text: str, reading: NoticeReading, acts: Iterable[SuspendedTold]) -> Sentence | None:
    """That a text speaks of a suspension and names no act by number, where that is so."""
    verb = suspension_words(text) or (reading.actions[0].text if reading.action == "suspension" else "")
    if not verb or any(True for _ in acts):
        return None
    return Sentence(
        en=f"The text speaks of a suspension (“{verb}”) and names no act by number; whose measures it suspends, a person says (--suspends).",
        ko=f"본문에 중단·유예 문구(“{verb}”)가 있으나 번호로 지칭한 조치가 없음. 어느 조치인지는 사람이 정함(--suspends).",
        sources=(draft,),
    )  # fmt: skip


def _is_own(one: SuspendedAct, reading: NoticeReading) -> bool:
    """Whether a number is that of the notice itself: the first in its text."""
    return bool(reading.number) and one.called == reading.number


def _told(
    tower: Tower, draft: str, one: SuspendedAct, reading: NoticeReading, as_of: AsOf, *, own: bool
) -> SuspendedTold:
    near = _bearing(tower, one, as_of)
    measures = [measure for measure in near if not reading.issuer or reading.issuer in measure.issuers]
    doubt = _doubt(one, measures, reading, own=own)
    chosen = [measure for measure in measures if not one.part or _part_of(measure) == one.part] or measures
    pauses = {measure.id: tower.restrictions.pauses_of(measure.id, as_of.known) for measure in chosen}
    return SuspendedTold(
        number=one.called,
        part=one.part,
        text=one.text,
        verb=one.verb,
        quote=one.quote,
        line=one.place.line,
        column=one.place.column,
        excerpt=one.place.excerpt,
        measures=tuple(
            {"id": measure.id, "number": measure.number.model_dump(), "materials": measure.materials.model_dump(), "paused_by": [pause.id for pause in pauses[measure.id]]}
            for measure in chosen
        ),
        in_register=bool(chosen),
        suggested=bool(chosen) and doubt is None,
        doubt=doubt,
        words=_words(draft, one, chosen, pauses, doubt),
    )  # fmt: skip


def _bearing(tower: Tower, one: SuspendedAct, as_of: AsOf) -> Iterator[Measure]:
    """The measures known and believed by then that bear a number, in its year where the text has one."""
    register = tower.restrictions
    for measure in register.measures.values():
        if register.known_of(measure) > as_of.known or not register.is_believed(measure.id, as_of.known):
            continue
        found = _REGISTERED.search(measure.number.en)
        if found is None or one.number not in {int(found["first"]), int(found["second"] or found["first"])}:
            continue
        if one.year is None or one.year == int(found["year"]):
            yield measure


def _part_of(measure: Measure) -> str:
    """The part of its act that the register has under this id; empty where it has the whole."""
    found = _REGISTERED.search(measure.number.en)
    return (found["part"] or "") if found is not None else ""


def _doubt(one: SuspendedAct, measures: list[Measure], reading: NoticeReading, *, own: bool) -> Sentence | None:
    """Why a person must look before this is a suggestion; None where the text and the register leave nothing open."""
    open_in_text = (
        (own, ("it is read as the number of this notice itself", "이 공고 자체의 번호로 읽힘")),
        (bool(one.doubt), _DOUBTS.get(one.doubt, ("", ""))),
        (one.year is None, ("its year does not stand in the text", "본문에 연도가 없음")),
        (not reading.issuer, ("whose notice this is does not follow from the text", "어느 나라의 공고인지 알 수 없음")),
    )
    found = next((words for is_so, words in open_in_text if is_so), None) or _against_register(one, measures)
    return Sentence(en=found[0], ko=found[1]) if found is not None else None


def _against_register(one: SuspendedAct, measures: list[Measure]) -> tuple[str, str] | None:
    """Where the text and the register do not name an act alike: its part, or the office whose act it is."""
    parts = {_part_of(measure) for measure in measures}
    if one.part and parts and one.part not in parts:
        return f"the register does not have its part {one.part} apart", f"등록부에 제{one.part}항이 따로 없음"
    if not one.part and parts - {""}:
        return "the register has it in parts, and the text names none", "등록부는 항별로 나뉘어 있으나 본문에 항이 없음"
    for registered, said, (en, ko) in _OFFICES:
        if any(registered.search(measure.number.en) for measure in measures) and not said.search(one.near):
            return (
                f"the register has {en} of this number, and the text does not say so",
                f"등록부의 이 번호는 {ko}이나 본문에 그 말이 없음",
            )
    return None


_DOUBTS = {
    "denied": ("the words may deny or end a suspension", "중단·유예를 부정하거나 끝내는 문구일 수 있음"),
    "goes_on": ("the words say that it goes on", "계속 적용한다는 문구"),
    "between": ("it stands only between two numbers of the text", "본문 범위 표기의 사이 번호"),
}


def _words(
    draft: str,
    one: SuspendedAct,
    measures: list[Measure],
    pauses: Mapping[str, tuple[Pause, ...]],
    doubt: Sentence | None,
) -> Sentence:
    """The number, what the register has of it, and what is open; the sentence of the text stands in `quote`."""
    part = (f", part {one.part}", f" 제{one.part}항") if one.part else ("", "")
    year = (" (year of the act named before it)", "(연도는 앞에 적힌 조치의 것)") if one.carried else ("", "")
    found = ("not in the register", "등록부에 없음")
    if measures:
        told = [(measure.id, ", ".join(map(_pause_told, pauses[measure.id]))) for measure in measures]
        found = (
            ", ".join(f"{key} (paused already: {by})" if by else key for key, by in told),
            ", ".join(f"{key}(이미 유예: {by})" if by else key for key, by in told),
        )
    open_ = (f"; not suggested: {doubt.en}", f"; 제안하지 않음: {doubt.ko}") if doubt is not None else ("", "")
    return Sentence(
        en=f"{one.called}{part[0]}{year[0]}: {found[0]}{open_[0]}",
        ko=f"{one.called}{part[1]}{year[1]}: {found[1]}{open_[1]}",
        sources=(draft,),
    )


def _pause_told(pause: Pause) -> str:
    """A pause that stands on the measure already, with the number it has: it may be this very notice."""
    return f"{pause.id}, {pause.number}" if pause.number else pause.id
