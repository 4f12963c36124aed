"""What a change of tariffs does to the trade and prices of a person's own table: ranges over stated elasticities."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gwanje.answers.answer import Answer
from gwanje.answers.tower import Tower
from gwanje.answers.trade_files import LINES, read_trade_table
from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.instants import AsOf
from gwanje.foundation.markings import Marking
from gwanje.impact.tariffs import GsimRange, Span, gsim_range

Json = dict[str, Any]
METHOD = "Francois and Hall (2002), Global Simulation Analysis of Industry-Level Trade Policy"
_TABLES = ("trade", "tariff_before", "tariff_after")


class TradeEffects(Answer):
    """A simulation over ranges: trade and prices. Surplus and welfare are not part of it (docs/methods.md)."""

    kind: str = "simulation"
    method: str = METHOD
    inputs: tuple[Json, ...]
    elasticities: tuple[Json, ...]
    world_prices: tuple[Json, ...]
    markets: tuple[Json, ...]
    flows: tuple[Json, ...]
    not_computable: dict[str, str]
    notes: tuple[str, ...]

    def rows(self) -> list[Json]:
        """One flow a row."""
        return [_flat(flow) for flow in self.flows]


@dataclass(frozen=True, slots=True)
class TradeFile:
    """A table as a person gave it: its text and what messages call it."""

    text: str
    name: str


def trade_effects(
    tower: Tower,
    files: tuple[TradeFile, TradeFile, TradeFile],
    elasticities: tuple[Sequence[float], Sequence[float], Sequence[float]],
    as_of: AsOf,
) -> TradeEffects:
    """The effects for every combination of elasticities of demand, supply and substitution; `files`: trade, before, after."""
    tables = [read_trade_table(file.text, file.name) for file in files]
    try:
        found = gsim_range(tables[0], tables[1], tables[2], *elasticities)
    except RefusedInputError as fault:
        raise _naming_the_line(fault, files, tables) from fault
    return TradeEffects(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=Marking.INTERNAL,
        inputs=tuple(
            {"table": table, "file": file.name, "sha256": hashlib.sha256(file.text.encode()).hexdigest()}
            for table, file in zip(_TABLES, files, strict=True)
        ),
        elasticities=tuple(
            {"demand": one.demand, "supply": one.supply, "substitution": one.substitution} for one in found.settings
        ),
        world_prices=tuple(
            {"exporter": str(name), "change": _range(found.world_price_change, at)}
            for at, name in enumerate(found.countries)
        ),
        markets=tuple(
            {"market": str(name), "price_change": _range(found.composite_price_change, at)}
            for at, name in enumerate(found.countries)
        ),
        flows=tuple(_flows(found, tables[0].loc[list(found.countries), list(found.countries)].to_numpy())),
        not_computable=dict(found.not_computable),
        notes=found.notes,
    )


def _flows(found: GsimRange, trade: Any) -> list[Json]:
    return [
        {
            "exporter": str(exporter),
            "market": str(market),
            "trade_before": float(trade[row, column]),
            "trade_after": _range(found.trade_after, row, column),
            "price_change": _range(found.price_change, row, column),
        }
        for row, exporter in enumerate(found.countries)
        for column, market in enumerate(found.countries)
        if trade[row, column] > 0
    ]


def _range(span: Span, *at: int) -> Json | None:
    """The lowest and highest at a place; None where it could not be computed in every run."""
    low, high = (float(np.asarray(side)[at]) for side in (span.low, span.high))
    return None if math.isnan(low) or math.isnan(high) else {"low": low, "high": high}


def _flat(flow: Json) -> Json:
    after, price = (flow[key] or {"low": None, "high": None} for key in ("trade_after", "price_change"))
    return {
        "exporter": flow["exporter"],
        "market": flow["market"],
        "trade_before": flow["trade_before"],
        "trade_after_low": after["low"],
        "trade_after_high": after["high"],
        "price_change_low": price["low"],
        "price_change_high": price["high"],
    }


def _naming_the_line(
    fault: RefusedInputError, files: Sequence[TradeFile], tables: Sequence[pd.DataFrame]
) -> RefusedInputError:
    """The same refusal with the file a table came from, and the line of the exporter it speaks of."""
    words = fault.what.split()
    at = max((place for place, table in enumerate(_TABLES) if table in words), default=None)
    if at is None:
        return fault
    speaks_of = fault.place.removeprefix("exporter and market ").removeprefix("exporter ").partition(", market ")[0]
    line = tables[at].attrs[LINES].get(speaks_of)
    where = files[at].name + (f" line {line}" if line is not None else "")
    place = f"{where}, {fault.place}" if fault.place else where
    return RefusedInputError(fault.what, place=place, expected=fault.expected, found=fault.found, remedy=fault.remedy)
