"""What the failure of each single firm does to all firms: the economic systemic risk index."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from gwanje.foundation.errors import GwanjeError, RefusedInputError, WrongUseError
from gwanje.impact.cascade.arrays import Shocks
from gwanje.impact.cascade.frames import Table
from gwanje.impact.cascade.network import FirmNetwork, Floats, Noted
from gwanje.impact.cascade.spreading import Progress, run

Kind = Literal["simulation"]
Counts = npt.NDArray[np.int64]
Weights = Mapping[Hashable, float] | pd.Series


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    firms: pd.Index
    downstream: Floats
    upstream: Floats
    rounds: Counts
    last_fall: Floats
    tolerance: float
    noted: Noted


class SystemicRisk(np.ndarray[tuple[int], np.dtype[np.float64]]):
    """The index per firm in the order of the firms: an array, with what belongs to it beside it.

    Parts of it and what is calculated from it are plain numbers: only the whole result has the attributes below.
    """

    _told: _Told | None
    kind: Kind = "simulation"

    @classmethod
    def _of(cls, index: Floats, told: _Told) -> "SystemicRisk":
        made = index.view(cls)
        made._told = told  # noqa: SLF001 - its own
        return made

    def __array_finalize__(self, obj: npt.NDArray[Any] | None, /) -> None:
        """A new array made from this one has the numbers only."""
        self._told = None

    def _whole(self) -> _Told:
        if self._told is None:
            raise WrongUseError(
                "A part or a copy of a systemic risk index has lost what belongs to the whole",
                expected="the result of systemic_risk itself",
                found=f"an array of {self.size} numbers",
                remedy="Take .firms, .downstream, .upstream, .rounds or .last_fall from the result, then the part",
            )
        return self._told

    @property
    def firms(self) -> pd.Index:
        """The firms, in the order of the numbers."""
        return self._whole().firms

    @property
    def downstream(self) -> Floats:
        """The index with input shortage alone."""
        return self._whole().downstream

    @property
    def upstream(self) -> Floats:
        """The index with lost customers alone."""
        return self._whole().upstream

    @property
    def rounds(self) -> Counts:
        """How many rounds each scenario took until it stopped."""
        return self._whole().rounds

    @property
    def last_fall(self) -> Floats:
        """The largest fall of any firm in the last round of each scenario; at most the tolerance."""
        return self._whole().last_fall

    @property
    def tolerance(self) -> float:
        """The tolerance of the stopping rule; values at different tolerances are not compared."""
        return self._whole().tolerance

    @property
    def noted(self) -> Noted:
        """What was noted while the links were read."""
        return self._whole().noted

    def as_frame(self) -> pd.DataFrame:
        """One firm a row: the index, its two parts, rounds and last fall."""
        told = self._whole()
        return pd.DataFrame(
            {
                "systemic_risk": np.asarray(self),
                "downstream": told.downstream,
                "upstream": told.upstream,
                "rounds": told.rounds,
                "last_fall": told.last_fall,
            },
            index=told.firms,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Bracket:
    """The index where nobody says which inputs are essential: both plain cases; a number between them is not given."""

    all_essential: SystemicRisk
    all_non_essential: SystemicRisk

    @property
    def floor(self) -> Floats:
        """Lost customers alone, as if no input were needed: no matrix gives less."""
        return np.minimum(self.all_essential.upstream, self.all_non_essential.upstream)


def systemic_risk(
    edges: Table,
    sectors: Table | Mapping[Hashable, Hashable],
    essential: pd.DataFrame,
    tolerance: float = 1e-2,
    *,
    weights: Weights | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> SystemicRisk:
    """The share of all output that is lost when one firm fails, for every firm in turn.

    Shapes and units:
        edges: columns supplier, buyer, weight; weight in money per period, 0 or more. sectors: columns firm, sector,
        one row per firm, and not_replaced where a person states it: s[j], from 0 to 1, default 1. essential: input
        sectors in rows, buyer sectors in columns, 0 negligible, 1 non-essential, 2 essential. tolerance: a fall of
        relative production, dimensionless, above 0 and below 1. weights: one number
        of 0 or more per firm, any one unit; default its sales. workers: threads; they change no digit.
        Result: dimensionless, from 0 to 1, one number per firm in the order of `sectors`; `.downstream` and `.upstream`
        are the same index with one direction alone; `.rounds`, `.last_fall` and `.tolerance` say where it stopped.
        W[i,j] sales of i to j; p sector; E essential; P[k,i] = sum of W[j,i] over j in k; in_i = sum_j W[j,i];
        out_i = sum_j W[i,j]; h starts at 0 for the failed firm and 1 elsewhere, then in synchronous rounds
        h_d[i] = max(0, min(es_i, ne_i, start_i)),
        es_i = min over k with E[k,p_i] = 2 of 1 - sum_{j in k} s[j] W[j,i]/P[k,i] (1 - h_d[j]),
        ne_i = 1 - sum_{j: E[p_j,p_i] = 1} s[j] W[j,i]/in_i (1 - h_d[j]),
        h_u[i] = max(0, min(1 - sum_j W[i,j]/out_i (1 - h_u[j]), start_i)),
        until the largest fall in a round is at most the tolerance; index = sum_j out_j/sum out (1 - min(h_d, h_u)[j]).

    Source:
        Diem, Borsos, Reisch, Kertesz, Thurner: Quantifying firm-level economic systemic risk from nation-wide supply
        networks, Scientific Reports 12:7719 (2022), arXiv 2104.07260.

    Differs:
        Replaceability s is what a person states, the same in every round; the paper derives it from market shares that
        change as firms fail, which is not done here. Without a statement it is 1 (off): losses without any
        substitution between suppliers. in_i counts negligible inputs too. Links named
        twice are summed; links of a firm with itself stay; all zero-weight links are left out; each is counted.

    Raises:
        RefusedInputError: a weight is negative, missing or not finite; a firm or sector is unknown, missing or named
            twice; an essential cell is not 0, 1 or 2; no link carries money.
        WrongUseError: the tolerance is not above 0 and below 1, or there is no worker.
        UnavailableError: a cascade does not settle at the tolerance.

    Example:
        >>> edges = [("mine", "smelter", 8.0), ("smelter", "maker", 10.0), ("maker", "smelter", 2.0)]
        >>> sectors = {"mine": "ore", "smelter": "metal", "maker": "goods"}
        >>> need = pd.DataFrame(2, index=["ore", "metal", "goods"], columns=["ore", "metal", "goods"])
        >>> found = systemic_risk(edges, sectors, need)
        >>> found.round(3).tolist(), found.upstream.round(3).tolist()
        ([1.0, 1.0, 1.0], [0.4, 1.0, 1.0])
    """
    network = FirmNetwork.from_frames(edges, sectors, essential)
    return systemic_risk_of(network, tolerance, weights=weights, workers=workers, progress=progress)


def systemic_risk_of(
    network: FirmNetwork,
    tolerance: float = 1e-2,
    *,
    weights: Weights | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> SystemicRisk:
    """The index of every firm of a network that was read before.

    Shapes and units:
        As in `systemic_risk`; `progress` is told how many of the scenarios are done.

    Source:
        As in `systemic_risk`.

    Differs:
        As in `systemic_risk`.

    Raises:
        WrongUseError: as in `systemic_risk`.
        RefusedInputError: a weight of a firm is missing, negative or not finite, or all are 0.
        UnavailableError: a cascade does not settle at the tolerance.

    Example:
        >>> network = FirmNetwork.from_frames([("a", "b", 1.0)], {"a": 1, "b": 2}, "non_essential")
        >>> systemic_risk_of(network).tolist()
        [1.0, 1.0]
    """
    count = len(network)
    shocks = Shocks(np.arange(count + 1, dtype=np.int64), np.arange(count, dtype=np.uint32), np.zeros(count))
    shares = shares_of(network, weights)
    found = run(network, shocks, shares, tolerance, workers=workers, progress=progress)
    told = _Told(
        firms=network.firms,
        downstream=found.downstream,
        upstream=found.upstream,
        rounds=found.rounds,
        last_fall=found.last_fall,
        tolerance=tolerance,
        noted=network.noted,
    )
    return SystemicRisk._of(found.risk, told)  # noqa: SLF001 - the class is made here only


def bracket(
    edges: Table,
    sectors: Table | Mapping[Hashable, Hashable],
    tolerance: float = 1e-2,
    *,
    weights: Weights | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Bracket:
    """The index where it is not known which inputs are essential: with all of them, and with none.

    Shapes and units:
        As in `systemic_risk`. Result: the index with every input essential and with every input non-essential; `floor`
        is the part of lost customers alone.

    Source:
        As in `systemic_risk`.

    Differs:
        The two cases are this project's choice. Carried to the end, no matrix gives more than all essential, and none
        less than `floor`; all non-essential is no lower bound, because a matrix of ones and twos can lie below it. At a
        coarse tolerance the cases stop in different rounds.

    Raises:
        As in `systemic_risk`.

    Example:
        >>> both = bracket([("a", "c", 1.0), ("b", "c", 3.0), ("c", "d", 1.0)], {"a": 1, "b": 2, "c": 3, "d": 4})
        >>> both.all_non_essential.tolist(), both.all_essential.tolist(), both.floor.tolist()
        ([0.25, 0.75, 1.0, 1.0], [0.4, 0.8, 1.0, 1.0], [0.2, 0.6, 1.0, 1.0])
    """
    found = [
        systemic_risk_of(
            FirmNetwork.from_frames(edges, sectors, level),
            tolerance,
            weights=weights,
            workers=workers,
            progress=progress,
        )
        for level in ("essential", "non_essential")
    ]
    return Bracket(*found)


def shares_of(network: FirmNetwork, weights: Weights | None) -> Floats:
    """The share of each firm in what is counted as lost: its sales, or the weights given."""
    if weights is None:
        return network.output_shares
    given = dict(weights.items())
    missing = [firm for firm in network.firms if firm not in given]
    if missing:
        raise _bad_weight("is missing", repr(missing[0]), "no number for it")
    values = np.array([_number(given[firm], firm) for firm in network.firms])
    total = float(values.sum())
    if not 0 < total < np.inf:
        raise _bad_weight("says nothing", "all firms", f"a sum of {total}")
    return values / total


def _number(value: Any, firm: Hashable) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = np.nan
    if not 0 <= number < np.inf:
        raise _bad_weight("cannot be used", repr(firm), repr(value))
    return number


def _bad_weight(what: str, place: str, found: str) -> GwanjeError:
    return RefusedInputError(
        f"A weight of a firm {what}",
        place=f"weights, {place}",
        expected="a finite number of 0 or more for every firm, not all 0",
        found=found,
        remedy="Give one for each firm of `sectors`; absent is not zero",
    )
