"""Small invented stacks for these tests: rows of Oz, from its Winkie Country, in UTC."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from gwanje.foundation.content import parse_record
from gwanje.foundation.instants import AsOf
from gwanje.impact.tariffs import TariffQuestion, TariffStack, TariffStackFile, tariff_rate

ZONE = ZoneInfo("UTC")
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
LATE = datetime(2030, 1, 1, tzinfo=UTC)
RULES = {"base": "replace", "preference": "replace", "exemption": "exempt_if"}


def row(name: str, stage: str = "security", **more: Any) -> dict[str, Any]:
    """One row; whatever is not told is usual."""
    usual = {
        "id": f"ozr-{name}",
        "basis": more.pop("basis", name),
        "stage": stage,
        "article": f"article {name}",
        "rule": RULES.get(stage, "add"),
        "products": ["oz2024:6904"],
        "partners": ["*"],
        "from": "2024-01-01",
        "sources": ["OZ1"],
        "known": "2023-12-31",
    }
    return {key: value for key, value in (usual | more).items() if value is not None}


def base(rate: float | None = 0.05, **more: Any) -> dict[str, Any]:
    return row("base", "base", rate=rate, **more)


def file(*rows: dict[str, Any], **more: Any) -> str:
    lines = [
        {
            "code": "oz2024:6904.10",
            "names": {"en": "bricks", "ko": "벽돌"},
            "sources": ["OZ1"],
            "whole_of": "hs2022:690410",
        }
    ]
    body = {
        "importer": "OZZ",
        "exporters": ["*"],
        "schedule": "oz2024",
        "harmonized": "hs2022",
        "from": "2020-01-01",
        "until": "2030-01-01",
        "lines": lines,
    }
    return yaml.safe_dump({**body, **more, "rows": list(rows)}, sort_keys=False, allow_unicode=True)


def known_of(record: Any) -> datetime:
    return record.known or FIRST


def stack(*rows: dict[str, Any], **more: Any) -> TariffStack:
    return TariffStack.of(
        parse_record(file(*rows, **more), "tariffs/stacks/oz.yaml", TariffStackFile, zone=ZONE), known_of
    )


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def rate(of: TariffStack, on: str = "2024-06-01", known: str = "2029-12-31", digits: str = "690410", **more: Any):
    return tariff_rate(of, TariffQuestion(digits, more.pop("partner", "WDL"), AsOf(day(on), day(known)), **more))
