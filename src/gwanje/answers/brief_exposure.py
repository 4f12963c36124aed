"""What hangs on the subject of a brief: one exposure to its largest supplier, with the assumption that carries it."""

from collections.abc import Sequence

from gwanje.answers.answer import Absence, AbsenceStatus
from gwanje.answers.briefing import ExposureLine
from gwanje.answers.exposing import exposure_of
from gwanje.answers.exposing_answer import ExposureAnswer
from gwanje.answers.exposing_imports import ItemImports
from gwanje.answers.exposing_stages import imports_by_stage
from gwanje.answers.exposing_words import not_computable
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.items import ItemRecord

_AFFAIR = Sentence(
    en="An exposure is that of one item: ask for the brief of an item of this affair.",
    ko="노출은 품목별로 계산함: 이 사무의 품목별 보고를 볼 것.",
)


def exposure_line(tower: Tower, item: ItemRecord | None, as_of: AsOf) -> tuple[ExposureLine, Absence | None]:
    """The exposure of an item to its largest supplier, and which industries use it where a source names them."""
    if item is None:
        return ExposureLine(status="not_computable", words=_AFFAIR), None
    imports = imports_by_stage(tower, item, tower.iso3, as_of)
    supplier = _largest_supplier(tower, imports, as_of)
    if supplier is None:
        status, why = _worst(imports), _why(imports)
        words = not_computable(why) if status == "no_data" else Sentence(en=f"{_capital(why.en)}.", ko=f"{why.ko}.")
        return ExposureLine(status=status, words=words), None
    found = exposure_of(tower, item, (tower.iso3, supplier), as_of, imports)
    if found.status != "ok":
        return ExposureLine(status=found.status, supplier=supplier, words=found.headline), None
    line = ExposureLine(
        status="ok",
        supplier=supplier,
        words=found.headline,
        at_stake=found.at_stake_words,
        carried_by=found.carried_by,
        value_musd=found.value_musd,
        weight=found.weight,
        at_stake_musd=found.at_stake["musd"],
    )
    return line, _users(found)


def _largest_supplier(tower: Tower, imports: Sequence[ItemImports], as_of: AsOf) -> str | None:
    """Who sold most of the stages that can be counted; where none can, of those with data."""
    linked = [one for one in imports if tower.links.of(one.item.key, as_of.known) is not None]
    for some in (linked, imports):
        totals: dict[str, float] = {}
        for one in some:
            for supplier, value in one.suppliers.items():
                name = tower.countries.canonical(supplier)
                totals[name] = totals.get(name, 0.0) + value
        if totals:
            return min(totals, key=lambda name: (-totals[name], name))
    return None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _worst(imports: Sequence[ItemImports]) -> AbsenceStatus:
    states = [one.status for one in imports]
    return "not_yet_known" if "not_yet_known" in states else "no_data"


def _why(imports: Sequence[ItemImports]) -> Sentence:
    """The one reason, or that no stage has trade data."""
    reasons = {one.reason.en for one in imports}
    if len(reasons) == 1:
        return imports[0].reason
    return Sentence(en="no stage of the chain has trade data", ko="무역 자료가 있는 단계 없음")


def _users(found: ExposureAnswer) -> Absence | None:
    """The industries that sources name, without shares; None where there are none."""
    if not found.users:
        return None
    listed_en = ", ".join(user.names["en"] for user in found.users)
    listed_ko = ", ".join(user.names["ko"] for user in found.users)
    cited = tuple(dict.fromkeys(source for user in found.users for source in user.sources))
    return Absence(
        status="ok",
        reason=Sentence(
            en=f"Which industries use it, named without shares: {listed_en}.",
            ko=f"사용 산업(비중 자료 없음): {listed_ko}.",
            sources=cited,
        ),
    )
