"""Freeze a page as it is handed over: numbered, hashed, kept in the journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gwanje.evidence import FrozenPage, FrozenPages


def freeze_brief(pages: FrozenPages, subject: str, page: Mapping[str, Any], *, at: datetime) -> FrozenPage:
    """Keep a brief as it is now; freezing the same content again gives the page that is already there."""
    held = pages.newest(subject, at)
    if held is not None and _content(held.page) == _content(page):
        return held
    return pages.freeze(subject, page, at=at)


def _content(page: Mapping[str, Any]) -> dict[str, Any]:
    """The page without what depends on earlier frozen pages: what changed since then, and the hash over that."""
    return {key: value for key, value in page.items() if key not in {"since", "content_hash"}}
