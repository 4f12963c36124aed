"""What a worker does: it holds the economy, and makes one batch at a time on one thread."""

import threading
from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version

from threadpoolctl import threadpool_info, threadpool_limits

from gwanje.foundation.errors import GwanjeError, UnavailableError
from gwanje.impact import Economy
from gwanje.impact.ario import DailyEconomy
from gwanje.impact.scenarios import Drawn, EnsemblePlan, run_batch

DECIDING = ("gwanje", "numpy", "scipy", "numba")
_one_at_a_time = threading.Lock()


def versions() -> dict[str, str]:
    """The packages that decide the numbers."""
    return {name: version(name) for name in DECIDING}


def processor() -> str:
    """Whose matrix products these are, and for which kind of processor."""
    found = {
        f"{one['internal_api']} {one['version']} {one.get('architecture', '')}".strip()
        for one in threadpool_info()
        if one["user_api"] == "blas"
    }
    return ", ".join(sorted(found)) or "no BLAS that names itself"


@dataclass(frozen=True, eq=False)
class Made:
    """A finished batch with what made it."""

    drawn: Drawn
    versions: dict[str, str]
    processor: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a batch could not be made, as it travels from a worker."""

    kind: type[GwanjeError]
    what: str
    place: str
    expected: str
    found: str
    remedy: str

    @classmethod
    def of(cls, fault: GwanjeError) -> "Refusal":
        """The refusal of a worker."""
        return cls(type(fault), fault.what, fault.place, fault.expected, fault.found, fault.remedy)

    def as_error(self) -> GwanjeError:
        """The same as an error again."""
        return self.kind(self.what, place=self.place, expected=self.expected, found=self.found, remedy=self.remedy)


Results = Generator[tuple[int, Made | Refusal], None, None]


class WorkersLostError(Exception):
    """Workers ended before their batches were done."""


@dataclass(frozen=True, eq=False)
class Job:
    """A plan on an economy; the daily economy is made once, where the job is."""

    plan: EnsemblePlan
    economy: Economy

    @classmethod
    def of(cls, plan: EnsemblePlan, economy: Economy) -> "Job":
        """A job that travels: the economy without anything that was derived from it."""
        return cls(plan, replace(economy))

    @cached_property
    def daily(self) -> DailyEconomy:
        """The economy as the model needs it."""
        return DailyEconomy.of(self.economy)

    def make(self, batch: int) -> Made | Refusal:
        """One batch, on one thread whatever the libraries would take: products in another order end otherwise."""
        members = self.plan.batches()[batch]
        with _one_at_a_time, threadpool_limits(limits=1):
            try:
                drawn = run_batch(self.plan, self.economy, self.daily, members)
            except GwanjeError as fault:
                return Refusal.of(fault)
            except MemoryError:
                return Refusal.of(_too_large(self.plan.batch))
            return Made(drawn, versions(), processor())


def _too_large(batch: int) -> UnavailableError:
    return UnavailableError(
        "A batch does not fit into the memory of its worker",
        found=f"{batch} members run together",
        remedy="Take fewer workers, or smaller batches (--batch); what is finished is kept",
    )
