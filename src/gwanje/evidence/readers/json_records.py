"""JSON: a list of flat records at a declared path; a repeated key, NaN and nesting are refused."""

import json
from pathlib import Path
from typing import Any

from gwanje.evidence.readers.raw import RawTable, refused, text_table
from gwanje.evidence.sources import FileSpec


def read_json(path: Path, spec: FileSpec, name: str) -> RawTable:
    """The list of records as text columns; numbers keep the digits of the file."""
    try:
        data = json.loads(
            path.read_bytes().decode("utf-8-sig" if spec.encoding == "utf-8" else spec.encoding),
            object_pairs_hook=lambda pairs: _no_key_twice(pairs, name),
            parse_constant=lambda word: _no_constant(word, name),
            parse_float=str,
            parse_int=str,
        )
    except UnicodeDecodeError as fault:
        raise refused(
            "The text is not in the declared encoding", name, expected=spec.encoding, remedy="Save it in that encoding"
        ) from fault
    except json.JSONDecodeError as fault:
        raise refused(
            "This is not valid JSON", f"{name} row {fault.lineno}", found=fault.msg, remedy="Download it again"
        ) from fault
    except RecursionError as fault:
        raise refused("The JSON is nested too deeply", name, remedy="Load a flat list of records") from fault
    for part in [part for part in spec.records_at.split(".") if part]:
        if not isinstance(data, dict) or part not in data:
            raise refused(f"The JSON has no '{part}'", name, expected=spec.records_at, remedy="Correct records_at")
        data = data[part]
    if not isinstance(data, list):
        raise refused("A list of records was expected", name, found=type(data).__name__, remedy="Correct records_at")
    names: list[str] = []
    for number, record in enumerate(data, start=1):
        if not isinstance(record, dict):
            raise refused(
                "A record is not an object", f"{name} row {number}", found=type(record).__name__, remedy="Mend it"
            )
        names.extend(key for key in record if key not in names)
    rows = [[_scalar(record.get(key), name, i, key) for key in names] for i, record in enumerate(data, start=1)]
    return text_table(name, names, rows, 1)


def _no_key_twice(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for key, value in pairs:
        if key in record:
            raise refused(f"The key '{key}' stands twice in one record", name, remedy="Keep one of the two")
        record[key] = value
    return record


def _no_constant(word: str, name: str) -> Any:
    raise refused(
        "A number is NaN or infinite",
        name,
        found=word,
        remedy="Leave the value out where it is missing (Convention A1)",
    )


def _scalar(value: Any, name: str, row: int, key: str) -> str | None:
    if isinstance(value, dict | list):
        raise refused(
            "A value is nested", f"{name} row {row} column '{key}'", expected="one value", remedy="Load a flat list"
        )
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)
