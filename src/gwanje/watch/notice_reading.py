"""Reading a foreign notice: suggestions with their places, nothing decided; a person confirms (Convention R2).

::

    reading = read_notice(text, NoticeWords(issuers=..., goods=...), vintage=2022)
    reading.dates[0].role, reading.codes[0].code, reading.issuer
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from unicodedata import decimal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from gwanje.foundation.codes import Code
from gwanje.foundation.content import Record
from gwanje.foundation.identifiers import Iso3, Key
from gwanje.watch.notice_dates import DateFound, Place, days_in, place_of

ISSUERS_FILE = "intake/issuers.yaml"
GOODS_FILE = "intake/goods.yaml"

_DIGITS = re.compile(
    r"(?<![\d.])(?:\d{4}\.\d{2}-\d{4}|\d{4}\.\d{2}\.\d{4}|\d{4}\.\d{4}(?:\.\d{2})?|\d{4}\.\d{2}(?:\.\d{2}){0,3}"
    r"|\d{4} \d{2} \d{2}(?: \d{2})?|(?<!\b0\d\d-)(?<!\b0\d{3}-)(?:\d{10}|\d{8}|\d{6}))(?!\d|\.\d)"
)
_UP_TO = re.compile(r"\s*(?:至|到|[-–—~～]|to|through|thru|부터|에서)\s*(?:HS|税号|第)?\s*", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:\bHSK?|headings?|品目|税目|税则号列?|税号|海关编码|세번|품목번호)\s*(?:codes?|编码|코드|번호)?\s*[:：]?\s*"
    r"(?P<heading>\d{4}|\d{2}\.\d{2})(?![\d.]|\s*[年년]| \d{2} \d{2})",
    re.IGNORECASE,
)
_CODE_WORDS = re.compile(
    r"商品编号|税则号|税号|品目|海关编码|품목번호|세번"
    r"|\bHS\b|\bHTS(?:US)?\b|\bHSK\b|tariff|subheading|heading|commodity code",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"(?<![\w.])[0-9][A-E]\d{3}(?:\.[a-z](?:\.\d+)?)?(?!\w)")
_NUMBER = re.compile(
    r"(?:公告|通告|令|공고|고시|명령)?\s*[（(〔\[]?(?P<y1>\d{4})[)）〕\]]?\s*[年년]?\s*[第제]\s*(?P<n1>\d+)\s*[号호]"
    r"|[第제]\s*(?P<y2>\d{4})\s*[-–]\s*(?P<n2>\d+)\s*[号호]"
    r"|[第제]\s*(?P<n3>\d+)\s*[号호]"
    r"|(?:Announcement|Notice|Order|Decree|Circular|Regulation|Notification)\s+(?:No\.?|Number)\s*(?P<n4>\d+)(?:\s*(?:/|of|,)\s*(?P<y4>\d{4}))?"
    r"|\bNo\.\s*(?P<n5>\d+)\s*(?:/|of)\s*(?P<y5>\d{4})"
    r"|(?P<fr>\d{2,3}\s+FR\s+\d{3,6})",
    re.IGNORECASE,
)  # fmt: skip
_ACTIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "suspension",
        re.compile(
            r"(?:暂停|停止)(?:实施|执行)|suspen(?:d|ds|ded|sion)\b|시행\s*(?:중단|유예)|효력\s*정지|유예", re.IGNORECASE
        ),
    ),
    ("ban", re.compile(r"禁止[^。\n]{0,12}出口|不予许可|prohibit\w*|\bban(?:s|ned)?\b|수출\s*금지", re.IGNORECASE)),
    (
        "licence",
        re.compile(
            r"出口许可|许可|export\s+licen[cs]\w+|licen[cs]e\s+requirement|\bunder\s+(?:an?\s+)?licen[cs]\w+"
            r"|\brequires?\s+(?:an?\s+)?licen[cs]\w+|licen[cs]es?\s+(?:is|are)\s+required|수출\s*허가|허가",
            re.IGNORECASE,
        ),
    ),
    ("quota", re.compile(r"配额|quota|할당", re.IGNORECASE)),
    ("inspection", re.compile(r"法定检验|出口检验|inspection|검사", re.IGNORECASE)),
)
_LAST_CHAPTER = 97
_SIX = 6
_LATIN = re.compile(r"^[\x00-\x7f]+$")


class NoticeIssuer(Record):
    """By which words a country's own offices are known in its notices, its zone, and its national codes."""

    issuer: Iso3
    zone: str
    words: tuple[str, ...] = Field(min_length=1, description="names of its offices and gazettes, as notices write them")
    national: Key | None = Field(default=None, description="scheme of its national codes, for example cn")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            return ZoneInfo(value).key
        except (KeyError, OSError) as fault:
            raise ValueError(f"'{value}' is no known zone; write for example Asia/Shanghai") from fault


class GoodsWords(Record):
    """What notices call an item, beside its own names."""

    item: Key
    words: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """The words a text is searched for: offices by country, goods by item, names of countries."""

    issuers: tuple[NoticeIssuer, ...] = ()
    goods: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    countries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WordFound:
    """A word with what it stands for: a country, an act number, an item, a control number, a kind of act."""

    text: str
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class CodeFound:
    """Digits that may be a code; `code` is empty as long as nobody says the vintage, or the schedule's year.

    `six` is the international code of the first six digits, for a national one.
    """

    text: str
    digits: str
    national: bool
    doubtful: bool
    place: Place
    code: str = ""
    six: str = ""


@dataclass(frozen=True, slots=True)
class NoticeReading:
    """What a text suggests, each with its place; empty lists are said, never filled."""

    dates: tuple[DateFound, ...]
    codes: tuple[CodeFound, ...]
    issuers: tuple[WordFound, ...]
    numbers: tuple[WordFound, ...]
    goods: tuple[WordFound, ...]
    controls: tuple[WordFound, ...]
    actions: tuple[WordFound, ...]
    named: tuple[WordFound, ...]
    vintage: int | None
    schedule: int | None
    headings: tuple[WordFound, ...] = ()
    ranges: tuple[WordFound, ...] = ()

    @property
    def issuer(self) -> str:
        """The country of the office named most often; empty where none, or two as often."""
        return _most(word.value for word in self.issuers)

    @property
    def number(self) -> str:
        """The act's own number: the first in the text."""
        return self.numbers[0].value if self.numbers else ""

    @property
    def action(self) -> str:
        """What it does, by its first word for that."""
        return self.actions[0].value if self.actions else ""


def read_notice(
    text: str, words: NoticeWords, *, vintage: int | None = None, schedule: int | None = None
) -> NoticeReading:
    """Suggestions from the text of a notice: days, codes, issuer, number, goods; each with its place.

    Shapes and units:
        text: Chinese, Korean or English. words: what offices and goods are called. vintage: the revision of the
        Harmonized System that the first six digits are of; schedule: the year of the national schedule that longer
        codes are of; None: not known. Result: days with role and reading, digits with a code only where that was given.

    Source:
        Project choice. Convention I3 (a code without a vintage is refused), T3 (wording and reading of an end).

    Differs:
        Nothing is decided: bare words such as 至, 까지 or "until" leave the reading of an end unknown.

    Raises:
        Nothing.

    Example:
        >>> read = read_notice("自2025年12月1日起施行。", NoticeWords())
        >>> [(str(one.day), one.role, one.why) for one in read.dates]
        [('2025-12-01', 'in_force', '自')]
    """
    issuers = tuple(_offices(text, words.issuers))
    own = next((one for one in words.issuers if one.issuer == _most(word.value for word in issuers)), None)
    return NoticeReading(
        dates=days_in(text),
        codes=tuple(_codes(text, own.national if own else None, vintage, schedule)),
        issuers=issuers,
        numbers=_once(_numbers(text)),
        goods=_once(_called(text, words.goods)),
        controls=_once(WordFound(m.group(), m.group(), _at(text, m)) for m in _CONTROL.finditer(text)),
        actions=tuple(_actions(text)),
        named=_once(_called(text, words.countries)),
        vintage=vintage,
        schedule=schedule,
        headings=_once(WordFound(m["heading"], _digits(m["heading"]), _at(text, m)) for m in _HEADING.finditer(text)),
        ranges=tuple(_ranges(text)),
    )


def _digits(text: str) -> str:
    """The digits of a code in any script, without dots, hyphens and spaces."""
    return "".join(str(decimal(sign)) for sign in text if sign.isdecimal())


def _ranges(text: str) -> Iterator[WordFound]:
    """From one code to another: those between them do not stand in the text."""
    found = list(_DIGITS.finditer(text))
    for one, other in pairwise(found):
        if _UP_TO.fullmatch(text[one.end() : other.start()]) and not days_in(one.group()):
            whole = text[one.start() : other.end()]
            yield WordFound(whole, whole, place_of(text, one.start(), other.end()))


def _at(text: str, match: re.Match[str]) -> Place:
    return place_of(text, match.start(), match.end())


def _most(values: Iterable[str]) -> str:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    best = [value for value, count in counts.items() if count == max(counts.values())]
    return best[0] if len(best) == 1 else ""


def _once(found: Iterable[WordFound]) -> tuple[WordFound, ...]:
    """The first place of each value."""
    kept: dict[str, WordFound] = {}
    for one in found:
        kept.setdefault(one.value, one)
    return tuple(kept.values())


def _offices(text: str, issuers: Iterable[NoticeIssuer]) -> Iterator[WordFound]:
    for one in issuers:
        for word in one.words:
            yield from (WordFound(m.group(), one.issuer, _at(text, m)) for m in _pattern(word).finditer(text))


def _called(text: str, names: Mapping[str, tuple[str, ...]]) -> Iterator[WordFound]:
    found = []
    for value, called in names.items():
        for word in called:
            found += [(m, value) for m in _pattern(word).finditer(text)]
    at: dict[tuple[int, int], list[tuple[re.Match[str], str]]] = {}
    for match, value in found:
        at.setdefault(match.span(), []).append((match, value))
    taken = 0
    for start, end in sorted(at, key=lambda span: (span[0], -span[1])):
        if start >= taken:
            taken = end
            yield from (WordFound(match.group(), value, _at(text, match)) for match, value in at[start, end])


def _pattern(word: str) -> re.Pattern[str]:
    plain = re.escape(word)
    return re.compile(rf"(?<!\w){plain}(?!\w)", re.IGNORECASE) if _LATIN.match(word) else re.compile(plain)


def _numbers(text: str) -> Iterator[WordFound]:
    for match in _NUMBER.finditer(text):
        if match["fr"]:
            yield WordFound(match.group().strip(), " ".join(match["fr"].split()), _at(text, match))
            continue
        number = next(match[f"n{n}"] for n in range(1, 6) if match[f"n{n}"])
        year = next((match[f"y{n}"] for n in (1, 2, 4, 5) if match[f"y{n}"]), "")
        yield WordFound(match.group().strip(), f"No. {number}/{year}" if year else f"No. {number}", _at(text, match))


def _actions(text: str) -> Iterator[WordFound]:
    found = []
    for value, pattern in _ACTIONS:
        match = pattern.search(text)
        if match is not None:
            found.append((value == "suspension", -match.start(), WordFound(match.group(), value, _at(text, match))))
    yield from (word for _, _, word in sorted(found, key=lambda one: one[:2], reverse=True))


def _codes(text: str, national: str | None, vintage: int | None, schedule: int | None) -> Iterator[CodeFound]:
    seen: set[str] = set()
    for match in _DIGITS.finditer(text):
        digits = _digits(match.group())
        if digits in seen or not 1 <= int(digits[:2]) <= _LAST_CHAPTER or int(digits[2:4]) == 0:
            continue
        seen.add(digits)
        longer = len(digits) > _SIX
        own = str(Code(national, schedule, digits)) if national and schedule and longer else ""
        six = str(Code("hs", vintage, digits[:_SIX])) if vintage else ""
        yield CodeFound(
            text=match.group(),
            digits=digits,
            national=longer,
            doubtful=("." not in match.group() or bool(days_in(match.group()))) and _CODE_WORDS.search(text) is None,
            place=_at(text, match),
            code=own if longer else six,
            six=six,
        )
