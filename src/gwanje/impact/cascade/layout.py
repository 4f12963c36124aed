"""Links laid out for the compiled spread: every share divided once, slots and links of a node side by side."""

import numpy as np
import numpy.typing as npt

from gwanje.impact.cascade.arrays import Links
from gwanje.impact.cascade.frames import Edges, Firms

_ESSENTIAL = 2
Positions = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def added_up(places: Positions, amounts: Floats, count: int) -> Floats:
    """The sum of the amounts at each of `count` places."""
    return np.bincount(places, amounts, count).astype(np.float64, copy=False)


def layout(edges: Edges, firms: Firms, levels: npt.NDArray[np.int8]) -> Links:
    """Both directions as one system of 2n nodes; see `arrays` for what a node and a slot are."""
    count = len(firms.labels)
    owners, slot, kept, share = _shortage(edges, firms, levels)
    sales = added_up(edges.supplier, edges.weight, count)
    source = np.concatenate([edges.supplier[kept], count + edges.buyer])
    node = np.concatenate([edges.buyer[kept], count + edges.supplier])
    place = np.concatenate([slot, len(owners) + edges.supplier])
    part = np.concatenate([share, edges.weight / sales[edges.supplier]])
    slots = np.concatenate([np.bincount(owners, minlength=count), np.ones(count, dtype=np.int64)])
    by_source, by_slot = np.lexsort((place, source)), np.lexsort((source, place))
    return Links(
        start=_starts(np.bincount(source, minlength=2 * count)),
        node=node[by_source].astype(np.uint32),
        slot=place[by_source].astype(np.uint32),
        share=part[by_source],
        slot_start=_starts(slots),
        into=_starts(np.bincount(place, minlength=len(owners) + count)),
        source=source[by_slot].astype(np.uint32),
        taken=part[by_slot],
    )


def _shortage(
    edges: Edges, firms: Firms, levels: npt.NDArray[np.int8]
) -> tuple[Positions, Positions, npt.NDArray[np.bool_], Floats]:
    """The buyer that owns each slot; for each link that is not negligible its slot and its share in it."""
    count, sectors = len(firms.labels), len(firms.sectors)
    input_sector = firms.sector[edges.supplier]
    level = levels[input_sector, firms.sector[edges.buyer]]
    bundle = edges.buyer * sectors + input_sector
    _, of_bundle = np.unique(bundle, return_inverse=True)
    of_sector = added_up(of_bundle, edges.weight, len(bundle))[of_bundle]
    bought = added_up(edges.buyer, edges.weight, count)[edges.buyer]
    kept = level > 0
    essential = level[kept] == _ESSENTIAL
    share = edges.weight[kept] / np.where(essential, of_sector[kept], bought[kept])
    share *= firms.not_replaced[edges.supplier[kept]]
    key = edges.buyer[kept] * (sectors + 1) + np.where(essential, input_sector[kept] + 1, 0)
    slots, slot = np.unique(key, return_inverse=True)
    return slots // (sectors + 1), slot.astype(np.int64), kept, share


def _starts(counts: npt.NDArray[np.int64]) -> Positions:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
