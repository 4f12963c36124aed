"""What the answer of the EU scheme holds: every material of the study, and counts over all of them."""

from gwanje.answers.answer import Plain
from gwanje.answers.criticality_answer import Criticality, Interval, Json, ends


class EuConcentration(Plain):
    """HHI_WGI,t of one stage and scope."""

    stage: str
    scope: str
    value: Interval
    missing_share: Interval
    rows_of: tuple[str, ...]
    without_rows: tuple[str, ...]
    gaps: tuple[str, ...]


class EuImportance(Plain):
    """Economic importance before substitution, and its ratio to the published value."""

    before_substitution: Interval
    with_missing: float
    missing_share: float
    ratio_to_published: Interval | None
    rows_of: tuple[str, ...]
    unattributed: tuple[str, ...]
    remarks: tuple[str, ...]


class EuMaterial(Plain):
    """One material of the EU study: published values, what was recomputed, and the factor that is implied."""

    material: str
    key: str
    names: dict[str, str]
    published_supply_risk: float | None
    published_economic_importance: float | None
    is_critical: bool | None
    concentrations: tuple[EuConcentration, ...]
    importance: EuImportance | None
    implied_factor: Interval | None
    implied_reading: str
    implied_reading_when_rounded: str
    not_published: tuple[str, ...]


class EuCounts(Plain):
    """Counts over all materials of the study; `share_outside` is the honesty figure."""

    materials: int
    assessed: int
    critical: tuple[str, ...]
    with_concentration: int
    without_concentration: tuple[str, ...]
    with_importance: tuple[str, ...]
    groups_with_importance: tuple[str, ...]
    without_importance: tuple[str, ...]
    ratio_above_one: tuple[str, ...]
    ratio_perhaps_above_one: tuple[str, ...]
    ratio_not_above_one: tuple[str, ...]
    implied_factors: int
    outside: tuple[str, ...]
    perhaps_outside: tuple[str, ...]
    outside_even_if_rounded: tuple[str, ...]
    share_outside: float | None
    share_perhaps_outside: float | None
    names_failing_as_written: int
    names_unmatched: tuple[str, ...]


class EuCriticality(Criticality):
    """The EU study recomputed as far as its published tables carry."""

    study_year: int
    governance_year: int
    largest_value_added_meur: float | None = None
    materials: tuple[EuMaterial, ...] = ()
    counts: EuCounts | None = None

    def rows(self) -> list[Json]:
        """One material a row."""
        return [_eu_row(one) for one in self.materials]


def _eu_row(one: EuMaterial) -> Json:
    found = {(part.stage, part.scope): part.value for part in one.concentrations}
    row: Json = {
        "material": one.material,
        "published_supply_risk": one.published_supply_risk,
        "published_economic_importance": one.published_economic_importance,
        "is_critical": one.is_critical,
    }
    for stage in ("extraction", "processing"):
        for scope in ("world", "eu"):
            row |= ends(f"hhi_wgi_t_{stage}_{scope}", found.get((stage, scope)))
    use = one.importance
    row |= ends("ei_before_substitution", use.before_substitution if use else None)
    row |= ends("ei_ratio_to_published", use.ratio_to_published if use else None)
    row |= {"use_share_missing": use.missing_share if use else None, **ends("implied_factor", one.implied_factor)}
    return row | {"implied_reading": one.implied_reading, "not_published": "; ".join(one.not_published)}
