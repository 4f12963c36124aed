"""What the text of a notice suggests, as an answer tells it; what it does not give is said too."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from gwanje.answers.noticing_suspended import SuspendedTold
from gwanje.answers.sentences import Sentence
from gwanje.foundation.codes import Code
from gwanje.watch import CodeFound, DateFound, NoticeFile, NoticeReading, Place, WordFound
from gwanje.watch.store import CodeTrees

Json = dict[str, Any]


def _where(place: Place) -> Json:
    return {"line": place.line, "column": place.column, "excerpt": place.excerpt}


def date_told(one: DateFound) -> Json:
    """A day as an answer tells it."""
    suggests = str(one.day) if one.day else one.fault or "the day of the announcement"
    if one.role == "ends" and one.day:
        suggests = f"{suggests} ({one.reading})"
    told = {"text": one.text, "day": one.day.isoformat() if one.day else None, "role": one.role}
    return {
        **told,
        "reading": one.reading or None,
        "why": one.why,
        "fault": one.fault,
        "suggests": suggests,
        **_where(one.place),
    }


def code_told(one: CodeFound, titles: dict[str, str]) -> Json:
    """Digits as an answer tells them: no code without its vintage."""
    if not one.six and not one.code:
        suggests = "no code yet: vintage not said"
    else:
        suggests = " ".join(dict.fromkeys(part for part in (one.code, one.six) if part))
        suggests += f" {titles[one.six]}" if one.six in titles else ""
    if one.doubtful:
        suggests += " (perhaps no code)"
    known = (one.six in titles) if one.six else None
    return {"text": one.text, "digits": one.digits, "code": one.code or None, "six": one.six or None,
            "title": titles.get(one.six), "in_tree": known, "doubtful": one.doubtful, "suggests": suggests, **_where(one.place)}  # fmt: skip


def with_items_of_codes(reading: NoticeReading, items_of: Callable[[Code], Iterable[str]]) -> NoticeReading:
    """The same reading with the items whose codes stand in the text, beside those that its words name."""
    more = {
        item: WordFound(one.text, item, one.place)
        for one in reversed(reading.codes)
        if one.six and not one.doubtful
        for item in items_of(Code.parse(one.six))
    }
    named = {one.value for one in reading.goods}
    return replace(reading, goods=(*reading.goods, *(one for item, one in sorted(more.items()) if item not in named)))


def words_told(reading: NoticeReading) -> list[Json]:
    """Country, number, kind, goods, each with its place."""
    kinds: list[tuple[str, tuple[WordFound, ...]]] = [
        ("country", _first_of_each(reading.issuers)),
        ("number", reading.numbers),
        ("kind", reading.actions),
        ("item", reading.goods),
        ("control number", reading.controls),
        ("country named", tuple(one for one in reading.named if one.value != reading.issuer)),
    ]
    return [
        {"what": what, "text": one.text, "suggests": one.value, **_where(one.place)}
        for what, found in kinds
        for one in found
    ]


def _first_of_each(found: Sequence[WordFound]) -> tuple[WordFound, ...]:
    return tuple({one.value: one for one in reversed(found)}.values())


def missing_told(reading: NoticeReading, titles: dict[str, str], trees: CodeTrees | None) -> list[Sentence]:
    """What the text does not give, said; silence would read as "nothing to see"."""
    said = []
    if not reading.dates:
        said.append(Sentence(en="No day stands in this text.", ko="본문에서 날짜를 찾지 못함."))
    faults = [one.text for one in reading.dates if one.fault]
    if faults:
        words = ", ".join(faults)
        said.append(Sentence(en=f"Not read as a day: {words}.", ko=f"날짜로 읽지 못함: {words}."))
    if reading.headings:
        words = ", ".join(one.text for one in reading.headings)
        en = (
            f"Headings of four digits stand in this text: {words}; which of their subheadings are meant, a person says."
        )
        said.append(Sentence(en=en, ko=f"본문에 4단위 호가 있음: {words}. 어느 소호인지는 사람이 정함."))
    if reading.ranges:
        words = ", ".join(one.text for one in reading.ranges)
        en = f"From one code to another: {words}; the codes between them are not suggested."
        said.append(Sentence(en=en, ko=f"코드 범위: {words}. 그 사이의 코드는 제안하지 않음."))
    if not reading.codes:
        said.append(Sentence(en="No goods code stands in this text.", ko="본문에서 품목 코드를 찾지 못함."))
    elif reading.vintage is None:
        said.append(
            Sentence(
                en=f"{len(reading.codes)} numbers look like goods codes. A code without its vintage is not accepted: give --vintage (hs2022: 2022) for the first six digits.",
                ko=f"품목 코드로 보이는 숫자 {len(reading.codes)}개. 판(연도) 없는 코드는 받지 않음: --vintage로 6단위의 HS 판을 지정.",
            )
        )
    unknown = [one.six for one in reading.codes if one.six and one.six not in titles]
    if unknown and trees is not None:
        loaded = ", ".join(f"hs{year}" for year in trees.vintages()) or "none"
        words = ", ".join(dict.fromkeys(unknown))
        said.append(
            Sentence(en=f"Not in the trees loaded ({loaded}): {words}.", ko=f"불러온 분류({loaded})에 없음: {words}.")
        )
    if not reading.issuer:
        said.append(
            Sentence(
                en="Whose notice this is does not follow from the text.", ko="어느 나라의 공고인지 본문에서 알 수 없음."
            )
        )
    return said


def confirming_command(
    file: NoticeFile, reading: NoticeReading, titles: dict[str, str], acts: Sequence[SuspendedTold] = ()
) -> str:
    """The command that would confirm what the text gives once only; what is open stands as dots."""
    announced = _only(str(one.day) for one in reading.dates if one.role == "announced" and one.day)
    begins = _only(str(one.day) for one in reading.dates if one.role == "in_force" and one.day)
    if not begins and any(one.day is None and one.role == "in_force" and not one.fault for one in reading.dates):
        begins = announced
    parts = [f"gwanje watch notice confirm {file.draft.id} --announced {announced or '…'} --in-force {begins or '…'}"]
    ends = [one for one in reading.dates if one.role == "ends"]
    if ends:
        day = _only(str(one.day or "…") for one in ends) or "…"
        parts.append(f"--until {day} --reading {_only(one.reading for one in ends if one.day) or '…'}")
    suggested = dict.fromkeys(measure["id"] for one in acts if one.suggested for measure in one.measures)
    if reading.action == "suspension" or suggested:
        parts += [f"--suspends {one}" for one in suggested]
        parts += [] if suggested and all(one.suggested for one in acts) else ["--suspends …"]
    else:
        parts += [
            f"--code {six}"
            for six in dict.fromkeys(one.six for one in reading.codes if one.six in titles and not one.doubtful)
        ]
        parts += [f"--item {one.value}" for one in reading.goods]
    parts += [] if reading.issuer else ["--issuer …"]
    return " ".join([*parts, "--by …"])


def _only(values: Iterable[str]) -> str:
    found = list(dict.fromkeys(values))
    return found[0] if len(found) == 1 else ""
