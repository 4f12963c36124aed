"""Which earlier acts a notice speaks of suspending, by their numbers; suggestions with their words (Convention R2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from gwanje.watch.notice_dates import Place, place_of

Doubt = Literal["", "denied", "goes_on", "between"]
_VERB = re.compile(
    r"暂停\s*(?:实施|执行|施行|适用)|停止\s*(?:实施|执行|施行|适用)|中止\s*(?:实施|执行|施行|适用)|暂缓\s*(?:实施|执行|施行)"
    r"|暂不\s*(?:实施|执行|施行)|\bsuspen(?:d|ds|ded|ding|sions?)\b"
    r"|효력(?:을|의|이)?\s*(?:정지|유예|중단)|(?:시행|적용|집행|실시)(?:을|를|의|이)?\s*(?:일시\s*)?(?:중단|중지|정지|유예|보류)|유예",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"恢复\s*(?:实施|执行|施行)|(?:不再|不予|不|未|没有|取消|解除|终止|结束|停止)\s*暂停"
    r"|暂停[^。\n]{0,24}(?:期满|到期|届满|结束|解除)"
    r"|\b(?:not|never|no longer)\b(?:\s+\w+){0,3}\s+suspend"
    r"|\b(?:lift|end|terminat|revok|expir|resum|withdraw)\w*\s+(?:of\s+)?(?:the\s+|this\s+|its\s+)?suspension"
    r"|\bsuspension\b[\s\S]{0,80}\b(?:ends|ended|expires|expired|lapses|lapsed)\b"
    r"|\bsuspension\b[\s\S]{0,80}\b(?:is|was|been)\s+(?:lifted|withdrawn|revoked)"
    r"|(?:유예|정지|중단|중지)(?:를|을|가|이|의|기간)?\s*[^.。\n]{0,8}(?:종료|해제|만료|철회|끝나)"
    r"|(?:유예|정지|중단|중지|보류)하지\s*(?:않|아니|못)|재개",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:继续|仍然?|依然)\s*(?:有效|实施|执行|适用)|\b(?:remains?|continues?|stays?)\b|계속|유지", re.IGNORECASE
)
_GROUND_BEFORE = re.compile(r"根据|依据|依照|按照|pursuant to|in accordance with|according to", re.IGNORECASE)
_GROUND_AFTER = re.compile(
    r"\s*(?:公告|공고|고시|令)?[)）》」』]*\s*(?:에|의\s*규정에)\s*(?:따라|따른|의거|의하여|의해|근거)"
)
_NO_ACT = re.compile(
    r"(?:heading|subheading|tariff|code|税号|税则号?|品目|세번|품목번호)s?\s*(?:No\.?\s*)?$", re.IGNORECASE
)
_SENTENCE = re.compile(r"[。！？!?]|\n\s*\n|(?<=[a-z0-9)\]])\.\s+(?=[A-Z가-힣])|(?<=[다음함됨])\.(?=\s|$)")
_CLAUSE = re.compile(r"[，,；;。\n]")

_YEAR = r"(?:(?<!\d)[（(〔\[]?\s*(?P<year>\d{4})\s*[)）〕\]]?\s*[年년]?\s*)?"
_HEAD = re.compile(rf"{_YEAR}[第제]\s*(?:(?P<joined>\d{{4}})\s*[-–]\s*)?(?P<n>\d{{1,4}})\s*(?P<mark>[号호])?")
_MORE = re.compile(
    r"(?P<sep>\s*(?:、|，|,|和|及|与|以及|·|ㆍ|・|및|와|과|至|到|~|～|–|—|-|부터|에서|내지)\s*)+?"
    rf"(?:公告|공고|고시)?\s*{_YEAR}[第제]?\s*(?:(?P<joined>\d{{4}})\s*[-–]\s*)?(?P<n>\d{{1,4}})\s*(?P<mark>[号호])?"
)
_TAIL = r"(?P<n>\d{1,3})(?!\d|[.,]\d)(?:\s*(?:/|,?\s*of\s+|,?\s*\()\s*(?P<year>\d{4})\)?(?!\d))?"
_HEAD_EN = re.compile(
    r"(?:[（(\[](?P<before>\d{4})[)\]]\s*)?"
    r"(?:\b[Nn]os?\.\s*|\bNos?\s+|\b(?:Announcement|Notice|Order|Decree|Circular|Regulation)s?\s+(?:Nos?\.?\s*)?)"
    + _TAIL
)
_MORE_EN = re.compile(r"(?P<sep>\s*(?:,\s*and|,|and|&|to|through|–|-)\s*)(?:[Nn]os?\.?\s*)?" + _TAIL, re.IGNORECASE)
_RANGE = re.compile(r"至|到|~|～|–|—|-|부터|에서|내지|\bto\b|through", re.IGNORECASE)
_PART_AFTER = re.compile(
    r"\s*(?:公告|공고|고시|令)?\s*[)）》」』\]]*\s*(?:的|의|중)?\s*[第제]\s*(?P<part>\d+|[一二三四五六七八九十])\s*(?:款|条|条款|项|항|조)"
    r"|\s*,?\s*(?:part|paragraph|item)\s+(?P<en>\d+)",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(
    r"(?:part|paragraph|item|article|section|point)\s+(?P<part>\d+)\s+of\s+[\w\s',]{0,60}$", re.IGNORECASE
)
_NUMERALS = {sign: str(at) for at, sign in enumerate("一二三四五六七八九十", start=1)}
_LONGEST_RANGE = 50
_LONGEST_QUOTE = 160
_NEAR = 24


@dataclass(frozen=True, slots=True)
class SuspendedAct:
    """One number in a sentence that speaks of a suspension.

    `year` is empty where none stands there; `carried`: it stands with an act before it in the same sentence. `doubt`:
    the words deny or end a suspension, say that the act goes on, or name it only as one between two others.
    """

    number: int
    year: int | None
    text: str
    verb: str
    quote: str
    place: Place
    near: str = ""
    part: str = ""
    carried: bool = False
    doubt: Doubt = ""

    @property
    def called(self) -> str:
        """The number as registers write it."""
        return f"No. {self.number}/{self.year}" if self.year else f"No. {self.number}"


@dataclass(frozen=True, slots=True)
class _Numbered:
    """One number of a list of acts, before its year is known."""

    number: int
    year: int | None
    start: int
    end: int
    after_range: bool = False


def suspension_words(text: str) -> str:
    """The first words that speak of a suspension; empty where none do."""
    found = _VERB.search(text)
    return found.group() if found else ""


def suspensions_in(text: str) -> tuple[SuspendedAct, ...]:
    """The acts that a notice speaks of suspending, each by its number with the sentence that says so.

    Shapes and units:
        text: Chinese, Korean or English. Result: in the order of the text; a number of which another act rests
        ("according to") is left out, one that the words may not suspend comes with its doubt.

    Source:
        Project choice. Convention R2 (the machine proposes; a person decides).

    Differs:
        Nothing is decided, and no number is made up: a year that does not stand in the sentence stays open. A list
        "55 to 58" gives its ends; those between come in doubt.

    Raises:
        Nothing.

    Example:
        >>> found = suspensions_in("自即日起暂停实施商务部公告2025年第55号、第56号。")
        >>> [(one.called, one.verb) for one in found]
        [('No. 55/2025', '暂停实施'), ('No. 56/2025', '暂停实施')]
    """
    return tuple(one for start, end in _sentences(text) for one in _in_sentence(text, start, end))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE.finditer(text):
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def _in_sentence(text: str, start: int, end: int) -> Iterator[SuspendedAct]:
    verb = _VERB.search(text, start, end)
    if verb is None:
        return
    denied = _DENIED.search(text, start, end) is not None
    year: int | None = None
    for group in _groups(text, start, end):
        numbers = [replace(one, year=one.year or _year_in(group, at)) for at, one in enumerate(group)]
        if _is_ground(text, start, group):
            continue
        carried = year
        year = next((one.year for one in reversed(numbers) if one.year), year)
        part = _part(text, start, group)
        for one, between in _with_between(numbers):
            doubt: Doubt = "denied" if denied else "goes_on" if _goes_on(text, one, start, end) else ""
            yield SuspendedAct(
                number=one.number,
                year=one.year or carried,
                text=" ".join(text[one.start : one.end].split()),
                verb=verb.group(),
                quote=_quote(text, start, end, one, verb),
                place=place_of(text, one.start, one.end),
                near=text[max(start, group[0].start - _NEAR) : group[0].start],
                part=part,
                carried=one.year is None and carried is not None,
                doubt=doubt or ("between" if between else ""),
            )


def _groups(text: str, start: int, end: int) -> Iterator[list[_Numbered]]:
    """Lists of numbers, the Chinese and Korean ones and the English ones, in the order of the text."""
    found = [
        *_lists(text, start, end, _HEAD, _MORE, marked=True),
        *_lists(text, start, end, _HEAD_EN, _MORE_EN, marked=False),
    ]
    yield from sorted(found, key=lambda group: group[0].start)


def _lists(
    text: str, start: int, end: int, head: re.Pattern[str], more: re.Pattern[str], *, marked: bool
) -> Iterator[list[_Numbered]]:
    at = start
    while (match := head.search(text, at, end)) is not None:
        at = match.end()
        if _NO_ACT.search(text[start : match.start()]):
            continue
        group, last = [_numbered(match)], 1 if not marked or match["mark"] else 0
        while (following := more.match(text, at, end)) is not None:
            is_range = _RANGE.search(following.group()[: following.start("n") - following.start()]) is not None
            group.append(replace(_numbered(following), after_range=is_range))
            at = following.end()
            if not marked or following["mark"]:
                last = len(group)
        if last:
            yield group[:last]


def _numbered(match: re.Match[str]) -> _Numbered:
    told = match.groupdict()
    year = told.get("year") or told.get("joined") or told.get("before")
    start = match.start("sep") + len(told["sep"]) if told.get("sep") is not None else match.start()
    return _Numbered(int(match["n"]), int(year) if year else None, start, match.end())


def _year_in(group: list[_Numbered], at: int) -> int | None:
    """The year before a number in its list, else the one after it: "No. 55 and 56 of 2025"."""
    before = [one.year for one in group[:at] if one.year]
    after = [one.year for one in group[at + 1 :] if one.year]
    return before[-1] if before else after[0] if after else None


def _with_between(numbers: list[_Numbered]) -> Iterator[tuple[_Numbered, bool]]:
    """Every number of a list; those that only a range names come with True."""
    last: _Numbered | None = None
    for one in numbers:
        if one.after_range and last is not None and 0 < one.number - last.number < _LONGEST_RANGE:
            inside = range(last.number + 1, one.number)
            yield from ((replace(one, number=n, start=last.start), True) for n in inside)
        yield one, False
        last = one


def _is_ground(text: str, start: int, group: list[_Numbered]) -> bool:
    """Whether the notice only rests on these acts: "according to No. 12", "제12호에 따라"."""
    before = text[start : group[0].start]
    clause = max((match.end() for match in _CLAUSE.finditer(before)), default=0)
    ground = list(_GROUND_BEFORE.finditer(before, clause))
    rests = bool(ground) and _VERB.search(before, ground[-1].end()) is None
    return rests or _GROUND_AFTER.match(text, group[-1].end) is not None


def _goes_on(text: str, one: _Numbered, start: int, end: int) -> bool:
    """Whether the clause around a number says that it goes on, and does not itself speak of the suspension."""
    first = max((match.end() for match in _CLAUSE.finditer(text, start, one.start)), default=start)
    stop = _CLAUSE.search(text, one.end, end)
    last = stop.start() if stop else end
    return _GOES_ON.search(text, first, last) is not None and _VERB.search(text, first, last) is None


def _part(text: str, start: int, group: list[_Numbered]) -> str:
    after = _PART_AFTER.match(text, group[-1].end)
    if after is not None:
        told = after["part"] or after["en"]
        return _NUMERALS.get(told, told)
    before = _PART_BEFORE.search(text[start : group[0].start])
    return before["part"] if before else ""


def _quote(text: str, start: int, end: int, one: _Numbered, verb: re.Match[str]) -> str:
    """The sentence, or as much of it as holds the words of suspension and the number."""
    whole = " ".join(text[start:end].split())
    if len(whole) <= _LONGEST_QUOTE:
        return whole
    first, last = min(one.start, verb.start()), max(one.end, verb.end())
    cut = " ".join(text[first:last].split())
    return (
        f"…{cut}…"
        if len(cut) <= _LONGEST_QUOTE
        else f"…{verb.group()}… …{' '.join(text[one.start : one.end].split())}…"
    )
