"""The door of `watch` to the trees of the Harmonized System: which codes there are in a revision, and their titles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gwanje.foundation.codes import Code

if TYPE_CHECKING:
    from gwanje.evidence.warehouse import Warehouse

_TREE = "hs_tree"


@dataclass(frozen=True, slots=True)
class CodeTrees:
    """Every code of the revisions that are loaded."""

    warehouse: Warehouse

    def vintages(self) -> tuple[int, ...]:
        """The revisions that are loaded."""
        if _TREE not in self.warehouse.table_names:
            return ()
        found = self.warehouse.table(_TREE).select("hs_vintage").distinct().to_pyarrow()
        return tuple(sorted(int(value) for value in found["hs_vintage"].to_pylist()))

    def titles(self, codes: Iterable[Code]) -> dict[Code, str]:
        """The English title of each code that stands in the tree of its revision; the others are left out."""
        wanted = {(code.vintage, len(code.digits), code.digits): code for code in codes if code.scheme == "hs"}
        if not wanted or _TREE not in self.warehouse.table_names:
            return {}
        tree = self.warehouse.table(_TREE)
        rows = tree.filter(tree.code.isin([code.digits for code in wanted.values()]))
        told = rows.select("hs_vintage", "level", "code", "name").distinct().to_pyarrow().to_pylist()
        found = {(int(row["hs_vintage"]), int(row["level"]), str(row["code"])): str(row["name"]) for row in told}
        return {code: found[key] for key, code in wanted.items() if key in found}
