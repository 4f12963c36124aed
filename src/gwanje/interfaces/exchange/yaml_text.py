"""Records as YAML text that a person reviews: keys in the order they are given, every value written out."""

from collections.abc import Iterable
from typing import Any

import yaml

Json = dict[str, Any]


class _WithoutAliases(yaml.SafeDumper):
    """Writes every value out, so that each record can be read by itself."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - asked for every value
        """No value is written as a reference to another one."""
        return True


def yaml_text(records: list[Json] | Json, header: Iterable[str]) -> str:
    """A file of records with comments at its head."""
    lines = "".join(f"# {line}\n" for line in header)
    return lines + (
        yaml.dump(
            records, Dumper=_WithoutAliases, allow_unicode=True, sort_keys=False, width=118, default_flow_style=None
        )
        if records
        else "[]\n"
    )
