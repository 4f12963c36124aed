"""Parts of an answer about an exposure, made from what the kernel and the stages say."""

from gwanje.answers.exposing_answer import Json, StageOfExposure
from gwanje.answers.exposing_stages import ExposedStage
from gwanje.answers.exposing_words import stage_words
from gwanje.impact.exposure_result import Allocation, Exposure, IndustryShares, Range


def stage_part(stage: ExposedStage) -> StageOfExposure:
    """One stage with its value code by code and the link it is counted through."""
    link = stage.link
    return StageOfExposure(
        item=stage.item.key,
        names={"en": stage.item.names.best("en"), "ko": stage.item.names.best("ko")},
        status=stage.status,
        reason=stage.reason,
        words=stage_words(stage),
        year=stage.imports.year,
        table=stage.imports.table if stage.imports.usd else None,
        value_usd=stage.value_usd,
        codes=tuple(
            {"code": str(member.code), "coverage": member.coverage, "value_usd": stage.values.get(member)}
            for member in stage.imports.members
        ),
        codes_without_rows=tuple(str(code) for code in stage.imports.silent) if stage.imports.usd else (),
        made_in=link.record.made_in if link else None,
        isic=link.record.isic if link else None,
        link=link.record.id if link else None,
        sources=link.record.sources if link else (),
    )


def cell_part(found: Exposure) -> Json:
    """The whole cell, named as not the exposure, and how many times the import it is."""
    value: Range = found.value or (0.0, 0.0)
    return {
        "musd": found.cell,
        "by_making_sector": dict(found.cells),
        "is_the_exposure": False,
        "times_the_import": found.cell / value[1] if value[1] else None,
    }


def allocation_part(allocation: Allocation | None) -> Json:
    """One way of spreading the value, or why there is none."""
    if allocation is None:
        return {"status": "not_computable", "reason": "no using industry is listed", "cell_musd": None, "weight": None}
    return {
        "status": "ok" if allocation.hindrance is None else "not_computable",
        "reason": allocation.hindrance or "",
        "cell_musd": allocation.cell,
        "weight": allocation.weight,
    }


def industry_part(one: IndustryShares) -> Json:
    """One industry in the order of the table."""
    return {"sector": one.sector, "direct_share": one.direct, "embodied_share": one.embodied}
