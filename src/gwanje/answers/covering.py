"""Days of cover of an own file of stocks, owner by owner, beside what content cites about stocks."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from gwanje.answers.answer import SourceNote
from gwanje.answers.covering_answer import CitedStockTold, Cover, Covers, ItemCover, NotAdded, StockSide
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import as_published, source_notes
from gwanje.answers.stock_files import AMOUNTS, OWN_STOCKS, StockLine, StockTable
from gwanje.answers.tower import Tower
from gwanje.evidence.claims import Claim, Side
from gwanje.evidence.facts import Fact
from gwanje.foundation.errors import ContentError
from gwanje.foundation.instants import AsOf, known_day
from gwanje.foundation.markings import highest
from gwanje.watch import STOCK_COVER_FILE, CitedStock, StockCover, days_of_cover, months_of_cover, stress_cover

DAYS_OF_A_MONTH = 365 / 12
_NONE = Sentence(en="", ko="")
_KO = {"stock": "재고", "in_transit": "운송 중", "daily_use": "하루 사용량", "alternative_daily": "하루 대체 공급"}
_Bounds = tuple[float | None, float | None, Sentence]


def cover(tower: Tower, as_of: AsOf, table: StockTable | None, *, item: str = "") -> Covers:
    """How long the stocks of a file last, and what is cited about stocks; without a file there is no data."""
    content = _content(tower)
    wanted = tower.items.find(item).key if item else ""
    items = _items(tower, as_of, table, wanted, content.stale_after.value if content.stale_after else None)
    known = {one.id: one for one in tower.claims.known_by(as_of.known)}
    told = {one.id: one for one in tower.facts.known_by(as_of.known)}
    claims = [known[one.id] for one in content.claims if one.id in known and _is_about(one, wanted)]
    facts = [told[one.id] for one in content.facts if one.id in told and _is_about(one, wanted)]
    day = known_day(as_of.known, tower.zone)
    cited = (*(_claim(one, day) for one in claims), *map(_fact, facts))
    own: tuple[SourceNote, ...] = (table.own_note,) if table else ()
    answer = Covers(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=highest([*(one.marking for one in claims), *(one.marking for one in facts)]),
        sources=(*own, *source_notes(tower, [source for one in cited for source in _sources(one)])),
        status="ok" if items else "no_data",
        reason=_NONE if items else _no_stocks(table, wanted),
        items=items,
        stale_after_days=content.stale_after.value if content.stale_after else None,
        columns_not_used=table.columns_not_used if table else (),
        cited=cited,
    )
    return as_published(tower, answer)


def short_cover(tower: Tower, as_of: AsOf, table: StockTable | None, item: str, target: float | None) -> _Bounds:
    """1 where the stocks of an item cover fewer days than the target, 0 where they do not, or why that is not seen."""
    if table is None or not table.of(item):
        return None, None, _unseen("no data on stocks", "비축 자료 없음")
    if target is None:
        return None, None, _unseen("content names no target", "콘텐츠에 목표 일수 없음")
    found = _item(tower, item, table.of(item), as_of, None)
    whole = found.together if len(found.owners) > 1 else found.owners[0]
    if whole is None:
        return None, None, _unseen("stocks of several owners that are not added", "보유자가 여럿이며 합산하지 않음")
    if whole.cover_days is not None:
        value = 1.0 if whole.cover_days < target else 0.0
        return value, value, _told(whole, whole.cover_days, target)
    if whole.stock_alone_days is not None and whole.stock_alone_days >= target:
        return 0.0, 0.0, _told(whole, whole.stock_alone_days, target)
    return None, None, _unseen(whole.reason.en, whole.reason.ko)


def _items(
    tower: Tower, as_of: AsOf, table: StockTable | None, wanted: str, limit: float | None
) -> tuple[ItemCover, ...]:
    keys = dict.fromkeys(one.item for one in table.lines) if table else {}
    return tuple(
        _item(tower, key, table.of(key), as_of, limit) for key in keys if table and (not wanted or key == wanted)
    )


def _item(tower: Tower, key: str, lines: Sequence[StockLine], as_of: AsOf, limit: float | None) -> ItemCover:
    names = tower.items[key].names
    why = _not_added(lines)
    return ItemCover(
        item=key,
        names={"en": names.best("en"), "ko": names.best("ko")},
        owners=tuple(_cover(tower, (one,), as_of, limit) for one in lines),
        together=_cover(tower, lines, as_of, limit) if not why else None,
        not_added=why,
    )


def _not_added(lines: Sequence[StockLine]) -> NotAdded:
    """Why stocks are not added: only one unit and one day make a sum, and a use that is told twice is not added."""
    if len(lines) == 1:
        return "one_owner"
    if len({one.unit for one in lines}) > 1:
        return "units_differ"
    if len({one.stock_date for one in lines}) > 1:
        return "days_differ"
    uses = [one.daily_use for one in lines if one.daily_use]
    return "same_use_told" if len(set(uses)) < len(uses) else ""


def _cover(tower: Tower, lines: Sequence[StockLine], as_of: AsOf, limit: float | None) -> Cover:
    whole = replace(
        lines[0],
        stock=_added([one.stock for one in lines]),
        in_transit=_added([one.in_transit for one in lines]),
        daily_use=_added([one.daily_use for one in lines]),
        alternative_daily=_added([one.alternative_daily for one in lines]),
    )
    use, other = whole.daily_use, whole.alternative_daily
    days = days_of_cover(whole.stock, whole.in_transit, use)
    stress = stress_cover(whole.stock, use, other)
    age = (as_of.valid.astimezone(tower.zone).date() - whole.stock_date).days
    lacking = tuple(name for name in AMOUNTS if getattr(whole, name) is None)
    return Cover(
        owners=tuple(one.owner for one in lines),
        lines=tuple(one.line for one in lines),
        stock_date=whole.stock_date,
        age_days=age,
        is_old=None if limit is None else age > limit,
        unit=whole.unit,
        stock=whole.stock,
        in_transit=whole.in_transit,
        daily_use=use,
        alternative_daily=other,
        status="not_computable" if days is None else "ok",
        reason=_NONE if days is not None else _why_not(lacking, use),
        cover_days=days,
        stock_alone_days=days_of_cover(whole.stock, 0.0, use),
        stress="not_computable" if stress is None else "covered" if math.isinf(stress) else "days",
        stress_days=stress if stress is not None and math.isfinite(stress) else None,
        cover_months=months_of_cover(whole.stock, _monthly(other), _monthly(use)),
        not_told=lacking,
    )


def _added(amounts: Sequence[float | None]) -> float | None:
    """The sum where every owner told it; one that did not is not counted as zero."""
    told = [amount for amount in amounts if amount is not None]
    total = sum(told)
    return total if len(told) == len(amounts) and math.isfinite(total) else None


def _monthly(daily: float | None) -> float | None:
    monthly = None if daily is None else daily * DAYS_OF_A_MONTH
    return monthly if monthly is not None and math.isfinite(monthly) else None


def _why_not(lacking: Sequence[str], use: float | None) -> Sentence:
    parts = [name for name in lacking if name != "alternative_daily"]
    if parts:
        told = ", ".join(name.replace("_", " ") for name in parts)
        return Sentence(en=f"not told: {told}", ko=f"기재되지 않음: {', '.join(_KO[name] for name in parts)}")
    if use == 0:
        return Sentence(en="nothing is used", ko="사용량이 0")
    return Sentence(en="too large for a number", ko="수로 나타낼 수 없을 만큼 큼")


def _told(whole: Cover, days: float, target: float) -> Sentence:
    owners, day, shown = " + ".join(whole.owners), whole.stock_date.isoformat(), _shown(days)
    return Sentence(
        en=f"{shown} days, target {target:g}; {owners}, {day} ({whole.age_days} days old)",
        ko=f"{shown}일, 목표 {target:g}일. {owners}, {day}({whole.age_days}일 전)",
        sources=(OWN_STOCKS,),
    )


def _shown(days: float) -> str:
    return f"{days:,.0f}" if days >= 100 else f"{days:.3g}"


def _unseen(en: str, ko: str) -> Sentence:
    return Sentence(en=f"not seen: {en}", ko=f"확인 못 함: {ko}")


def _no_stocks(table: StockTable | None, wanted: str) -> Sentence:
    if table is None:
        return Sentence(
            en="no data on stocks. Give --stocks FILE", ko="비축 자료 없음. --stocks FILE로 파일을 주십시오"
        )
    return Sentence(
        en=f"no data on stocks of {wanted} in {table.name}",
        ko=f"{table.name}에 {wanted}의 비축 자료 없음",
        sources=(OWN_STOCKS,),
    )


def _content(tower: Tower) -> StockCover:
    """What content says about stocks; an id or an item that it does not have is refused."""
    content = _read(tower.indicator_texts.get(STOCK_COVER_FILE))
    for place, one, is_there in _named(tower, content):
        if not is_there:
            raise ContentError(
                f"'{one}' is not in the content",
                place=place,
                expected="the id of a claim under claims, of a fact under facts, and keys of items",
                found=one,
                remedy="Correct it, or leave it out",
            )
    return content


@cache
def _read(text: str | None) -> StockCover:
    return StockCover.read({} if text is None else {STOCK_COVER_FILE: text})


def _named(tower: Tower, content: StockCover) -> Iterator[tuple[str, str, bool]]:
    for one in content.claims:
        yield one.place or STOCK_COVER_FILE, one.id, one.id in tower.claims.by_id
    for one in content.facts:
        yield one.place or STOCK_COVER_FILE, one.id, one.id in tower.facts.by_id
    for one in (*content.claims, *content.facts):
        yield from ((one.place or STOCK_COVER_FILE, item, item in tower.items) for item in one.items)


def _is_about(one: CitedStock, wanted: str) -> bool:
    return not (wanted and one.items) or wanted in one.items


def _claim(claim: Claim, known_on: date) -> CitedStockTold:
    """Both sides; a choice made after the known time had not been made yet."""
    is_later = claim.adopted_on is not None and known_on < claim.adopted_on
    return CitedStockTold(
        id=claim.id,
        kind="claim",
        status="conflicting" if is_later else claim.status,
        about=Sentence(en=claim.about.en, ko=claim.about.ko),
        sides=(_side(claim.a), _side(claim.b)),
        adopted="none" if is_later else claim.adopted,
        why=None if is_later else Sentence(en=claim.why.en, ko=claim.why.ko),
    )


def _side(side: Side) -> StockSide:
    carried = side.carried_by
    return StockSide(
        words=Sentence(en=side.statement.en, ko=side.statement.ko, sources=side.sources),
        carried_by=Sentence(en=carried.en, ko=carried.ko) if carried else None,
    )


def _fact(fact: Fact) -> CitedStockTold:
    words = Sentence(en=fact.statement.en, ko=fact.statement.ko, sources=fact.sources)
    return CitedStockTold(id=fact.id, kind="fact", status=fact.status, about=None, sides=(StockSide(words=words),))


def _sources(one: CitedStockTold) -> tuple[str, ...]:
    return tuple(source for side in one.sides for source in side.words.sources)
