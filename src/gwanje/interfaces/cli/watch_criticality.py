"""`gwanje watch criticality`: the EU study, GeoPolRisk, mine production, the structure of a supply."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from gwanje.answers.criticality_answer import (
    Criticality,
    GeoPolRiskCriticality,
    Interval,
    ItemStructure,
    Scheme,
    StructureCriticality,
    UsgsCriticality,
)
from gwanje.answers.criticality_eu_answer import EuCriticality, EuMaterial
from gwanje.foundation.errors import WrongUseError
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit
from gwanje.interfaces.cli.watch_stocks import read_stock_file, stocks_option
from gwanje.interfaces.cli.words import words

Row = dict[str, object]


@click.command()
@click.option("--item", default="", metavar="ITEM", help="A watched item (natural-graphite).")
@click.option("--material", default="", metavar="MATERIAL", help="A material of the content (lithium, HREEs).")
@click.option("--all", "every", is_flag=True, help="Every material, or every item, that content knows.")
@click.option(
    "--scheme",
    type=click.Choice(["eu", "geopolrisk", "usgs", "structure"]),
    default="structure",
    help="EU study, GeoPolRisk, production of the USGS summaries, or the structure of supply.",
)
@click.option("--importer", default="", metavar="ISO3", help="Any importing country; default: the tower's country.")
@click.option(
    "--year",
    "years",
    type=click.IntRange(1900, 2199),
    multiple=True,
    help="GeoPolRisk of this year only; may be repeated. Default: the last five with production data.",
)
@stocks_option
@common_options
def criticality(asked: Asked, item: str, material: str, every: bool, scheme: Scheme, importer: str, years: tuple[int, ...], stocks: Path | None) -> None:  # fmt: skip  # noqa: FBT001
    """How critical a material is by one scheme, with the values that met, what is missing and how to get it."""
    if sum((bool(item), bool(material), every)) != 1:
        raise WrongUseError(
            "Say which materials are meant",
            expected="one of --item ITEM, --material MATERIAL, --all",
            found="none of them" if not (item or material or every) else "several",
            remedy="Give exactly one",
        )
    from gwanje.answers import criticality as answers  # noqa: PLC0415 - only this command needs pandas

    table = read_stock_file(asked, stocks)
    answer = answers.criticality(
        asked.tower, asked.as_of, scheme=scheme, item=item, material=material, importer=importer, years=years, stocks=table
    )  # fmt: skip
    emit(answer, asked, table=_table(answer, asked), lead=_lead(answer, asked))


def _lead(answer: Criticality, asked: Asked) -> list[str]:
    say = words(asked.lang)
    lines = [say[f"crit_title_{answer.scheme}"]]
    if answer.status != "ok":
        return [*lines, answer.reason.say(asked.lang), ""]
    told = _counts(answer, asked)
    lacking = [say.say("crit_lacking", table=one.table, remedy=one.remedy) for one in answer.missing]
    return [*lines, *told, *(note.say(asked.lang) for note in answer.notes), *lacking, ""]


def _counts(answer: Criticality, asked: Asked) -> list[str]:
    if isinstance(answer, EuCriticality):
        return _eu_counts(answer, asked)
    if isinstance(answer, UsgsCriticality):
        return _usgs_counts(answer, asked)
    return _structure_counts(answer, asked) if isinstance(answer, StructureCriticality) else []


def _eu_counts(answer: EuCriticality, asked: Asked) -> list[str]:
    say, counts = words(asked.lang), answer.counts
    if counts is None:
        return []
    from gwanje.answers.criticality_tables import content_of  # noqa: PLC0415 - the answer is made by then

    known = content_of(asked.tower).materials.values()
    names = {one.eu.scored: one.names.best(asked.lang) for one in known if one.eu is not None}
    none = say["crit_none"]

    def listed(materials: Sequence[str]) -> str:
        return ", ".join(names.get(one, one) for one in materials)

    lines = [
        say.say("crit_eu_hhi", told=counts.with_concentration, assessed=counts.assessed, materials=counts.materials,
                without=listed(counts.without_concentration) or none),
        say.say("crit_eu_critical", critical=len(counts.critical), assessed=counts.assessed),
        say.say("crit_eu_importance", told=len(counts.with_importance), materials=counts.materials,
                groups=listed(counts.groups_with_importance) or none, without=listed(counts.without_importance) or none),
        say.say("crit_eu_ratio", above=len(counts.ratio_above_one), perhaps=len(counts.ratio_perhaps_above_one),
                below=len(counts.ratio_not_above_one), names=listed(counts.ratio_not_above_one) or none),
        say.say("crit_eu_outside", outside=len(counts.outside), factors=counts.implied_factors,
                share=_percent(counts.share_outside), names=listed(counts.outside) or none,
                perhaps=len(counts.perhaps_outside), rounded=len(counts.outside_even_if_rounded)),
        say.say("crit_eu_names", failing=counts.names_failing_as_written,
                unmatched=listed(counts.names_unmatched) or none),
    ]  # fmt: skip
    return [
        *lines,
        say.say(
            "crit_eu_not_published",
            what=", ".join(say.of("crit_missing", one) for one in answer.materials[0].not_published),
        ),
    ]


def _usgs_counts(answer: UsgsCriticality, asked: Asked) -> list[str]:
    say = words(asked.lang)
    open_ones = [one.names[asked.lang] for one in answer.minerals if any(not y.is_bounded for y in one.years)]
    silent = [f"{one.names[asked.lang]}: {one.reason.say(asked.lang)}" for one in answer.minerals if one.status != "ok"]
    reliance = [
        f"{one.names[asked.lang]} {told.text}{' %' if told.percent else ''}"
        for one in answer.minerals
        for told in one.us_net_import_reliance
    ]
    return [
        say.say("crit_usgs_open", names=", ".join(open_ones) or say["crit_none"]),
        *([say.say("crit_usgs_reliance", told="; ".join(reliance))] if reliance else []),
        *silent,
    ]


def _structure_counts(answer: StructureCriticality, asked: Asked) -> list[str]:
    say = words(asked.lang)
    told = ", ".join(f"{say.of('crit_reading', reading)} {count}" for reading, count in sorted(answer.counts.items()))
    lines = [say.count("crit_readings", len(answer.items), told=told)]
    if len(answer.items) == 1:
        only = answer.items[0]
        lines += [f"{only.names[asked.lang]}: {say.of('absence', only.status)}"] if only.status != "ok" else []
    return lines


def _table(answer: Criticality, asked: Asked) -> list[Row]:
    if isinstance(answer, EuCriticality):
        return _eu_table(answer, asked)
    if isinstance(answer, UsgsCriticality):
        return _usgs_table(answer, asked)
    if isinstance(answer, GeoPolRiskCriticality):
        return _risk_table(answer, asked)
    return _structure_table(answer, asked) if isinstance(answer, StructureCriticality) else []


def _eu_table(answer: EuCriticality, asked: Asked) -> list[Row]:
    say = words(asked.lang)
    rows: list[Row] = []
    for one in answer.materials:
        found = {(part.stage, part.scope): part.value for part in one.concentrations}
        rows.append(
            {
                say["crit_material"]: one.names[asked.lang],
                say["crit_sr"]: one.published_supply_risk,
                say["crit_ei"]: one.published_economic_importance,
                **{
                    say[f"crit_hhi_{stage}_{scope}"]: _span(found.get((stage, scope)))
                    for stage in ("extraction", "processing")
                    for scope in ("world", "eu")
                },
                **_eu_use(one, asked),
                say["crit_implied"]: _span(one.implied_factor),
                say["crit_implied_reading"]: say.of("crit_factor", one.implied_reading),
            }
        )
    return rows


def _eu_use(one: EuMaterial, asked: Asked) -> Row:
    say, use = words(asked.lang), one.importance
    return {
        say["crit_ei_before"]: _span(use.before_substitution) if use else None,
        say["crit_ratio"]: _span(use.ratio_to_published) if use else None,
    }


def _usgs_table(answer: UsgsCriticality, asked: Asked) -> list[Row]:
    say = words(asked.lang)
    return [
        {
            say["crit_material"]: one.names[asked.lang],
            say["crit_measure"]: one.measure,
            say["crit_year"]: f"{year.year}{say['crit_estimated'] if year.estimated else ''}",
            say["crit_named_only"]: year.hhi_named_only,
            say["crit_hhi"]: _span(year.hhi),
            say["crit_leader"]: year.leader,
            say["crit_leader_share"]: _span(year.leader_share),
            say["crit_not_told"]: ", ".join(
                f"{place} ({say.of('crit_word', word)})" for place, word in year.not_told.items()
            ),
        }
        for one in answer.minerals
        for year in one.years
    ]


def _risk_table(answer: GeoPolRiskCriticality, asked: Asked) -> list[Row]:
    say = words(asked.lang)
    return [
        {
            say["crit_material"]: one.names[asked.lang],
            say["crit_year"]: str(year.year),
            say["crit_hhi"]: year.hhi_production_told,
            say["crit_import_risk"]: _span(year.import_risk),
            say["crit_score"]: _span(year.score_told),
            say["crit_score_bounds"]: _span(year.score),
            say["crit_price"]: year.unit_price_usd_kg,
            say["crit_midpoint"]: _span(year.midpoint_usd_kg),
            say["crit_flags"]: year.reason.say(asked.lang)
            or ", ".join(
                say.of("crit_flag", flag) for flag in (*year.flags, *_unreported(year.production_not_reported))
            ),
        }
        for one in answer.materials
        for year in one.years
    ]


def _unreported(countries: tuple[str, ...]) -> tuple[str, ...]:
    return (f"not reported: {' '.join(countries)}",) if countries else ()


def _structure_table(answer: StructureCriticality, asked: Asked) -> list[Row]:
    if len(answer.items) == 1:
        return _features(answer.items[0], asked)
    say = words(asked.lang)
    return [
        {
            say["crit_item"]: one.names[asked.lang],
            say["crit_year"]: str(one.year or "—"),
            say["crit_reading_head"]: _reading(one, asked),
            say["crit_hhi_importer"]: one.hhi_importer,
            say["crit_hhi_importer_mass"]: one.hhi_importer_mass,
            say["crit_hhi_world"]: one.hhi_world_exports,
            say["crit_word_head"]: _scale(one, asked),
            say["crit_weight"]: _points(one),
            say["crit_unknown"]: ", ".join(say.of("crit_feature", f.feature) for f in one.features if f.met is None),
            say["crit_flags"]: ", ".join(say.of("crit_flag", flag) for flag in one.flags)
            or (say.of("absence", one.status) if one.status != "ok" else ""),
        }
        for one in answer.items
    ]


def _features(one: ItemStructure, asked: Asked) -> list[Row]:
    say = words(asked.lang)
    answer: list[Row] = [
        {
            say["crit_feature_head"]: say.of("crit_feature", part.feature),
            say["crit_value"]: _span(part.value),
            say["crit_above"]: part.met_above,
            say["crit_met"]: say[f"crit_met_{'unknown' if part.met is None else str(part.met).lower()}"],
            say["crit_weight"]: part.weight,
            say["crit_why"]: part.reason.say(asked.lang),
        }
        for part in one.features
    ]
    total: Row = dict.fromkeys(answer[0], None) if answer else {}
    if answer:
        total[say["crit_feature_head"]] = f"{say['crit_word_head']}: {_scale(one, asked)}"
        total[say["crit_value"]] = _span(one.points)
        total[say["crit_above"]] = None
        total[say["crit_weight"]] = one.points_possible
        total[say["crit_why"]] = _reading(one, asked)
        answer.append(total)
    return answer


def _reading(one: ItemStructure, asked: Asked) -> str:
    say = words(asked.lang)
    value, mass = (say.of("crit_reading", reading) for reading in (one.reading_by_value, one.reading_by_mass))
    return value if value == mass else say.say("crit_reading_both", value=value, mass=mass)


def _points(one: ItemStructure) -> str | None:
    return None if one.points is None else f"{one.points.low:g}-{one.points.high:g} / {one.points_possible:g}"


def _scale(one: ItemStructure, asked: Asked) -> str:
    say = words(asked.lang)
    word = say.of("crit_scale", one.word)
    if one.word == one.word_at_most:
        return word
    return say.say("crit_at_most", word=word, most=say.of("crit_scale", one.word_at_most))


def _span(interval: Interval | None) -> str | None:
    """One number where both ends print alike, else both."""
    if interval is None:
        return None
    low = f"{interval.low:.3f}"
    high = "∞" if interval.high is None else f"{interval.high:.3f}"
    return low if low == high else f"{low}-{high}"


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.1f} %"
