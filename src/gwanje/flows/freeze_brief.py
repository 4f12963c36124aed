"""Freeze a page as it is handed over: numbered, hashed, kept in the journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gwanje.evidence import FrozenPage, FrozenPages


def freeze_brief(pages: FrozenPages, subject: str, page: Mapping[str, Any], *, at: datetime) -> FrozenPage:
    """Keep a brief as it is now; freezing the same content again gives the page that is already there."""
    held = pages.newest(subject, at)
    fresh = {key: value for key, value in page.items() if key != "since"}
    if held is not None and {key: value for key, value in held.page.items() if key != "since"} == fresh:
        return held
    return pages.freeze(subject, page, at=at)
