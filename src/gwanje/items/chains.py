"""A chain of processing: its stages in order, each with the items that stand there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gwanje.foundation.errors import ContentError
from gwanje.foundation.names import Names
from gwanje.items.records import ItemRecord


@dataclass(frozen=True, slots=True)
class ChainStage:
    """One stage and what stands there; an empty stage is a gap in the registry, not in the world."""

    position: str
    names: Names
    items: tuple[ItemRecord, ...]
    is_main_product: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """An ordered chain, with the product people mean by its name."""

    item: ItemRecord
    stages: tuple[ChainStage, ...]
    main_product: ItemRecord | None

    def items(self) -> tuple[ItemRecord, ...]:
        """Every item on the chain, from the ground to the product."""
        return tuple(item for stage in self.stages for item in stage.items)

    def as_answer(self) -> dict[str, Any]:
        """The chain as every answer prints it."""
        return {
            "chain": self.item.key,
            "main_product": self.main_product.key if self.main_product else None,
            "stages": [
                {
                    "position": stage.position,
                    "names": stage.names.as_answer(),
                    "items": [item.key for item in stage.items],
                    "is_main_product": stage.is_main_product,
                }
                for stage in self.stages
            ],
        }


def build_chain(head: ItemRecord, items: Mapping[str, ItemRecord]) -> Chain:
    """The chain an item heads."""
    if head.chain is None:
        raise ValueError(f"{head.key} heads no chain")
    main = head.chain.main_product
    stages = []
    for position in head.chain.positions:
        here = tuple(
            item
            for item in items.values()
            if item.stage and item.stage.chain == head.key and item.stage.position == position.position
        )
        stages.append(ChainStage(position.position, position.names, here, main in {item.key for item in here}))
    return Chain(head, tuple(stages), items[main] if main else None)


def check_stages(items: Mapping[str, ItemRecord]) -> None:
    """Refuse a stage or main product that names what is not declared."""
    for item in items.values():
        if item.chain is not None and item.chain.main_product is not None:
            _must_be_declared(item.chain.main_product, items, item, "main_product")
        if item.stage is None:
            continue
        for made_from in item.stage.made_from:
            _must_be_declared(made_from, items, item, "stage.made_from")
        head = items.get(item.stage.chain)
        positions = [position.position for position in head.chain.positions] if head and head.chain else []
        if item.stage.position not in positions:
            raise ContentError(
                f"Item '{item.key}' stands at '{item.stage.position}' of the chain '{item.stage.chain}'",
                place=item.place,
                expected=f"one of: {', '.join(positions)}" if positions else "an item that declares a chain",
                found=item.stage.position,
                remedy="Correct the stage, or declare the position in the chain.",
            )


def _must_be_declared(key: str, items: Mapping[str, ItemRecord], item: ItemRecord, field: str) -> None:
    if key not in items:
        raise ContentError(
            f"Item '{item.key}' names '{key}', which is not declared",
            place=item.place,
            expected=f"the key of a declared item in {field}",
            found=key,
            remedy="Correct the key, or declare the item.",
        )
