"""What hangs on an import of an item: the product's weight, who uses it, and the output at stake as a range."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from gwanje.answers.answer import AbsenceStatus
from gwanje.answers.depending import trade_sources
from gwanje.answers.economies import absence, economy_of
from gwanje.answers.exposing_answer import ExposureAnswer, UserOfItem
from gwanje.answers.exposing_control import Control, control_on
from gwanje.answers.exposing_imports import ItemImports
from gwanje.answers.exposing_parts import allocation_part, cell_part, industry_part, stage_part
from gwanje.answers.exposing_stages import ExposedStage, imports_by_stage, items_of, stages_from
from gwanje.answers.exposing_words import (
    Told,
    allocation_words,
    assumptions,
    at_stake_words,
    called,
    carried_by,
    headline,
    hindered,
    link_notes,
    missing_region,
    not_computable,
    not_yet_known,
    whole_year_notes,
)
from gwanje.answers.sentences import Sentence
from gwanje.answers.sourcing import as_published, marking_of, source_notes
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code
from gwanje.foundation.errors import WrongUseError, unknown_key
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import highest
from gwanje.impact import Economy
from gwanje.impact.exposure import exposure as impact_exposure
from gwanje.impact.exposure_result import Exposure
from gwanje.impact.links import UserRecord
from gwanje.items import ItemRecord


def exposure(
    tower: Tower,
    asked: str,
    supplier: str,
    as_of: AsOf,
    *,
    importer: str = "",
    only: Collection[Code] = (),
    measure: str = "",
    table: str | Path | None = None,
) -> ExposureAnswer:
    """What hangs on the imports of an item, of some of its codes, or of what a measure covers, from one supplier."""
    item = tower.items.find(asked)
    buyer, seller = tower.countries.find(importer or tower.iso3), tower.countries.find(supplier)
    if buyer == seller:
        raise WrongUseError(
            "An import comes from another country",
            expected=f"a supplier other than {buyer}",
            found=seller,
            remedy="Name another --supplier, or another --importer",
        )
    control = control_on(tower, item, measure, seller, as_of) if measure else None
    if control is not None:
        only = control.codes & set(only) if only else control.codes
    imports = imports_by_stage(tower, item, buyer, as_of, only)
    return exposure_of(tower, item, (buyer, seller), as_of, imports, table, control)


def codes_asked(tower: Tower, asked: str, codes: Sequence[str]) -> tuple[Code, ...]:
    """Codes that a person gave, each of them one of the item's or of its stages'."""
    item = tower.items.find(asked)
    own = {member.code for one in items_of(tower, item) for member in tower.items.codes(one.key)}
    found = tuple(Code.parse(code) for code in codes)
    for code in found:
        if code not in own:
            raise unknown_key(f"code of {item.key}", str(code), [str(one) for one in own if one.scheme == "hs"])
    if len({(code.scheme, code.vintage) for code in found}) > 1 or any(code.scheme != "hs" for code in found):
        raise WrongUseError(
            "These codes cannot be read together from a trade table",
            expected="codes of one revision of the Harmonized System",
            found=", ".join(map(str, found)),
            remedy="Name the codes of one vintage; trade tables have six digits, no national codes",
        )
    return found


def exposure_of(
    tower: Tower,
    item: ItemRecord,
    pair: tuple[str, str],
    as_of: AsOf,
    imports: Sequence[ItemImports],
    table: str | Path | None = None,
    control: Control | None = None,
) -> ExposureAnswer:
    """The same from imports that were read already; `pair` is importer and supplier."""
    gone = None if table is not None else absence(tower, as_of)
    economy = None if gone else economy_of(tower, as_of, table)
    uncertain = control.uncertain if control else frozenset[Code]()
    stages = stages_from(tower, imports, pair[1], as_of, economy, uncertain)
    draft = _Draft(tower, item, pair, as_of, stages, economy, control)
    if not draft.counted:
        return draft.absent(*_no_stage(stages))
    if economy is None:
        status, words = gone or ("no_data", "")
        start = "not yet known: " if status == "not_yet_known" else ""
        return draft.absent(status, Sentence(en=f"{start}{words}", ko=_NO_TABLE_KO[status]))
    for iso3, region in zip(pair, draft.regions, strict=True):
        if region is None:
            return draft.absent(
                "not_computable", missing_region(tower, iso3, len(economy.nodes.regions), economy.sources)
            )
    return draft.computed(economy)


_NO_TABLE_KO = {
    "not_yet_known": "그 시점에는 산업연관표가 알려지지 않음",
    "no_data": "적재된 산업연관표 없음",
}


def _no_stage(stages: Sequence[ExposedStage]) -> tuple[AbsenceStatus, Sentence]:
    """Why no stage can be counted: the one reason, or each stage's."""
    states = {stage.status for stage in stages}
    status: AbsenceStatus = (
        "not_yet_known" if "not_yet_known" in states else "no_data" if states == {"no_data"} else "not_computable"
    )
    if len(stages) == 1 or len({stage.reason.en for stage in stages}) == 1:
        return status, stages[0].reason
    return status, Sentence(
        en="; ".join(f"{stage.item.names.best('en')}: {stage.reason.en}" for stage in stages),
        ko="; ".join(f"{stage.item.names.best('ko')}: {stage.reason.ko}" for stage in stages),
        sources=tuple(source for stage in stages for source in stage.reason.sources),
    )


class _Draft:
    """The fields of an answer, as far as they are known."""

    def __init__(
        self,
        tower: Tower,
        item: ItemRecord,
        pair: tuple[str, str],
        as_of: AsOf,
        stages: Sequence[ExposedStage],
        economy: Economy | None,
        control: Control | None = None,
    ) -> None:
        self.control = control
        self.tower, self.item, self.pair, self.as_of, self.stages = tower, item, pair, as_of, stages
        self.counted = [stage for stage in stages if stage.status == "ok"]
        self.regions = tuple(_region(tower, economy, iso3) for iso3 in pair)
        linked = [source for stage in self.counted if stage.link for source in stage.link.record.sources]
        behind = dict.fromkeys(source for stage in self.counted or stages for source in stage.imports.sources)
        self.data = [*(behind or trade_sources(tower)), *(economy.sources if economy else ())]
        self.sources = tuple(dict.fromkeys([*self.data, *linked, *(control.sources if control else ())]))

    def absent(self, status: AbsenceStatus, why: Sentence) -> ExposureAnswer:
        """An answer without numbers, that says why."""
        supplier = called(self.tower, self.pair[1])
        of = (
            f"{self.item.names.best('en')} from {supplier['en']}",
            f"{supplier['ko']}산 {self.item.names.best('ko')}",
        )
        words = not_yet_known(why, of) if status == "not_yet_known" else not_computable(why, of)
        return self._answer(status=status, reason=why, headline=words, at_stake_words=words)

    def computed(self, economy: Economy) -> ExposureAnswer:
        """The answer of the kernel, with names, uses and words."""
        buyer, seller = (region or "" for region in self.regions)
        found = impact_exposure(economy, [one for stage in self.counted for one in stage.products(buyer, seller)])
        told = self._told(found)
        if not found.is_computable:
            return self.absent("not_computable", hindered(found, told))
        stake = found.at_stake
        return self._answer(
            status="ok",
            reason=Sentence(en="", ko=""),
            headline=headline(found, told),
            at_stake_words=at_stake_words(found, told),
            allocation_words=allocation_words(found, told),
            carried_by=carried_by(found),
            assumptions=(
                *assumptions(found, told, self.control.measure if self.control else ""),
                *whole_year_notes(self.counted),
                *link_notes(self.counted),
            ),
            trade_year=told.trade_year,
            table_year=told.table_year,
            value_musd=found.value,
            weight=found.weight,
            cell=cell_part(found),
            allocations={
                "whole_row": allocation_part(found.whole_row),
                "users_only": allocation_part(found.users_only),
            },
            at_stake={
                "status": "ok" if stake else "not_computable",
                "musd": stake,
                "affected_share": "unknown" if found.unknown_affected else "cited",
                "users": len(found.users),
                "users_with_unknown_share": found.unknown_affected,
            },
            users=self._users(found),
            industries=() if found.users else tuple(industry_part(one) for one in found.industries),
        )

    def _answer(self, **fields: Any) -> ExposureAnswer:
        answer = ExposureAnswer(
            on=self.as_of.valid,
            known=self.as_of.known,
            country=self.tower.iso3,
            marking=highest([marking_of(self.tower, self.data), self.item.marking]),
            sources=source_notes(self.tower, self.sources),
            item=self.item.key,
            names={"en": self.item.names.best("en"), "ko": self.item.names.best("ko")},
            importer=self.pair[0],
            supplier=self.pair[1],
            measure=self.control.measure if self.control else None,
            stages=tuple(stage_part(stage) for stage in self.stages),
            **fields,
        )
        return as_published(self.tower, answer)

    def _told(self, found: Exposure) -> Told:
        links = {stage.link.record.made_in: stage.link for stage in self.counted if stage.link}
        years = {stage.imports.year for stage in self.counted if stage.imports.year is not None}
        return Told(
            item={"en": self.item.names.best("en"), "ko": self.item.names.best("ko")},
            importer=called(self.tower, self.pair[0]),
            supplier=called(self.tower, self.pair[1]),
            made_in={
                "en": " and ".join(link.called(sector, "en") for sector, link in links.items()),
                "ko": "·".join(link.called(sector, "ko") for sector, link in links.items()),
            },
            trade_year=max(years),
            table_year=found.year or 0,
            sources=tuple(self.data),
        )

    def _users(self, found: Exposure) -> tuple[UserOfItem, ...]:
        records: dict[str, list[UserRecord]] = {}
        names: dict[str, dict[str, str]] = {}
        for link in (stage.link for stage in self.counted if stage.link):
            for user in link.record.users:
                records.setdefault(user.sector, []).append(user)
                called_by = link.sector_names[user.sector]
                names[user.sector] = {"en": called_by.best("en"), "ko": called_by.best("ko")}
        return tuple(
            UserOfItem(
                sector=user.sector,
                names=names[user.sector],
                uses=tuple(
                    {"en": record.uses.best("en"), "ko": record.uses.best("ko")} for record in records[user.sector]
                ),
                grade="named" if all(record.grade == "named" for record in records[user.sector]) else "assigned",
                output_musd=user.output,
                affected_share=user.affected,
                direct_share=user.direct,
                embodied_share=user.embodied,
                direct_share_users_only=user.direct_users_only,
                embodied_share_users_only=user.embodied_users_only,
                at_stake_musd=user.at_stake,
                sources=tuple(dict.fromkeys(one for record in records[user.sector] for one in record.sources)),
            )
            for user in found.users
        )


def _region(tower: Tower, economy: Economy | None, iso3: str) -> str | None:
    """What the table calls a country."""
    regions = economy.nodes.regions if economy else ()
    return next((name for name in tower.countries.codes_for(iso3) if name in regions), None)
