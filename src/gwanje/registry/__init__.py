"""Floor 2: mandates, units, their names and holders, and the reforms that change them; pure, for any `AsOf`."""

from gwanje.registry.check_results import CheckResult
from gwanje.registry.content.events import ReformRecord as ReformFile
from gwanje.registry.content.personnel import AssignmentRecord as Assignment
from gwanje.registry.content.personnel import PersonnelFile
from gwanje.registry.content.recorded import Act, RecordedPeople, RecordedReform, RecordedReversal
from gwanje.registry.diffs import Diff, Handover, StructuralChange, path_in_words
from gwanje.registry.entering.ledger import PostLine
from gwanje.registry.entering.making import RegistryInputs, Unapplied
from gwanje.registry.entries import Entry
from gwanje.registry.finding import Found
from gwanje.registry.handover import Access, OpenItem, OpenItems, Overlap
from gwanje.registry.holders import Holder, MandateView
from gwanje.registry.people import Desk, PostView
from gwanje.registry.previewing import Preview
from gwanje.registry.reforms import EventView, ReformView
from gwanje.registry.registry import PlacedUnit, Registry, Structure, UnitCard
from gwanje.registry.routing import Route
from gwanje.registry.scopes import Scope
from gwanje.registry.units import ChainLink, DatedName, UnitView, Words

__all__ = [
    "Access",
    "Act",
    "Assignment",
    "ChainLink",
    "CheckResult",
    "DatedName",
    "Desk",
    "Diff",
    "Entry",
    "EventView",
    "Found",
    "Handover",
    "Holder",
    "MandateView",
    "OpenItem",
    "OpenItems",
    "Overlap",
    "PersonnelFile",
    "PlacedUnit",
    "PostLine",
    "PostView",
    "Preview",
    "RecordedPeople",
    "RecordedReform",
    "RecordedReversal",
    "ReformFile",
    "ReformView",
    "Registry",
    "RegistryInputs",
    "Route",
    "Scope",
    "StructuralChange",
    "Structure",
    "Unapplied",
    "UnitCard",
    "UnitView",
    "Words",
    "path_in_words",
]
