"""Identifiers are opaque and permanent; keys, names and codes change around them (Convention I1)."""

from typing import Annotated

from pydantic import StringConstraints

OpaqueId = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]+)+$|^[A-Z][A-Z0-9]{1,6}$")
]
"""An id that says nothing: kr-u02, it-0007, RST-06b, ORG-E01, KH1."""

Key = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A key people type: rare-earth-magnets, trade-security. It may change; ids do not."""

Iso3 = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z][A-Z0-9]{2}$")]
"""A country as three letters; quoted in YAML, because a bare NO is read as false."""
