"""Days in the text of a foreign notice: as written, what the words around them say of them, and how an end is read.

Chinese, Korean and English. Nothing is decided here: a day is a suggestion with its place, a person confirms it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

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
    rf"|(?P<bd>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<bm>{_MONTH})\s+(?P<by>\d{{4}})"
    rf"|(?<!\d)(?P<amb>\d{{1,2}}/\d{{1,2}}/\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"自?即日起|自(?:公布|发布|公告)之日起|effective\s+immediately|with\s+immediate\s+effect|(?:up)?on\s+(?:the\s+day\s+of\s+)?publication"
    r"|즉시\s*시행|공[고포]한\s*날부터",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[。；;\n]|(?<=[a-z)])\.\s")


def _just_before(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words)})\s*(?:on|[:：])?\s*$", re.IGNORECASE)


def _just_after(*words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{'|'.join(words)})", re.IGNORECASE)


_BEFORE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("ends", _just_before("(?<!截)至", "到", "through", "thru", "until", "till", r"\bto")),
    ("ends", _just_before(r"expir\w+(?:\s+at)?", "up to(?: and including)?", "ends?", "before")),
    ("in_force", _just_before("自", "从", r"effective(?:\s+(?:from|as of))?", r"into\s+force(?:\s+from)?", r"시행일")),
    ("in_force", _just_before(r"take[sn]?\s+effect(?:\s+from)?", "from", r"as\s+of", r"begin\w*", "starting")),
    ("announced", _just_before("issued", "dated", "published", "announced", "released", "posted")),
    ("announced", _just_before("发布时间", "发布日期", "公布日期", "공고일", "게시일", "발표일")),
)
_AFTER: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("ends", _just_after(r"[（(]?(?:含|当日|당일)?[^。；\n]{0,6}?[）)]?\s*(?:为?止|(?:전)?까지)")),
    ("in_force", _just_after("起", "부터", "시행", "施行", "实施", "生效")),
    ("in_force", _just_after(r",?\s*(?:and\s+)?(?:enters?|takes?)\s+(?:into\s+force|effect)")),
    ("announced", _just_after("发布", "公布", "公告", "공고", "고시", "발표", "게시")),
)
_REACH = 200
"""How far a clause is read, in letters on either side of a day."""
_INCLUDED = re.compile(r"含(?:当日|本日|该日)|含[）)]|당일\s*포함|포함|inclusive|including")
_EXCLUDED = re.compile(r"^\s*전까지|不含")
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
    left, right = max(begins, start - 24), min(len(text) if stop < 0 else stop, end + 24)
    return Place(line, start - begins + 1, text[left:right].strip())


def days_in(text: str) -> tuple[DateFound, ...]:
    """Every day in a text, in its order, and every phrase that says "from the day of the announcement"."""
    found = [*_days(text), *_at_once(text)]
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
    for match in _AT_ONCE.finditer(text):
        where = place_of(text, match.start(), match.end())
        yield DateFound(match.group(), None, "in_force", "inclusive", "from the day of the announcement", where)


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
