"""Indicators beside the shares: the adapted dependence family, the world market, and whether a year can be ranked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from gwanje.foundation.content import Record, parse_record
from gwanje.foundation.errors import ContentError, WrongUseError
from gwanje.foundation.identifiers import OpaqueId

MarketReading = Literal["diversifiable", "single-source", "latent", "diversified", "not computable"]
NOT_COMPARABLE = "not comparable with EU lists"
INDICATORS = "indicators/"
THRESHOLDS_FILE = INDICATORS + "dependence.yaml"


class Threshold(Record):
    """One number of a method with the reason for it: a source, a fact, or a choice that says so."""

    value: float
    unit: str
    basis: str
    sources: tuple[OpaqueId, ...] = ()
    facts: tuple[OpaqueId, ...] = ()


class Thresholds(Record):
    """The numbers that dependence is read against; content, not code."""

    single_country_target: Threshold
    unit_value_factor: Threshold
    value_floor_usd: Threshold
    yearly_jump_factor: Threshold
    importer_concentration: Threshold
    import_penetration: Threshold
    import_export_ratio: Threshold
    world_concentration: Threshold

    @classmethod
    def read(cls, files: Mapping[str, str]) -> Self:
        """Read indicators/dependence.yaml; content without it cannot answer how dependent the country is."""
        found = cls.read_if_there(files)
        if found is None:
            raise ContentError(
                "The content has no thresholds, so dependence and briefs cannot be answered",
                place=THRESHOLDS_FILE,
                expected="one mapping with the eight thresholds",
                found="no such file",
                remedy="Add it; docs/content.md shows the format. Questions about the organisation need no thresholds",
            )
        return found

    @classmethod
    def read_if_there(cls, files: Mapping[str, str]) -> Self | None:
        """The same; None where content has no such file, for example content that holds a registry alone."""
        if THRESHOLDS_FILE not in files:
            return None
        return parse_record(files[THRESHOLDS_FILE], THRESHOLDS_FILE, cls)


@dataclass(frozen=True, slots=True)
class DependenceIndicators:
    """The three indicators of the European method, adapted to one country; None is undefined, not zero."""

    concentration: float | None
    penetration: float | None
    import_export_ratio: float | None
    dependent: bool | None
    graded_on: tuple[str, ...]
    label: str = NOT_COMPARABLE

    def as_answer(self) -> dict[str, Any]:
        """The JSON form; indicators keep the names of the method."""
        return {
            "cdi1": self.concentration,
            "cdi2": self.penetration,
            "cdi3": self.import_export_ratio,
            "dependent": self.dependent,
            "graded_on": list(self.graded_on),
            "label": self.label,
        }


def dependence_indicators(
    *,
    concentration: float | None,
    imports_usd: float | None,
    exports_usd: float | None,
    domestic_output_usd: float | None = None,
    extra_bloc_imports_usd: float | None = None,
    thresholds: Thresholds,
) -> DependenceIndicators:
    """The adapted dependence family of one country and one product in one year.

    Shapes and units:
        concentration: dimensionless HHI of the suppliers (of those outside the bloc, where one is chosen), or None;
        the amounts: USD of the same year, or None.
        Result: CDI1 = concentration. CDI2 = imports from outside the bloc / imports where a bloc is chosen, else
        imports / (imports + domestic output), else undefined. CDI3 = imports (from outside the bloc) / exports,
        undefined where there are no exports. `dependent` when every defined one exceeds its threshold, None where CDI1
        or CDI3 is undefined.

    Source:
        European Commission SWD(2021) 352 and Arjona et al. 2023 (WP2023/14), indicators 1 to 3; thresholds not
        confirmed against the text, they are content.

    Differs:
        For one country CDI2 of the method is 1 by construction, so it is replaced by import penetration where domestic
        output is given, taken as it is where the user chooses a bloc, and undefined otherwise; the result is not
        comparable with EU lists and says so.

    Raises:
        WrongUseError: an amount is negative, or both a bloc and a domestic output are given.

    Example:
        >>> from gwanje.watch.indicators import Threshold, Thresholds
        >>> number = lambda value: Threshold(value=value, unit="1", basis="example")
        >>> limits = Thresholds(**{name: number(0.5) for name in Thresholds.model_fields})
        >>> found = dependence_indicators(concentration=0.8, imports_usd=6.0, exports_usd=2.0, thresholds=limits)
        >>> (found.import_export_ratio, found.penetration, found.dependent, found.label)
        (3.0, None, True, 'not comparable with EU lists')
    """
    amounts = {
        "imports": imports_usd,
        "exports": exports_usd,
        "domestic output": domestic_output_usd,
        "imports from outside the bloc": extra_bloc_imports_usd,
    }
    for name, amount in amounts.items():
        if amount is not None and amount < 0:
            raise WrongUseError(
                f"The {name} cannot be negative", expected="0 or more", found=str(amount), remedy="Check the table"
            )
    if domestic_output_usd is not None and extra_bloc_imports_usd is not None:
        raise WrongUseError(
            "The second indicator has two meanings",
            expected="a domestic output or a bloc",
            found="both",
            remedy="Choose one: import penetration, or imports from outside the bloc",
        )
    penetration = _penetration(imports_usd, domestic_output_usd, extra_bloc_imports_usd)
    outside = imports_usd if extra_bloc_imports_usd is None else extra_bloc_imports_usd
    ratio = outside / exports_usd if outside is not None and exports_usd else None
    tests = {
        "cdi1": (concentration, thresholds.importer_concentration.value),
        "cdi2": (penetration, thresholds.import_penetration.value),
        "cdi3": (ratio, thresholds.import_export_ratio.value),
    }
    graded = {name: value > limit for name, (value, limit) in tests.items() if value is not None}
    dependent = None if concentration is None or ratio is None else all(graded.values())
    return DependenceIndicators(concentration, penetration, ratio, dependent, tuple(graded))


def _penetration(imports: float | None, output: float | None, outside: float | None) -> float | None:
    if not imports:
        return None
    if outside is not None:
        return outside / imports
    return None if output is None else imports / (imports + output)


def market_reading(
    importer: float | None, world: float | None, *, importer_high: float, world_high: float
) -> MarketReading:
    """What the concentration of the importer's suppliers means beside that of the world's exporters.

    Shapes and units:
        importer, world: dimensionless HHI, or None; importer_high, world_high: dimensionless cut-offs, from content.
        Result: diversifiable (importer high, world low), single-source (both high), latent (importer low, world
        high), diversified (both low), or not computable where one is missing. A value at the cut-off is not high.

    Source:
        World-export concentration HHI_w = sum_c (X_c / sum X)^2, a Herfindahl-Hirschman index; the four readings and
        the cut-offs are a project choice; docs/methods.md.

    Differs:
        Re-exports cannot be seen in the packaged trade table and are not removed.

    Raises:
        Nothing.

    Example:
        >>> market_reading(0.8, 0.2, importer_high=0.4, world_high=0.25)
        'diversifiable'
    """
    if importer is None or world is None:
        return "not computable"
    if importer > importer_high:
        return "single-source" if world > world_high else "diversifiable"
    return "latent" if world > world_high else "diversified"


def ranking_flags(
    value_usd: float | None, previous_usd: float | None, *, floor_usd: float, jump_factor: float
) -> tuple[str, ...]:
    """Reasons not to rank the suppliers of a year: too little trade, or a jump from the year before.

    Shapes and units:
        value_usd, previous_usd: imports of the year and of the year before, USD, or None where there were none.
        floor_usd: USD; jump_factor: dimensionless, above 1.
        Result: "value_below_floor" and "yearly_jump", as they apply; empty where the year can be ranked, and where
        there is no value to judge.

    Source:
        Project choice, after imports of 53.5 million USD booked under 271121 into Korea in 2024, where the three years
        before had 0.07 to 0.08 million each (packaged table).

    Differs:
        Nothing.

    Raises:
        WrongUseError: the jump factor is not above 1.

    Example:
        >>> ranking_flags(53.5e6, 0.08e6, floor_usd=1e6, jump_factor=10)
        ('yearly_jump',)
    """
    if not jump_factor > 1:
        raise WrongUseError(
            "A jump factor is above 1", expected="above 1", found=str(jump_factor), remedy="Write 10 for ten times"
        )
    if value_usd is None:
        return ()
    flags = []
    if value_usd < floor_usd:
        flags.append("value_below_floor")
    if previous_usd is not None and previous_usd > 0 and value_usd > 0:
        times = value_usd / previous_usd
        if times >= jump_factor or times <= 1 / jump_factor:
            flags.append("yearly_jump")
    return tuple(flags)
