"""Neverland's items, read from content as text."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwanje.items import ItemRegistry

ROOT = Path(__file__).resolve().parents[2] / "neverland" / "content"
ZONE = ZoneInfo("Atlantic/Azores")


def read(text):
    return ItemRegistry.read({"items/items.yaml": text}, ZONE)


@pytest.fixture(scope="session")
def neverland_items_text():
    return (ROOT / "items" / "items.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def items(neverland_items_text):
    return read(neverland_items_text)


@pytest.fixture
def reread():
    return read
