"""`watch criticality`: which materials are meant, and which scheme answers."""

from collections.abc import Sequence

from gwanje.answers.criticality_answer import Criticality, Scheme
from gwanje.answers.criticality_eu import eu_criticality
from gwanje.answers.criticality_geopolrisk import geopolrisk_criticality
from gwanje.answers.criticality_structure import structure_criticality
from gwanje.answers.criticality_tables import content_of
from gwanje.answers.criticality_usgs import usgs_criticality
from gwanje.answers.stock_files import StockTable
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import UnknownKeyError, WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.watch.criticality import CriticalityContent, Material
from gwanje.watch.store import TradeYears


def criticality(
    tower: Tower,
    as_of: AsOf,
    *,
    scheme: Scheme,
    item: str = "",
    material: str = "",
    importer: str = "",
    years: Sequence[int] = (),
    stocks: StockTable | None = None,
) -> Criticality:
    """One scheme for an item, a material, or with neither for all of them.

    Raises:
        WrongUseError: both an item and a material are named, or an option that the scheme does not know.
        UnknownKeyError: content knows no such item or material, or does not say which material the item is.
    """
    if item and material:
        raise WrongUseError(
            "An item and a material are two questions",
            expected="--item or --material",
            found="both",
            remedy="Give one of the two",
        )
    if years and scheme != "geopolrisk":
        raise _no_option("--year", "geopolrisk", scheme)
    if importer and scheme in ("eu", "usgs"):
        raise _no_option("--importer", "geopolrisk and structure", scheme)
    if stocks is not None and scheme != "structure":
        raise _no_option("--stocks", "structure", scheme)
    content = content_of(tower)
    place = tower.countries.find(importer or tower.iso3)
    if scheme == "structure":
        asked = _items(tower, content, item, material, as_of)
        return structure_criticality(tower, as_of, place, items=asked, stocks=stocks)
    wanted = _materials(tower, content, item, material)
    if scheme == "eu":
        return eu_criticality(tower, as_of, wanted)
    if scheme == "usgs":
        every = [one for one in content.materials.values() if one.usgs is not None]
        return usgs_criticality(tower, as_of, every if wanted is None else wanted)
    minable = [one for one in content.materials.values() if one.mining and items_of(content, one)]
    return geopolrisk_criticality(tower, as_of, place, minable if wanted is None else wanted, years=years)


def items_of(content: CriticalityContent, material: Material) -> tuple[str, ...]:
    """The items that content says are this material."""
    return tuple(item for item, found in content.of_items.items() if material.key in {one.material for one in found})


def _no_option(option: str, schemes: str, found: str) -> WrongUseError:
    return WrongUseError(
        f"{option} says nothing to this scheme",
        expected=f"{option} with the scheme {schemes}",
        found=found,
        remedy=f"Leave {option} out",
    )


def _materials(tower: Tower, content: CriticalityContent, item: str, material: str) -> list[Material] | None:
    if material:
        return [content.find(material)]
    if not item:
        return None
    found = tower.items.find(item)
    told = content.of_items.get(found.key, ())
    if not told:
        raise UnknownKeyError(
            f"Content does not say which material '{found.key}' is",
            place="indicators/item-materials.yaml",
            expected="an item that is listed there",
            found=found.key,
            remedy="Ask for its material with --material, or add the item there",
        )
    return [content.materials[one.material] for one in told]


def _items(tower: Tower, content: CriticalityContent, item: str, material: str, as_of: AsOf) -> list[str]:
    """The item, those of a material, or every item with a code that a trade table tells."""
    if item:
        return [tower.items.find(item).key]
    if material:
        return list(items_of(content, content.find(material)))
    trade = TradeYears(tower.warehouse, as_of.known)
    return [
        one.key
        for one in tower.items
        if trade.of([member.code for member in tower.items.codes(one.key, on=as_of.valid, scheme="hs")])
    ]
