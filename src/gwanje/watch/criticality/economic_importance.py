"""EU economic importance before substitution: where a material is used, and what those industries add."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.criticality.bounds import Bounds, within_whole


@dataclass(frozen=True, slots=True)
class UseShare:
    """One end use; without an industry or its value added it cannot be weighed."""

    application: str
    share: Bounds | None
    sector: str | None
    value_added: Bounds | None


@dataclass(frozen=True, slots=True)
class EconomicImportance:
    """Economic importance before substitution, and what it leaves out."""

    value: Bounds
    attributed_share: Bounds
    with_missing: float
    unattributed: tuple[str, ...]

    @property
    def missing_share(self) -> float:
        """The part of the use that no industry is named for."""
        return max(0.0, 1 - self.attributed_share.low)

    def ratio_to(self, published: float | None) -> Bounds | None:
        """This value over the published one; a substitution index of at most one leaves it at one or above."""
        if not published:
            return None
        return Bounds(self.value.low / published, max(self.value.high, self.with_missing) / published)


def economic_importance(uses: Sequence[UseShare], *, largest_value_added: float) -> EconomicImportance | None:
    """Economic importance of a material before the substitution index.

    Shapes and units:
        uses: shares of end use as fractions, value added of the industry in million EUR (bounds where the table prints
        several); largest_value_added: million EUR, of the largest industry.
        Result: 10 * sum of share * value added / largest, dimensionless, 0 to 10 where shares sum to one; None without
        rows. Uses without an industry count nothing; `with_missing` counts what no row attributes in the largest one.

    Source:
        Blengini et al. 2017, JRC106997, economic importance, not confirmed against the text; docs/methods-watch.md.

    Differs:
        Before SI_EI: the published tables hold no substitution index. The largest industry is the largest of the use
        table, where the study may use one that no material is attributed to.

    Raises:
        WrongUseError: the largest value added is not above zero, or below that of a use.

    Example:
        >>> uses = [UseShare("roads", Bounds(0.5, 0.5), "C23", Bounds(50.0, 50.0)), UseShare("other", None, None, None)]
        >>> found = economic_importance(uses, largest_value_added=100.0)
        >>> (found.value.low, found.missing_share, found.with_missing, found.unattributed)
        (2.5, 0.5, 7.5, ('other',))
    """
    most = max((use.value_added.high for use in uses if use.value_added is not None), default=0.0)
    if not largest_value_added > 0 or most > largest_value_added:
        raise WrongUseError(
            "The largest industry is smaller than one of the uses",
            expected=f"above 0, and at least {most}",
            found=str(largest_value_added),
            remedy="Give the largest value added of the table",
        )
    if not uses:
        return None
    told = zip(uses, within_whole([use.share for use in uses]), strict=True)
    weighed = [(share, use.value_added) for use, share in told if share is not None and use.value_added is not None]
    low = math.fsum(share.low * added.low for share, added in weighed) * 10 / largest_value_added
    high = math.fsum(share.high * added.high for share, added in weighed) * 10 / largest_value_added
    shares = Bounds(math.fsum(share.low for share, _ in weighed), math.fsum(share.high for share, _ in weighed))
    missing = max(0.0, 1 - shares.low)
    return EconomicImportance(
        value=Bounds(low, high),
        attributed_share=shares,
        with_missing=high + 10 * missing,
        unattributed=tuple(use.application for use in uses if use.share is None or use.value_added is None),
    )
