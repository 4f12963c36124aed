"""Every exception gwanje raises on purpose, and the exit code and HTTP status each class carries.

::

    GwanjeError                      3  422
    ├── WrongUseError                2  400   the question is malformed
    │   └── UnknownKeyError          2  404   no such key, id or name; says "did you mean"
    ├── RefusedInputError            3  422   the input contradicts what it promised to be
    │   └── ContentError             3  422   a content file is at fault; names file and line
    ├── NotPermittedError            4  403
    └── UnavailableError             5  503   a store, file or publisher cannot be reached
        └── IntegrityError           5  503   stored bytes are not what was stored

A message says what happened, where, both sides, and the remedy (Convention E1). The class carries the exit code,
the message never does.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class GwanjeError(Exception):
    """Base of all deliberate refusals: what, where, expected against found, remedy."""

    exit_code = 3
    http_status = 422

    def __init__(self, what: str, *, remedy: str, place: str = "", expected: str = "", found: str = "") -> None:
        self.what = what.rstrip(".")
        self.place = place
        self.expected = expected
        self.found = found
        self.remedy = remedy
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The whole message as one paragraph."""
        parts = [self.what + (f" ({self.place})" if self.place else "") + "."]
        if self.expected:
            parts.append(f"Expected: {self.expected}.")
        if self.found:
            parts.append(f"Found: {self.found}.")
        parts.append(self.remedy if self.remedy.endswith((".", "?", "!")) else self.remedy + ".")
        return " ".join(parts)


class WrongUseError(GwanjeError):
    """The question itself is malformed: a flag, an instant, a combination."""

    exit_code = 2
    http_status = 400


class UnknownKeyError(WrongUseError):
    """Nothing carries this id, key or name."""

    http_status = 404


class RefusedInputError(GwanjeError):
    """The input is not what it promised to be; nothing was taken from it and nothing was lost."""


class ContentError(RefusedInputError):
    """A content file is at fault; the place names file and line."""


class NotPermittedError(GwanjeError):
    """The reader or the licence does not allow this."""

    exit_code = 4
    http_status = 403


class UnavailableError(GwanjeError):
    """A store, a file or a publisher cannot be reached now."""

    exit_code = 5
    http_status = 503


class IntegrityError(UnavailableError):
    """Stored bytes or a chain of entries are not what was stored."""


def unknown_key(kind: str, asked: str, known: Iterable[str], *, remedy: str = "") -> UnknownKeyError:
    """The refusal of an unknown id, key or name, with the nearest known ones."""
    candidates = sorted(set(known))
    near = get_close_matches(asked, candidates, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else remedy or f"There are {len(candidates)}; list them first."
    return UnknownKeyError(f"No {kind} is called '{asked}'", found=asked, expected=f"a known {kind}", remedy=hint)
