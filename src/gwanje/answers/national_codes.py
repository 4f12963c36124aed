"""The international code that a national code is built on, where its vintage names the revision."""

from gwanje.foundation.codes import Code

_DIGITS = 6
_BUILT_ON_HS = ("hsk",)


def international(code: Code) -> Code:
    """The six-digit code of the same Harmonized System revision; an international code stays as it is.

    The other way does not hold: the six digits hold other goods too.
    """
    if code.scheme in _BUILT_ON_HS and len(code.digits) > _DIGITS:
        return Code("hs", code.vintage, code.digits[:_DIGITS])
    return code
