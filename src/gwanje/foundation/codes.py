"""Codes carry their scheme and vintage: hs1992:811230 and hs2022:811292 are different identifiers (Convention I3)."""

import re
from dataclasses import dataclass
from typing import Self

from gwanje.foundation.errors import WrongUseError

_FORM = re.compile(r"^(?P<scheme>[a-z][a-z-]*?)(?P<vintage>\d{4})?:(?P<digits>[A-Za-z0-9.]+)$")
_HS_LENGTHS = (2, 4, 6)


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """One code of one classification in one vintage, as text: digits keep their leading zeros."""

    scheme: str
    vintage: int
    digits: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `hs1992:280530`; a code without its vintage is refused."""
        found = _FORM.match(text.strip())
        if not found or not found["vintage"]:
            raise WrongUseError(
                f"'{text}' is not a code with its vintage",
                expected="scheme, year of the vintage, colon, digits",
                found=text,
                remedy="Write for example hs1992:280530; the same digits can mean other goods in another vintage",
            )
        code = cls(found["scheme"], int(found["vintage"]), found["digits"])
        if code.scheme == "hs" and not (code.digits.isdigit() and len(code.digits) in _HS_LENGTHS):
            raise WrongUseError(
                f"'{text}' is not a Harmonized System code",
                expected="2, 4 or 6 digits",
                found=f"'{code.digits}', {len(code.digits)} characters",
                remedy="National codes have their own scheme, for example cn2025:2504101000",
            )
        return code

    def __str__(self) -> str:
        return f"{self.scheme}{self.vintage}:{self.digits}"


def looks_like_code(text: str) -> bool:
    """Whether the text has the form of a code rather than of a key or a name."""
    return ":" in text and _FORM.match(text.strip()) is not None
