"""Every module expression of `.importlinter` matches something; a misspelt one would keep its contract silently."""

import configparser
import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
KEYS = ("modules", "source_modules", "forbidden_modules", "protected_modules", "allowed_importers", "ancestors")
OUTSIDE = set(sys.stdlib_module_names) | {"sqlalchemy", "psycopg", "duckdb", "ibis", "httpx", "requests"}


def test_every_expression_matches() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    roots = contracts["importlinter"]["root_packages"].split()
    graph = grimp.build_graph(*roots)
    expressions = [
        (section, name)
        for section in contracts.sections()[1:]
        for key in KEYS
        for name in contracts[section].get(key, "").split()
    ]
    assert len(expressions) > 30
    for section, name in expressions:
        if name.split(".")[0] not in roots:
            assert name in OUTSIDE, f"{section}: {name} is no known library; correct it or add it to OUTSIDE"
        else:
            found = graph.find_matching_modules(name) if "*" in name else name in graph.modules
            assert found, f"{section}: {name} matches no module; rename it or remove the line"
