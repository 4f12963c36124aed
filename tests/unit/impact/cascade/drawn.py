"""Networks drawn at random, as matrices for the plain rounds and as tables for gwanje."""

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Drawn:
    sales: np.ndarray
    p: np.ndarray
    need: np.ndarray
    sigma: np.ndarray | None = None

    @property
    def firms(self):
        return [f"firm {number}" for number in range(len(self.sales))]

    @property
    def edges(self):
        rows, columns = np.nonzero(self.sales)
        names = np.array(self.firms)
        return pd.DataFrame({"supplier": names[rows], "buyer": names[columns], "weight": self.sales[rows, columns]})

    @property
    def sectors(self):
        stated = {} if self.sigma is None else {"not_replaced": self.sigma}
        return pd.DataFrame({"firm": self.firms, "sector": [f"sector {k}" for k in self.p], **stated})

    @property
    def essential(self):
        names = [f"sector {k}" for k in range(len(self.need))]
        return pd.DataFrame(self.need, index=names, columns=names)

    @property
    def tables(self):
        return self.edges, self.sectors, self.essential


def drawn(seed, firms=40, links=160, sectors=6, levels=(0.3, 0.4, 0.3)):
    random = np.random.default_rng(seed)
    sales = np.zeros((firms, firms))
    sales[random.integers(0, firms, links), random.integers(0, firms, links)] = random.lognormal(0, 1.5, links)
    need = random.choice(3, size=(sectors, sectors), p=levels)
    return Drawn(sales, random.integers(0, sectors, firms), need)
