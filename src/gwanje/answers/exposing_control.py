"""Which codes of an item a foreign measure covers, and of which of them only a part."""

from dataclasses import dataclass

from gwanje.answers.exposing_stages import items_of
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.items import ItemRecord


@dataclass(frozen=True, slots=True)
class Control:
    """A measure's codes among those of an item; `uncertain`: a part of them is covered, not known how much."""

    measure: str
    codes: frozenset[Code]
    uncertain: frozenset[Code]
    sources: tuple[str, ...]


def control_on(tower: Tower, item: ItemRecord, measure_id: str, supplier: str, as_of: AsOf) -> Control:
    """The codes of an item under a measure of the supplier.

    Raises:
        WrongUseError: the supplier did not issue it, it was not known by then, or it covers no code of the item.
    """
    measure = tower.restrictions.get(measure_id)
    own = {member.code for one in items_of(tower, item) for member in tower.items.codes(one.key)}
    codes = {code: coverage for code, coverage in tower.restrictions.codes_of(measure).items() if code in own}
    fault = (
        f"it was issued by {', '.join(measure.issuers)}"
        if supplier not in measure.issuers
        else "it was not known by then"
        if tower.restrictions.known_of(measure) > as_of.known
        else f"it is mapped to no code of {item.key}"
        if not codes
        else ""
    )
    if fault:
        raise WrongUseError(
            f"{measure_id} does not say what of {item.key} is controlled",
            expected=f"a measure of {supplier}, known by then, on codes of the item",
            found=fault,
            remedy="See `gwanje watch restrictions`, or leave --control out",
        )
    return Control(
        measure=measure_id,
        codes=frozenset(codes),
        uncertain=frozenset(code for code, coverage in codes.items() if coverage != "full"),
        sources=measure.sources,
    )
