"""Concordances between vintages of a classification, with every split visible and nothing spread in silence.

A code with several targets and no weights has unknown shares: the split says so instead of sharing equally.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gwanje.evidence.readers import read_raw, refused
from gwanje.evidence.sources import FileSpec
from gwanje.evidence.warehouse import Warehouse
from gwanje.foundation.codes import Code
from gwanje.foundation.errors import WrongUseError, unknown_key

Basis = Literal["table", "same digits and label", "same digits, other label"]
_SUMS_TO_ONE = 1e-9


@dataclass(frozen=True, slots=True)
class Part:
    """One target of a code: its weight is None where nobody stated the share."""

    target: Code
    weight: float | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Split:
    """Where one code goes. `share_exact` only if the shares are known to be complete and right."""

    origin: Code
    parts: tuple[Part, ...]
    share_exact: bool
    reason: str


@dataclass(frozen=True)
class Concordance:
    """All splits between two vintages, and where they come from."""

    name: str
    splits: Mapping[Code, Split]

    def split(self, code: Code) -> Split:
        """Where a code goes; a code that the table does not hold is refused with the nearest ones."""
        if code not in self.splits:
            raise unknown_key(
                f"code in {self.name}", str(code), map(str, self.splits), remedy="The table holds no such code: no data"
            )
        return self.splits[code]

    @property
    def inexact(self) -> tuple[Split, ...]:
        """The splits whose shares are not known."""
        return tuple(split for split in self.splits.values() if not split.share_exact)


def read_concordance(
    path: Path,
    spec: FileSpec,
    *,
    origin: tuple[str, str, int],
    target: tuple[str, str, int],
    weight_column: str = "",
) -> Concordance:
    """A user's concordance file through the strict readers.

    Args:
        path: the file.
        spec: its layout.
        origin: column, scheme and vintage of the code that is split.
        target: column, scheme and vintage of the code it goes to.
        weight_column: shares of each row; left out where the file has none.
    """
    raw = read_raw(path, spec)
    for column in (origin[0], target[0], *([weight_column] if weight_column else [])):
        if column not in raw.table.column_names:
            raise refused(
                f"The column '{column}' is missing",
                raw.file,
                expected=column,
                found=", ".join(raw.table.column_names),
                remedy="Name a column of the file",
            )
    froms, tos = raw.table[origin[0]].to_pylist(), raw.table[target[0]].to_pylist()
    weights = raw.table[weight_column].to_pylist() if weight_column else [None] * len(froms)
    links: list[tuple[Code, Code, float | None]] = []
    for index, (old, new, weight) in enumerate(zip(froms, tos, weights, strict=True)):
        codes = (
            _code(old, origin, raw.place(index, origin[0])),
            _code(new, target, raw.place(index, target[0])),
        )
        links.append((*codes, _weight(weight, raw.place(index, weight_column))))
    name = f"{origin[1]}{origin[2]} to {target[1]}{target[2]} ({raw.file})"
    return Concordance(name, _splits(links, raw.file, weighted=bool(weight_column)))


def _code(text: str | None, side: tuple[str, str, int], place: str) -> Code:
    try:
        return Code.parse(f"{side[1]}{side[2]}:{text or ''}")
    except WrongUseError as fault:
        raise refused(
            f"'{text}' is not a code of {side[1]} {side[2]}",
            place,
            expected=fault.expected,
            found=str(text),
            remedy="Read codes as text with their leading zeros",
        ) from fault


def _weight(text: str | float | None, place: str) -> float | None:
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError as fault:
        raise refused("A weight is not a number", place, found=str(text), remedy="Give a share from 0 to 1") from fault
    if not 0.0 <= value <= 1.0:
        raise refused("A weight lies outside 0 to 1", place, expected="a share", found=str(text), remedy="Correct it")
    return value


def _splits(links: Iterable[tuple[Code, Code, float | None]], file: str, *, weighted: bool) -> dict[Code, Split]:
    grouped: dict[Code, dict[Code, float | None]] = {}
    for old, new, weight in links:
        targets = grouped.setdefault(old, {})
        if new in targets:
            raise refused(f"The link {old} to {new} stands twice", file, remedy="Remove one of the two rows")
        targets[new] = weight
    return {old: _split(old, targets, file, weighted=weighted) for old, targets in sorted(grouped.items())}


def _split(old: Code, targets: Mapping[Code, float | None], file: str, *, weighted: bool) -> Split:
    if len(targets) == 1 and not weighted:  # a published one-to-one row can still hide a partial match (811292)
        (only,) = targets
        reason = "one target in a table without weights: whether it is the whole is not stated"
        return Split(old, (Part(only, None, "table"),), share_exact=False, reason=reason)
    parts = tuple(Part(new, weight, "table") for new, weight in sorted(targets.items()))
    stated = [part.weight for part in parts if part.weight is not None]
    if len(stated) < len(parts):
        reason = f"{len(parts)} targets, shares not stated: not spread"
        return Split(old, parts, share_exact=False, reason=reason)
    if abs(sum(stated) - 1.0) > _SUMS_TO_ONE:
        raise refused(
            f"The weights of {old} do not sum to 1",
            file,
            expected="1",
            found=f"{sum(stated):.12g}",
            remedy="Correct the weights: a remainder would get lost",
        )
    return Split(old, parts, share_exact=True, reason=f"{len(parts)} targets with stated shares")


def same_codes(warehouse: Warehouse, origin: int, target: int) -> Concordance:
    """Six-digit codes that stand in two revisions: the same digits are no proof of the same goods, and that is said."""
    tree = warehouse.table("hs_tree")
    six = tree.filter(tree["level"] == 6)
    labels: dict[int, dict[str, str]] = {}
    for year in (origin, target):
        rows = six.filter(six["hs_vintage"] == year).select("code", "name").distinct().to_pyarrow().to_pylist()
        if not rows:
            raise unknown_key("HS revision", str(year), map(str, six["hs_vintage"].to_pyarrow().unique().to_pylist()))
        labels[year] = {row["code"]: row["name"] for row in rows if row["code"].isdigit()}
    splits: dict[Code, Split] = {}
    for digits in sorted(labels[origin].keys() & labels[target].keys()):
        old, new = Code("hs", origin, digits), Code("hs", target, digits)
        same = labels[origin][digits].casefold() == labels[target][digits].casefold()
        basis: Basis = "same digits and label" if same else "same digits, other label"
        reason = f"{basis}: an inference from the two trees, not an official concordance"
        splits[old] = Split(old, (Part(new, None, basis),), share_exact=False, reason=reason)
    return Concordance(f"hs{origin} to hs{target}, same digits", splits)
