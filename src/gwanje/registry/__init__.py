"""Floor 2: mandates, units, their names and holders, and the reforms that change them; pure, for any `AsOf`."""

from gwanje.registry.diffs import Diff, Handover, StructuralChange, path_in_words
from gwanje.registry.entries import Entry
from gwanje.registry.finding import Found
from gwanje.registry.holders import Holder, MandateView
from gwanje.registry.reforms import EventView, ReformView
from gwanje.registry.registry import PlacedUnit, Registry, Structure, UnitCard
from gwanje.registry.routing import Route
from gwanje.registry.units import ChainLink, DatedName, UnitView, Words

__all__ = [
    "ChainLink",
    "DatedName",
    "Diff",
    "Entry",
    "EventView",
    "Found",
    "Handover",
    "Holder",
    "MandateView",
    "PlacedUnit",
    "ReformView",
    "Registry",
    "Route",
    "StructuralChange",
    "Structure",
    "UnitCard",
    "UnitView",
    "Words",
    "path_in_words",
]
