"""The products behind an exposure: for each stage of an item its value, its making industry and its users."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from gwanje.answers.exposing_imports import ItemImports, imports_of
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.instants import AsOf
from gwanje.impact import Economy
from gwanje.impact.exposure import ImportedProduct, Use
from gwanje.impact.links import Link
from gwanje.items import CodeMembership, ItemRecord

USD_PER_MUSD = 1e6
NO_LINK = Sentence(
    en="no link from this item to a making sector is in the content", ko="이 품목의 생산 산업 연결이 내용에 없음"
)


@dataclass(frozen=True, slots=True)
class ExposedStage:
    """One item: what came from the supplier, and through which link it is counted; else why it is not."""

    imports: ItemImports
    values: dict[CodeMembership, float]
    link: Link | None
    status: AnswerStatus
    reason: Sentence
    uncertain: frozenset[Code] = frozenset()

    @property
    def item(self) -> ItemRecord:
        """Whose stage it is."""
        return self.imports.item

    @property
    def value_usd(self) -> float | None:
        """The value from the supplier; None where no row is recorded."""
        return sum(self.values.values()) if self.values else None

    def products(self, importer: str, supplier: str) -> list[ImportedProduct]:
        """What the kernel is asked: the codes that are the item, and those of which an unknown part is."""
        link = self.link
        if link is None or self.status != "ok":
            return []
        users = tuple(
            Use(user.sector, (user.affected.low, user.affected.high) if user.affected else None)
            for user in link.record.users
        )
        certain = {member: member.is_whole and member.code not in self.uncertain for member in self.values}
        parts = [
            (sum(usd for member, usd in self.values.items() if certain[member] is whole), whole)
            for whole in (True, False)
            if whole in certain.values()
        ]
        return [
            ImportedProduct(
                name=self.item.key,
                importer=importer,
                supplier=supplier,
                made_in=link.record.made_in,
                value=usd / USD_PER_MUSD,
                unit="M USD/yr",
                users=users,
                covered="all" if whole else "unknown_part",
            )
            for usd, whole in parts
        ]


def items_of(tower: Tower, item: ItemRecord) -> tuple[ItemRecord, ...]:
    """The item itself, or every item on the chain it heads."""
    chain = tower.items.chain(item.key) if item.chain is not None else None
    return chain.items() if chain else (item,)


def imports_by_stage(
    tower: Tower, item: ItemRecord, importer: str, as_of: AsOf, only: Collection[Code] = ()
) -> tuple[ItemImports, ...]:
    """The imports of every stage; stages that have none of the codes asked for are left out."""
    items = items_of(tower, item)
    if only:
        items = tuple(one for one in items if {member.code for member in tower.items.codes(one.key)} & set(only))
    return imports_of(tower, items, importer, as_of, only)


def stages_from(
    tower: Tower,
    imports: Sequence[ItemImports],
    supplier: str,
    as_of: AsOf,
    economy: Economy | None,
    uncertain: frozenset[Code] = frozenset(),
) -> tuple[ExposedStage, ...]:
    """Every stage with its value from one supplier and its link, or the first thing that is missing.

    `uncertain` are codes of which a control covers a part, not known how much.
    """
    names = tower.countries.codes_for(supplier)
    return tuple(replace(_stage(tower, one, names, as_of, economy), uncertain=uncertain) for one in imports)


def _stage(
    tower: Tower, imports: ItemImports, names: Collection[str], as_of: AsOf, economy: Economy | None
) -> ExposedStage:
    values = imports.from_supplier(names)
    link = tower.links.of(imports.item.key, as_of.known)
    if imports.status != "ok":
        return ExposedStage(imports, values, link, imports.status, imports.reason)
    if not values:
        return ExposedStage(imports, values, link, "no_data", _nothing_from(tower, names, imports))
    if link is None:
        return ExposedStage(imports, values, link, "not_computable", NO_LINK)
    strange = _strange(link, economy)
    if strange:
        return ExposedStage(imports, values, link, "not_computable", _other_industries(link, strange))
    return ExposedStage(imports, values, link, "ok", Sentence(en="", ko=""))


def _strange(link: Link, economy: Economy | None) -> tuple[str, ...]:
    """The industries of a link that the table does not have."""
    if economy is None:
        return ()
    named = (link.record.made_in, *(user.sector for user in link.record.users))
    return tuple(sector for sector in named if sector not in economy.nodes.sectors)


def _nothing_from(tower: Tower, names: Collection[str], imports: ItemImports) -> Sentence:
    first = next(iter(names))
    return Sentence(
        en=f"no import from {tower.countries.name(first, 'en')} is recorded in {imports.year}; this is not zero",
        ko=f"{imports.year}년 {tower.countries.name(first, 'ko')} 수입 기록 없음(0이라는 뜻은 아님)",
    )


def _other_industries(link: Link, strange: Sequence[str]) -> Sentence:
    listed = ", ".join(strange)
    return Sentence(
        en=f"its link names industries of {link.sectors_of} that this table does not have: {listed}",
        ko=f"연결이 {link.sectors_of}의 산업을 가리키나 이 표에 없음: {listed}",
    )
