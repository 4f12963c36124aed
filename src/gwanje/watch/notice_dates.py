"""Days in the text of a foreign notice: as written, what the words around them say of them, and how an end is read.

Chinese, Korean and English. Nothing is decided here: a day is a suggestion with its place, a person confirms it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

Role = Literal["announced", "in_force", "ends", "not_told"]
Read = Literal["inclusive", "exclusive", "unknown", ""]

_NUMERALS = {"〇": 0, "○": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = "|".join([*_MONTHS, *(f"{one[:3]}\\." for one in _MONTHS), *(one[:3] for one in _MONTHS)])
_DAY = re.compile(
    rf"(?P<cy>\d{{4}})\s*[年년]\s*(?P<cm>\d{{1,2}})\s*[月월]\s*(?P<cd>\d{{1,2}})\s*[日일]"
    rf"|(?P<zy>[〇○零一二三四五六七八九]{{4}})年(?P<zm>[一二三四五六七八九十]{{1,2}})月(?P<zd>[一二三四五六七八九十]{{1,3}})日"
    rf"|(?P<iy>\d{{4}})(?P<is>[-/])(?P<im>\d{{1,2}})(?P=is)(?P<id>\d{{1,2}})(?!\d)"
    rf"|(?P<ky>\d{{4}})\.\s*(?P<km>\d{{1,2}})\.\s*(?P<kd>\d{{1,2}})\.?(?!\d)"
    rf"|(?P<em>{_MONTH})\s+(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<ey>\d{{4}})"
    rf"|(?P<bd>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?(?P<bm>{_MONTH}),?\s+(?P<by>\d{{4}})"
    rf"|令和\s*(?P<jy>\d{{1,2}}|元)\s*年\s*(?P<jm>\d{{1,2}})\s*月\s*(?P<jd>\d{{1,2}})\s*日"
    rf"|(?<!\d)(?P<amb>\d{{1,2}}/\d{{1,2}}/\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_FULL_MONTH = "|".join(_MONTHS)
_SHORT_OF_A_DAY = (
    (re.compile(r"(?<![\d年년])(?<!年 )(?<!년 )\d{1,2}\s*[月월]\s*\d{1,2}\s*[日일]"), "year not told"),
    (re.compile(rf"\b(?:{_FULL_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?(?![\w:]|,?\s+\d{{4}})"), "year not told"),
    (re.compile(r"\d{4}\s*[年년]\s*\d{1,2}\s*[月월](?!\s*\d{1,2}\s*[日일])"), "day not told"),
    (re.compile(rf"(?<!\d )(?<!(?:st|nd|rd|th|of) )\b(?:{_FULL_MONTH})\s+\d{{4}}"), "day not told"),
    (re.compile(r"['’‘]\d{2}\.\s*\d{1,2}\.\s*\d{1,2}"), "century not told"),
)
"""What is written like a day and is none: said with what it lacks, never left out silently."""
_COUNT = r"(?:\d+|[一二三四五六七八九十两]+|an?|one|two|three|six|ten|twelve|thirty|sixty|ninety)"
_SPAN = rf"{_COUNT}\s*(?:个月|工作日|年|天|日|개월|년|일|(?:business\s+|working\s+)?(?:days?|months?|years?))"
_LATER = re.compile(
    rf"自?(?:公布|发布|公告)之日起\s*(?:满|第)?\s*{_SPAN}(?:后|起)?|{_SPAN}\s*(?:after|from|following)\s+(?:the\s+)?(?:date\s+of\s+|day\s+of\s+)?(?:its\s+)?publication"
    rf"|공[고포]한\s*날(?:부터|로부터)\s*{_SPAN}|공[고포]\s*후\s*{_SPAN}",
    re.IGNORECASE,
)
_TERM = re.compile(
    rf"(?:有效期|实施期限|为期)(?:限)?为?\s*{_SPAN}|\bfor\s+(?:a\s+period\s+of\s+)?{_SPAN}\b|{_SPAN}간(?=[^가-힣]|\s|$)",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"自?即日起|自(?:公布|发布|公告)之日起|effective\s+immediately|with\s+immediate\s+effect"
    r"|(?:up)?on\s+(?:the\s+(?:day|date)\s+of\s+)?(?:its\s+)?publication|즉시\s*시행|공[고포]한\s*날부터",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[。；;\n]|(?<=[a-z)][a-z)])\.\s")
_HOUR = r"(?:\d{1,2}:\d{2}\s*(?:a\.?m\.?|p\.?m\.?)?,?\s*(?:[a-z.]+\s+){0,3})?"
"""An hour between the word and its day, as in "until 11:59 p.m. Eastern time on"."""


_REIWA = 2018
"""The year before the first of 令和."""


def _just_before(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words)})(?:\s+at)?[\s】\]）)]*{_HOUR}(?:on|[:：])?\s*$", re.IGNORECASE)


def _just_after(*words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{'|'.join(words)})", re.IGNORECASE)


_BEFORE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("ends", _just_before("(?<!截)至", "到", "through", "thru", "until", "till", r"\bto")),
    ("ends", _just_before(r"expir\w+", "up to(?: and including)?", "ends?", "before")),
    ("in_force", _just_before("自", "从", r"effective(?:\s+(?:from|as of))?", r"into\s+force(?:\s+from)?", r"시행일")),
    ("in_force", _just_before(r"take[sn]?\s+effect(?:\s+from)?", "from", r"as\s+of", r"begin\w*", "starting")),
    ("announced", _just_before("issued", "dated", "published", "announced", "released", "posted")),
    ("announced", _just_before("发布时间", "发布日期", "公布日期", "공고일", "게시일", "발표일")),
)
_AFTER: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("ends", _just_after(r"[（(]?(?:含|当日|당일)?[^。；\n]{0,6}?[）)]?\s*(?:为?止|(?:전)?까지)")),
    ("in_force", _just_after("(?:零时|0时|00:00|0시)?起", "(?:0시)?부터", "시행", "施行", "实施", "生效")),
    ("in_force", _just_after(r",?\s*(?:and\s+)?(?:enters?|takes?)\s+(?:into\s+force|effect)")),
    ("announced", _just_after("发布", "公布", "公告", "공고", "고시", "발표", "게시")),
)
_REACH = 200
"""How far a clause is read, in letters on either side of a day."""
_INCLUDED = re.compile(r"含(?:当日|本日|该日)|含[）)]|당일\s*포함|포함|inclusive|including")
_EXCLUDED = re.compile(r"^\s*전까지|不含")
_LETTER = re.compile(r"[A-Za-z0-9]")
_LONGEST_WORD = 48
_ALONE = re.compile(r"^[\s(（]*$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stands: line and column, counted from one, and the words around it."""

    line: int
    column: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class DateFound:
    """A day as written; `day` is empty where it is no day or two, and where it is that of the announcement."""

    text: str
    day: date | None
    role: Role
    reading: Read
    why: str
    place: Place
    fault: str = ""


def place_of(text: str, start: int, end: int) -> Place:
    """The place of a piece of text."""
    line = text.count("\n", 0, start) + 1
    begins = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    last = len(text) if stop < 0 else stop
    left, right = max(begins, start - 24), min(last, end + 24)
    while left > begins and _LETTER.match(text[left - 1]) and start - left < _LONGEST_WORD:
        left -= 1
    while right < last and _LETTER.match(text[right]) and right - end < _LONGEST_WORD:
        right += 1
    return Place(line, start - begins + 1, text[left:right].strip())


def days_in(text: str) -> tuple[DateFound, ...]:
    """Every day in a text, in its order, and every phrase that tells of one without naming it."""
    found = [*_days(text), *_at_once(text), *_short_of_a_day(text)]
    return tuple(sorted(found, key=lambda one: (one.place.line, one.place.column)))


def _days(text: str) -> Iterator[DateFound]:
    for match in _DAY.finditer(text):
        day, fault = _day(match)
        before, after = _around(text, match)
        role, why = _role(before, after)
        yield DateFound(
            text=match.group(),
            day=day,
            role=role,
            reading=_reading(role, before, after),
            why=why,
            place=place_of(text, match.start(), match.end()),
            fault=fault,
        )


def _at_once(text: str) -> Iterator[DateFound]:
    later = [match.span() for match in _LATER.finditer(text)]
    for match in _AT_ONCE.finditer(text):
        if any(start <= match.start() < end for start, end in later):
            continue
        where = place_of(text, match.start(), match.end())
        yield DateFound(match.group(), None, "in_force", "inclusive", "from the day of the announcement", where)


def _short_of_a_day(text: str) -> Iterator[DateFound]:
    """What names no day: a day without its year, a month, a term, so long after the announcement."""
    for pattern, fault in _SHORT_OF_A_DAY:
        for match in pattern.finditer(text):
            before, after = _around(text, match)
            role, why = _role(before, after)
            where = place_of(text, match.start(), match.end())
            yield DateFound(match.group(), None, role, _reading(role, before, after), why, where, fault)
    for pattern, told, fault in (
        (_LATER, "in_force", "counted from the announcement: a person counts"),
        (_TERM, "ends", "a term, not a day: a person counts"),
    ):
        for match in pattern.finditer(text):
            where = place_of(text, match.start(), match.end())
            yield DateFound(match.group(), None, cast("Role", told), "", "", where, fault)


def _around(text: str, match: re.Match[str]) -> tuple[str, str]:
    """The words before and after in the same clause, no more of them than matter."""
    first, last = max(0, match.start() - _REACH), min(len(text), match.end() + _REACH)
    head = list(_STOPS.finditer(text, first, match.start()))
    before = text[head[-1].end() if head else first : match.start()]
    stop = _STOPS.search(text, match.end(), last)
    return before, text[match.end() : stop.start() if stop else last]


def _role(before: str, after: str) -> tuple[Role, str]:
    for role, pattern in _BEFORE:
        if found := pattern.search(before):
            return role, found.group().strip()
    for role, pattern in _AFTER:
        if found := pattern.search(after):
            return role, found.group().strip()
    if _ALONE.match(before) and _ALONE.match(after.rstrip(")） ")):
        return "announced", "the day stands alone on its line"
    return "not_told", ""


def _reading(role: Role, before: str, after: str) -> Read:
    """How an end is read by its own words; bare words such as 至, 까지 or "until" leave it open (Convention T3)."""
    if role != "ends":
        return ""
    if _EXCLUDED.search(after[:12]) or re.search(r"before\s*$", before, re.IGNORECASE):
        return "exclusive"
    if _INCLUDED.search(after[:14]) or re.search(r"(?:through|thru|up to and including)\s*$", before, re.IGNORECASE):
        return "inclusive"
    return "unknown"


def _day(match: re.Match[str]) -> tuple[date | None, str]:
    if match["amb"]:
        return None, "day or month first: not told"
    year, month, day = _parts(match)
    try:
        return date(year, month, day), ""
    except ValueError:
        return None, "no such day"


def _parts(match: re.Match[str]) -> tuple[int, int, int]:
    for prefix in ("c", "i", "k"):
        if match[f"{prefix}y"]:
            return int(match[f"{prefix}y"]), int(match[f"{prefix}m"]), int(match[f"{prefix}d"])
    if match["jy"]:
        reign = 1 if match["jy"] == "元" else int(match["jy"])
        return _REIWA + reign, int(match["jm"]), int(match["jd"])
    if match["zy"]:
        year = int("".join(str(_NUMERALS[sign]) for sign in match["zy"]))
        return year, _numeral(match["zm"]), _numeral(match["zd"])
    prefix = "e" if match["ey"] else "b"
    month = next(n for n, name in enumerate(_MONTHS, 1) if name[:3].lower() == match[f"{prefix}m"][:3].lower())
    return int(match[f"{prefix}y"]), month, int(match[f"{prefix}d"])


def _numeral(text: str) -> int:
    """A Chinese numeral up to 99."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _NUMERALS.get(text, 0) if len(text) == 1 else 0
    return 10 * (_NUMERALS[tens] if tens else 1) + (_NUMERALS[ones] if ones else 0)
