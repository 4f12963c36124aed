"""Content is YAML text read with line numbers; an unknown key, a repeated key or a wrong type is refused there.

Content may hold names, numbers, dates and references: no expressions, templates or inheritance. The text comes in as a
value: opening files is the assembly's work.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError

from gwanje.foundation.errors import ContentError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Record(BaseModel):
    """A frozen value read from content: text is never made from a number, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    _place: str = PrivateAttr(default="")

    @property
    def place(self) -> str:
        """File and line this record was read from; empty for records made in memory."""
        return self._place


RecordType = TypeVar("RecordType", bound=Record)
_Path = tuple[str | int, ...]
_LONGEST_SHOWN = 120
_Lines = dict[_Path, int]


def parse_records(text: str, name: str, model: type[RecordType], *, zone: ZoneInfo | None = None) -> list[RecordType]:
    """Every record of a file that holds a YAML list, each knowing its line."""
    data, lines = _parse(text, name)
    if data is None:
        return []
    if not isinstance(data, list):
        raise ContentError(
            "A content list was expected",
            place=f"{name} line 1",
            expected="a YAML list of records",
            found=type(data).__name__,
            remedy="Begin each record with '- '",
        )
    return [_validate(item, (index,), lines, name, model, zone) for index, item in enumerate(data)]


def parse_record(text: str, name: str, model: type[RecordType], *, zone: ZoneInfo | None = None) -> RecordType:
    """The single record of a file that holds one YAML mapping."""
    data, lines = _parse(text, name)
    if not isinstance(data, dict):
        needed = [info.alias or key for key, info in model.model_fields.items() if info.is_required()]
        raise ContentError(
            "A file of keys and values was expected",
            place=f"{name} line 1",
            expected=f"a YAML mapping with {', '.join(needed)}" if needed else "a YAML mapping",
            found="nothing" if data is None else f"a {'list' if isinstance(data, list) else type(data).__name__}",
            remedy="Write 'key: value' lines; the format is in docs/content.md",
        )
    return _validate(data, (), lines, name, model, zone)


def unique_records(kind: str, records: Iterable[tuple[str, RecordType]]) -> dict[str, RecordType]:
    """Records by their id or key; one that stands twice is refused with both places."""
    found: dict[str, RecordType] = {}
    for identity, record in records:
        if identity in found:
            raise ContentError(
                f"The {kind} '{identity}' stands twice",
                place=record.place,
                expected="each id and key once",
                found=f"also at {found[identity].place}",
                remedy="Keep one of the two; ids are permanent and never used again",
            )
        found[identity] = record
    return found


def _validate(
    item: Any, at: _Path, lines: _Lines, name: str, model: type[RecordType], zone: ZoneInfo | None
) -> RecordType:
    try:
        record = model.model_validate(item, context={"zone": zone})
    except ValidationError as fault:
        raise _content_error(fault, at, lines, name, model) from fault
    _tell_places(record, at, lines, name)
    return record


def _tell_places(value: Any, at: _Path, lines: _Lines, name: str) -> None:
    """Give every record inside a value, nested ones included, the file and line it was read from."""
    if isinstance(value, Record):
        value._place = f"{name} line {_nearest_line(at, lines)}"  # noqa: SLF001 - set once, here, on a frozen record
        for field, info in type(value).model_fields.items():
            _tell_places(getattr(value, field), (*at, info.alias or field), lines, name)
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            _tell_places(inner, (*at, index), lines, name)


def _parse(text: str, name: str) -> tuple[Any, _Lines]:
    lines: _Lines = {}
    try:
        node = yaml.compose(text, Loader=_Loader)
        return (None if node is None else _construct(node, (), lines, name)), lines
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line if mark else 0
        raise ContentError(
            "This is not valid YAML",
            place=f"{name} line {line + 1}",
            found=str(getattr(fault, "problem", fault)),
            remedy=_yaml_remedy(text, line),
        ) from fault


def _yaml_remedy(text: str, line: int) -> str:
    lines = text.splitlines()
    if any("\t" in one[: len(one) - len(one.lstrip())] for one in lines[max(0, line - 1) : line + 1]):
        return "A line begins with a tab there: indent with spaces"
    return "Mend the text there or just above; check indentation, quotes and closing brackets"


def _construct(node: yaml.Node, at: _Path, lines: _Lines, name: str) -> Any:
    lines[at] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            lines[(*at, key)] = key_node.start_mark.line + 1
            if key in mapping:
                raise ContentError(
                    f"The key '{key}' stands twice in one mapping",
                    place=f"{name} line {key_node.start_mark.line + 1}",
                    remedy="Keep one of the two",
                )
            line = lines[(*at, key)]
            mapping[key] = _construct(value_node, (*at, key), lines, name)
            lines[(*at, key)] = line
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_construct(child, (*at, index), lines, name) for index, child in enumerate(node.value)]
    try:
        return _SCALARS.construct_object(node)
    except ValueError as fault:
        raise ContentError(
            f"'{node.value}' is not a day of the calendar",
            place=f"{name} line {node.start_mark.line + 1}",
            found=str(fault),
            remedy="Correct the day; it is written 2025-12-30. A text that looks like a day stands in quotes",
        ) from fault


_SCALARS = yaml.constructor.SafeConstructor()


def _content_error(fault: ValidationError, at: _Path, lines: _Lines, name: str, model: type[Record]) -> ContentError:
    first = min(fault.errors(), key=lambda error: error["type"] != "extra_forbidden")
    path = _written(at, tuple(part for part in first["loc"] if not _is_machinery(part)), lines)
    line = _nearest_line((*at, *path), lines)
    where = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in path)
    if first["type"] == "extra_forbidden":
        key = str(path[-1])
        near = get_close_matches(key, _known_keys(model, path[:-1]), n=1, cutoff=0.5)
        return ContentError(
            f"Unknown key '{key}'",
            place=f"{name} line {line}",
            found=where,
            remedy=f"Did you mean '{near[0]}'?" if near else _unknown_key_remedy(key),
        )
    return ContentError(
        f"{where or 'The record'} was not understood: {_told(first)}",
        place=f"{name} line {line}",
        found=_shown(first.get("input")),
        remedy=_remedy(first),
    )


def _written(at: _Path, path: _Path, lines: _Lines) -> _Path:
    """A path as it stands in the file: without the kind of a record, which the reader puts before its keys."""
    found: _Path = ()
    for number, part in enumerate(path):
        is_last = number == len(path) - 1
        if is_last or isinstance(part, int) or (*at, *found, part) in lines:
            found = (*found, part)
    return found


def _is_machinery(part: str | int) -> bool:
    """Whether a step of a path is the reader's own, not a key somebody wrote."""
    return isinstance(part, str) and ("[" in part or part in {"literal", "str", "datetime", "date"})


def _unknown_key_remedy(key: str) -> str:
    if " " in key:
        return "A text that holds a comma stands in quotes"
    return "Remove it, or look the format up in docs/content.md"


_TOLD = {
    "tuple_type": "a list is expected, for example [a, b]",
    "dict_type": "a mapping is expected, for example {key: value}",
    "model_type": "a mapping is expected, for example {key: value}",
    "int_parsing": "a whole number is expected",
    "int_type": "a whole number is expected",
    "bool_parsing": "true or false is expected",
}


def _told(error: Any) -> str:
    """What is wrong, without the reader's own words."""
    if error["type"] == "string_pattern_mismatch":
        pattern = str(error.get("ctx", {}).get("pattern", ""))
        is_key = pattern.startswith("^[a-z0-9]")
        return "a key is small letters and hyphens" if is_key else "this is no id, such as kr-u02"
    return _TOLD.get(error["type"], str(error["msg"]).removeprefix("Value error, "))


def _shown(value: Any) -> str:
    """A value as it stands in the file, cut where it is long."""
    text = ", ".join(_pair_shown(key, one) for key, one in value.items()) if isinstance(value, dict) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _pair_shown(key: Any, value: Any) -> str:
    """What a record is called is shown, so that it is found again; its other values are not."""
    return f"{key}: {value}" if key in _CALLED_BY and isinstance(value, str) else f"{key}: …"


_CALLED_BY = frozenset({"id", "key", "name", "fact", "unit"})


def _remedy(error: Any) -> str:
    if error["type"] == "string_type":
        return "Put it in quotes: codes, country codes and versions are text (YAML reads 0101 as 65 and NO as false)"
    if error["type"] == "missing":
        return "Add the missing key"
    return "Correct the value; the format is in docs/content.md"


def _nearest_line(path: _Path, lines: _Lines) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _known_keys(model: type[BaseModel], path: _Path) -> list[str]:
    """Field names of the models that may sit at a path, as far as it can be followed through plain annotations."""
    current: list[Any] = [model]
    for part in path:
        if not isinstance(part, int):
            fields = [one.model_fields[part] for one in current if part in one.model_fields]
            current = [inner for field in fields for inner in _inner_models(field.annotation)]
    return sorted({name for one in current or [model] for name in one.model_fields})


def _inner_models(annotation: Any) -> list[Any]:
    """The models that an annotation speaks of: one, or each of several kinds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [inner for part in getattr(annotation, "__args__", ()) for inner in _inner_models(part)]
