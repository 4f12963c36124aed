"""Tariffs: what is levied on a day by which legal basis, what a change does to prices, and to trade between countries.

::

    result = gsim(trade, tariff_before, tariff_after, -1.25, 1.5, 5.0)
    result.world_price_change
    stacks = TariffStacks.read(files, zone, references.known_of)
    tariff_rate(stacks.get("USA"), TariffQuestion("87032301", "KOR", AsOf(valid, known))).low
    tariff_price_change(rate_before, rate_after, pass_through)
"""

from gwanje.impact.tariffs.applicable import OpenKey
from gwanje.impact.tariffs.border_prices import tariff_price_change
from gwanje.impact.tariffs.effective_rates import EffectiveRate, effective_rate
from gwanje.impact.tariffs.equilibrium import GsimResult, GsimWelfare, gsim
from gwanje.impact.tariffs.evaluation import TariffQuestion, TariffRate, TariffStep, tariff_rate
from gwanje.impact.tariffs.open_choices import OpenQuestion
from gwanje.impact.tariffs.ranges import Elasticities, GsimRange, Span, gsim_range
from gwanje.impact.tariffs.records import (
    RivalRate,
    SpecificDuty,
    TariffLine,
    TariffRow,
    TariffStackFile,
    TariffWords,
)
from gwanje.impact.tariffs.stack import STACK_FOLDER, LineFound, TariffStack, TariffStacks
from gwanje.impact.tariffs.stacking import Settled, Stacked, UnitValue, stacked

__all__ = [
    "STACK_FOLDER",
    "EffectiveRate",
    "Elasticities",
    "GsimRange",
    "GsimResult",
    "GsimWelfare",
    "LineFound",
    "OpenKey",
    "OpenQuestion",
    "RivalRate",
    "Settled",
    "Span",
    "SpecificDuty",
    "Stacked",
    "TariffLine",
    "TariffQuestion",
    "TariffRate",
    "TariffRow",
    "TariffStack",
    "TariffStackFile",
    "TariffStacks",
    "TariffStep",
    "TariffWords",
    "UnitValue",
    "effective_rate",
    "gsim",
    "gsim_range",
    "stacked",
    "tariff_price_change",
    "tariff_rate",
]
