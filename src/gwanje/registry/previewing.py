"""A reform before its day: what it changes, what holds and what cannot be checked, what is handed over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.registry.cautions import Caution
from gwanje.registry.check_results import CheckResult
from gwanje.registry.diffs import Diff, Handover
from gwanje.registry.entering.ledger import PostLine
from gwanje.registry.handover import Overlap
from gwanje.registry.reforms import ReformView


@dataclass(frozen=True, slots=True)
class Preview:
    """One reform: the days beside it, its events in words, checks, cautions, ledger, handovers and overlaps."""

    reform: ReformView
    eve: AsOf
    day: AsOf
    diff: Diff
    checks: tuple[CheckResult, ...]
    cautions: tuple[Caution, ...]
    ledger: tuple[PostLine, ...]
    handovers: tuple[Handover, ...]
    overlaps: tuple[Overlap, ...]

    @property
    def refused(self) -> tuple[CheckResult, ...]:
        """The results that refuse it."""
        return tuple(result for result in self.checks if result.refuses)

    def claims(self) -> tuple[str, ...]:
        """Every disagreement the reform takes part in."""
        told = [*self.reform.claims, *(self.reform.posts.claims if self.reform.posts else ())]
        told += [claim for event in self.reform.events for claim in event.claims]
        told += [claim for result in self.checks for claim in result.claims]
        return tuple(dict.fromkeys(told))


def sides_of(reform: ReformView, known: datetime) -> tuple[AsOf, AsOf]:
    """The day before the first event of a reform takes effect, and the day of the last one, seen with what is known.

    Raises:
        WrongUseError: nobody knows the day of any of its events.
    """
    days = [event.effective for event in reform.events if event.effective is not None]
    days += [reform.effective] if reform.effective is not None else []
    if not days:
        raise WrongUseError(
            f"The day of {reform.id} is not known, so there is no day before it to compare with",
            expected="a reform with an effective day",
            found="effective: not known",
            remedy="Compare two days of your choice: gwanje org diff D1 D2",
        )
    return AsOf(min(days) - timedelta(days=1), known), AsOf(max(days), known)
