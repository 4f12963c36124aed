"""Acts of people read back from the journal: a kind that this version does not know is refused, never skipped."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from gwanje.foundation.errors import UnavailableError

Act = TypeVar("Act", bound=Any)


def act_model(kinds: Mapping[str, type[Act]], kind: str, number: int, about: str) -> type[Act]:
    """The model of a kind of act.

    Raises:
        UnavailableError: a later version of gwanje entered a kind of act that this one cannot read.
    """
    model = kinds.get(kind)
    if model is None:
        raise UnavailableError(
            f"An act on {about} is of a kind that this version does not know",
            place=f"entry {number}",
            expected=f"one of {', '.join(kinds)}",
            found=kind,
            remedy="Read this journal with the version that entered it, or a later one",
        )
    return model


def act_as_kept(model: type[Act], number: int, at: datetime, payload: Mapping[str, Any]) -> Act:
    """An act of a model from what the journal keeps of it."""
    known = {one.name for one in fields(model)}
    kept = {
        name: tuple(value) if isinstance(value, list) else value for name, value in payload.items() if name in known
    }
    found: Act = model(**kept, number=number, at=at)
    return found
