"""Days of cover beside a proposal, from where `gwanje watch cover` has them: an own file of stocks, and what is cited."""

from gwanje.answers.covering import cover
from gwanje.answers.covering_answer import Cover, ItemCover
from gwanje.answers.level_beside_told import Beside
from gwanje.answers.sentences import Sentence
from gwanje.answers.stock_files import OWN_STOCKS, StockTable
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf


def cover_beside(tower: Tower, item: str, as_of: AsOf, table: StockTable | None) -> Beside:
    """How long the stocks of an item last, owner by owner; without a file, that there is none, and the option for one."""
    answer = cover(tower, as_of, table, item=item)
    cited = _cited(tuple(one.id for one in answer.cited))
    found = next((one for one in answer.items if one.item == item), None)
    if found is None or table is None:
        absent = _no_file() if table is None else _not_in(table)
        words = Sentence(en=f"{absent.en}{cited.en}", ko=f"{absent.ko}{cited.ko}", sources=absent.sources)
        return Beside(item=item, kind="cover", status="no_data", words=words)
    shown = (*found.owners, *((found.together,) if found.together else ()))
    told = [_owner(one, is_together=one is found.together) for one in shown]
    apart = _apart(found)
    words = Sentence(
        en=f"days of cover ({table.name}): {'; '.join(en for en, _ in told)}{apart.en}{cited.en}",
        ko=f"비축 일수({table.name}): {'; '.join(ko for _, ko in told)}{apart.ko}{cited.ko}",
        sources=(OWN_STOCKS,),
    )
    return Beside(
        item=item,
        kind="cover",
        status="ok" if any(one.cover_days is not None for one in shown) else "not_computable",
        period=max(one.stock_date for one in found.owners).isoformat(),
        figures=tuple(
            {"file": table.name, "sha256": table.sha256, **one.model_dump(mode="json", exclude={"reason"})} for one in shown
        ),
        words=words,
    )  # fmt: skip


def _no_file() -> Sentence:
    return Sentence(
        en="days of cover not seen: no data on stocks. Give --stocks FILE",
        ko="비축 일수 보이지 않음: 비축 자료 없음. --stocks FILE로 파일을 주십시오",
    )


def _not_in(table: StockTable) -> Sentence:
    return Sentence(
        en=f"days of cover not seen: no stock of it stands in {table.name}",
        ko=f"비축 일수 보이지 않음: {table.name}에 이 품목의 재고 없음",
        sources=(OWN_STOCKS,),
    )


def _cited(ids: tuple[str, ...]) -> Sentence:
    """Which records are only cited about stocks; nothing of them is calculated with."""
    if not ids:
        return Sentence(en="", ko="")
    listed = ", ".join(ids)
    return Sentence(en=f"; only cited: {listed} (gwanje watch cover)", ko=f"; 인용만 함: {listed}(gwanje watch cover)")


def _owner(one: Cover, *, is_together: bool) -> tuple[str, str]:
    en, ko = ("together", "합계") if is_together else (" + ".join(one.owners),) * 2
    day, age = one.stock_date.isoformat(), one.age_days
    old = (", old", ", 오래됨") if one.is_old else ("", "")
    days = f"{one.cover_days:,.3g}" if one.cover_days is not None and one.cover_days < 1000 else None
    days = f"{one.cover_days:,.0f}" if days is None and one.cover_days is not None else days
    value = (f"{days} d", f"{days}일") if days else (_not(one), _not_ko(one))
    return f"{en} {value[0]} ({day}, {age} d old{old[0]})", f"{ko} {value[1]}({day}, {age}일 전{old[1]})"


def _not(one: Cover) -> str:
    return f"not computable: {one.reason.en}"


def _not_ko(one: Cover) -> str:
    return f"계산 불가: {one.reason.ko}"


def _apart(found: ItemCover) -> Sentence:
    """That several owners are not added, and why."""
    if found.not_added in ("", "one_owner"):
        return Sentence(en="", ko="")
    en, ko = _APART[found.not_added]
    return Sentence(en=f"; not added: {en}", ko=f"; 합산하지 않음: {ko}")


_APART = {
    "units_differ": ("their units differ", "단위가 다름"),
    "days_differ": ("their days differ", "기준일이 다름"),
    "same_use_told": ("the same use may be told twice", "같은 사용량이 중복 기재되었을 수 있음"),
}
