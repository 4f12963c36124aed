"""Floor 2: the things people watch, with names, stages, dated codes, grades and designations; pure."""

from gwanje.items.availability import CodeCoverage, CoverageTable, ItemCoverage, coverage
from gwanje.items.chains import Chain, ChainStage
from gwanje.items.memberships import CodeMembership
from gwanje.items.records import Designation, Grade, ItemRecord
from gwanje.items.registry import ItemRegistry
from gwanje.items.search import Match

__all__ = [
    "Chain",
    "ChainStage",
    "CodeCoverage",
    "CodeMembership",
    "CoverageTable",
    "Designation",
    "Grade",
    "ItemCoverage",
    "ItemRecord",
    "ItemRegistry",
    "Match",
    "coverage",
]
