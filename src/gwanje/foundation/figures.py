"""A figure is a number, or the stated absence of one, that never travels without its source (Convention S2, A1)."""

from dataclasses import dataclass
from typing import Literal

from gwanje.foundation.errors import RefusedInputError
from gwanje.foundation.markings import Marking

AnswerStatus = Literal["ok", "not_yet_known", "no_data", "not_computable"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as it may be printed: value, unit, what it is about, and the sources that carry it.

    `value` is None exactly when `status` is not ok; the reason then says why. A figure without a source cannot be made.
    """

    value: float | None
    unit: str
    about: str
    sources: tuple[str, ...]
    status: AnswerStatus = "ok"
    reason: str = ""
    marking: Marking = Marking.PUBLIC

    def __post_init__(self) -> None:
        if not self.sources or not all(self.sources):
            raise RefusedInputError(
                f"The figure '{self.about}' has no source",
                expected="at least one source id",
                found="none",
                remedy="Cite the source beside the value; a figure without a source is never printed (Convention S2)",
            )
        if (self.value is None) == (self.status == "ok"):
            raise RefusedInputError(
                f"The figure '{self.about}' contradicts itself",
                expected="a value with status ok, or no value with the reason why",
                found=f"value {self.value}, status {self.status}",
                remedy="Absent is not zero: give the number, or say which absence it is (Convention A1)",
            )
