"""Rows of one legal basis follow each other without a gap and without an overlap, or they are refused."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations

from gwanje.foundation.errors import ContentError
from gwanje.impact.tariffs.records import EVERY, TariffRow


def check_rows(rows: Sequence[TariffRow]) -> None:
    """Refuse rows that replace what is not there, overlap with their own basis, or leave it a gap."""
    by_id = {row.id: row for row in rows}
    for row in rows:
        _refuse_wrong_replacing(row, by_id)
    levied = [row for row in rows if row.rule != "exempt_if" and row.standing == "enacted"]
    for first, second in combinations(sorted(levied, key=lambda row: (row.start, row.id)), 2):
        if first.basis == second.basis and first.stage == second.stage:
            for product in _shared(_prefixes(first), _prefixes(second)):
                for partner in _shared_partners(first.partners, second.partners):
                    _refuse_overlap_and_gap(first, second, levied, product, partner)


def _refuse_wrong_replacing(row: TariffRow, by_id: Mapping[str, TariffRow]) -> None:
    for replaced in row.replaces:
        other = by_id.get(replaced)
        if other is None:
            problem, found = "replaces a row that nobody recorded", replaced
        elif other.start > row.start and other.standing == "enacted":
            problem, found = f"begins before '{replaced}', which it replaces", row.start.isoformat()
        elif not _shared(_prefixes(row), _prefixes(other)):
            problem, found = f"replaces '{replaced}' and has no product with it", ", ".join(_prefixes(row))
        else:
            continue
        raise ContentError(
            f"The tariff row '{row.id}' {problem}",
            place=row.place,
            expected="the id of an earlier row for the same products",
            found=found,
            remedy="Correct replaces, or the days of the two rows",
        )


def _refuse_overlap_and_gap(
    first: TariffRow, second: TariffRow, rows: Sequence[TariffRow], product: str, partner: str
) -> None:
    if second.id in first.replaces:
        first, second = second, first
    end = _end(first, rows, product, partner)
    if end is None or second.start < end:
        raise ContentError(
            f"Two rows of the basis '{first.basis}' hold at one time",
            place=second.place or second.id,
            expected=f"'{second.id}' to begin where '{first.id}' ends, or to replace it",
            found=f"both from {second.start.isoformat()} for {product} from {partner}",
            remedy=f"Write until in '{first.id}', or replaces: [{first.id}] in '{second.id}'",
        )
    between = (
        row for row in rows if row.basis == first.basis and row.stage == first.stage and row.start < second.start
    )
    ends = [_end(row, rows, product, partner) or end for row in between if _touches(row, product, partner)]
    reached = max([end, *ends])
    if reached < second.start:
        raise ContentError(
            f"The basis '{first.basis}' has no row for a while",
            place=second.place or second.id,
            expected=f"'{second.id}' to begin at {reached.isoformat()}",
            found=f"it begins at {second.start.isoformat()}",
            remedy="Write a row with rate 0 for the days between, if nothing was levied; else correct the days",
        )


def _end(row: TariffRow, rows: Iterable[TariffRow], product: str, partner: str) -> datetime | None:
    """Where a row ends for a product: its own end, or where one that replaces it there begins."""
    replacing = (other.start for other in rows if row.id in other.replaces and _touches(other, product, partner))
    return min((end for end in (row.until, *replacing) if end is not None), default=None)


def _touches(row: TariffRow, product: str, partner: str) -> bool:
    return bool(_shared(_prefixes(row), (product,)) and _shared_partners(row.partners, (partner,)))


def _prefixes(row: TariffRow) -> tuple[str, ...]:
    codes = (*row.products, *row.perhaps)
    return tuple(code if code == EVERY else code.rpartition(":")[2].replace(".", "") for code in codes)


def _shared(first: Iterable[str], second: Sequence[str]) -> list[str]:
    """The products two rows have in common: of two that contain each other, the narrower."""
    pairs = ((one, other) for one in first for other in second)
    return sorted({narrow for one, other in pairs if (narrow := _narrower(one, other))})


def _narrower(one: str, other: str) -> str:
    if EVERY in (one, other):
        return other if one == EVERY else one
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return longer if longer.startswith(shorter) else ""


def _shared_partners(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Partners in common; two that speak of every partner meet in all of them."""
    if EVERY in first:
        return list(second)
    return list(first) if EVERY in second else sorted(set(first) & set(second))
