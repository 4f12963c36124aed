"""Pages as they were handed over: frozen with a number and a hash, so that any of them can be shown again."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gwanje.evidence.ledger import Ledger
from gwanje.foundation.errors import IntegrityError, UnknownKeyError

STREAM = "frozen-pages"


@dataclass(frozen=True, slots=True)
class FrozenPage:
    """One page as it was handed over; its number is its place in the journal."""

    number: int
    subject: str
    at: datetime
    sha256: str
    page: Mapping[str, Any]


def page_hash(page: Mapping[str, Any]) -> str:
    """The sha256 of a page in canonical JSON; the same content always gives the same hash."""
    canonical = json.dumps(page, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


class FrozenPages:
    """The frozen pages of one journal."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def freeze(self, subject: str, page: Mapping[str, Any], *, at: datetime) -> FrozenPage:
        """Keep a page as it is now; the number returned names it for ever."""
        sha256 = page_hash(page)
        entry = self._ledger.append(
            STREAM, "page-frozen", {"subject": subject, "sha256": sha256, "page": dict(page)}, at=at
        )
        return FrozenPage(entry.position, subject, at, sha256, page)

    def all(self, subject: str | None = None) -> tuple[FrozenPage, ...]:
        """Every frozen page of a subject, oldest first; erased ones are left out, their numbers stay."""
        return tuple(page for page in self._pages() if subject in (None, page.subject))

    def get(self, number: int) -> FrozenPage:
        """One frozen page by its number."""
        for page in self._pages():
            if page.number == number:
                return page
        raise UnknownKeyError(
            f"No frozen page has the number {number}",
            expected="the number printed at the foot of a frozen page",
            found=str(number),
            remedy="Use the number of a page frozen here, or leave --since out",
        )

    def newest(self, subject: str, known: datetime) -> FrozenPage | None:
        """The last page of a subject frozen not later than an instant."""
        return next((page for page in reversed(self.all(subject)) if page.at <= known), None)

    def _pages(self) -> Iterator[FrozenPage]:
        for entry in self._ledger.read(STREAM):
            if entry.payload is None:
                continue
            page = FrozenPage(
                entry.position, entry.payload["subject"], entry.at, entry.payload["sha256"], entry.payload["page"]
            )
            if page_hash(page.page) != page.sha256:
                raise IntegrityError(
                    f"Frozen page {page.number} is not what was frozen",
                    expected=page.sha256,
                    found=page_hash(page.page),
                    remedy="Verify the journal against its newest checkpoint: gwanje data check --checkpoint FILE",
                )
            yield page
