"""A network of firms that never were, for trials and measurements: few firms with many links, many with few."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gwanje.foundation.errors import WrongUseError

_EXPONENT, _HEAD, _SPREAD = 2.4, 5.0, 1.5
_LEVELS = (0.5, 0.3, 0.2)


@dataclass(frozen=True, slots=True, eq=False)
class MadeUp:
    """The three tables `systemic_risk` takes."""

    edges: pd.DataFrame
    sectors: pd.DataFrame
    essential: pd.DataFrame


def scale_free(firms: int = 1_000, links: int = 4_000, sectors: int = 60, *, seed: int) -> MadeUp:
    """A made-up network whose numbers of suppliers and of customers follow a power law.

    Shapes and units:
        firms, links, sectors: counts; links is at most firms (firms - 1) / 4. seed: any integer of 0 or more; the same
        seed gives the same network. Result: tables as `systemic_risk` takes them; amounts in no real currency.

    Source:
        Static model of a scale-free network: firm r of n is drawn with a chance proportional to (r + 5)^(-1/(g - 1)),
        g = 2.4, independently as supplier and as buyer; no link of a firm with itself, none twice. Amounts are
        log-normal with a spread of 1.5; of the pairs of sectors half are negligible, 0.3 non-essential, 0.2 essential.

    Differs:
        Shares and exponents are this project's choice and fitted to no country: nothing about an economy follows.

    Raises:
        WrongUseError: there is no firm or sector, or there are too many links for so few firms.

    Example:
        >>> made = scale_free(100, 300, 10, seed=1)
        >>> len(made.edges), len(made.sectors), made.essential.shape
        (300, 100, (10, 10))
    """
    if firms < 2 or sectors < 1 or not 0 < links <= firms * (firms - 1) // 4:
        raise WrongUseError(
            "Such a network cannot be drawn",
            expected="2 firms or more, 1 sector or more, links from 1 to a quarter of all pairs of firms",
            found=f"{firms} firms, {links} links, {sectors} sectors",
            remedy="Ask for more firms or fewer links",
        )
    random = np.random.default_rng(seed)
    supplier, buyer = _pairs(firms, links, random)
    names = [f"F{number:0{len(str(firms - 1))}d}" for number in range(firms)]
    kinds = [f"S{number:0{len(str(sectors - 1))}d}" for number in range(sectors)]
    amounts = random.lognormal(0.0, _SPREAD, links)
    edges = pd.DataFrame({"supplier": np.take(names, supplier), "buyer": np.take(names, buyer), "weight": amounts})
    table = pd.DataFrame({"firm": names, "sector": np.take(kinds, random.integers(0, sectors, firms))})
    levels = random.choice(3, size=(sectors, sectors), p=_LEVELS)
    return MadeUp(edges, table, pd.DataFrame(levels, index=kinds, columns=kinds))


def _pairs(firms: int, links: int, random: np.random.Generator) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    chance = (np.arange(1, firms + 1) + _HEAD) ** (-1.0 / (_EXPONENT - 1.0))
    chance /= chance.sum()
    as_supplier, as_buyer = random.permutation(chance), random.permutation(chance)
    drawn = np.empty(0, dtype=np.int64)
    while len(drawn) < links:
        supplier = random.choice(firms, size=2 * links, p=as_supplier)
        buyer = random.choice(firms, size=2 * links, p=as_buyer)
        drawn = np.concatenate([drawn, (supplier * firms + buyer)[supplier != buyer]])
        _, first = np.unique(drawn, return_index=True)
        drawn = drawn[np.sort(first)]
    return np.divmod(drawn[:links], firms)
