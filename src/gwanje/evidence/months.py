"""Months as files write them, to YYYY-MM; a cell of another form is refused with its place."""

import re
from calendar import monthrange

import pyarrow as pa
import pyarrow.compute as pc

from gwanje.evidence.columns import MonthForm
from gwanje.evidence.readers import RawTable, refused

_WORDS = dict(
    zip(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), range(1, 13), strict=True)
)
_FORMS: dict[str, re.Pattern[str]] = {
    "YYYY.MM": re.compile(r"(?P<year>\d{4})\.(?P<month>\d{2})"),
    "YYYYMM": re.compile(r"(?P<year>\d{4})(?P<month>\d{2})"),
    "YYYY-MM": re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})"),
    "YYYY/MM": re.compile(r"(?P<year>\d{4})/(?P<month>\d{2})"),
    "YYYY-MM-DD": re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
    "DD-Mon-YYYY": re.compile(r"(?P<day>\d{2})-(?P<word>[A-Z][a-z]{2})-(?P<year>\d{4})"),
    "YYYYMmm": re.compile(r"(?P<year>\d{4})M(?P<month>\d{2})"),
}


def months_from_text(values: pa.ChunkedArray, form: MonthForm, raw: RawTable, column: str) -> pa.ChunkedArray:
    """Each cell as YYYY-MM; every different text is read once."""
    coded = values.cast(pa.string()).combine_chunks().dictionary_encode()
    read = [_one(text, form) for text in coded.dictionary.to_pylist()]
    if None in read:
        text = coded.dictionary[read.index(None)]
        row = pc.index(values, text).as_py()
        raise refused(
            f"Another text than a month stands in the column '{column}'",
            raw.place(row, column),
            expected=f"a month written {form}" + (", on its first or last day" if "DD" in form else ""),
            found=f"'{text.as_py()}'",
            remedy="Correct the cell, declare the form the file uses, or declare the row as one to leave out",
        )
    return pa.chunked_array([pa.array(read, type=pa.string()).take(coded.indices)])


def _one(text: str, form: MonthForm) -> str | None:
    found = _FORMS[form].fullmatch(text.strip())
    if found is None:
        return None
    parts = found.groupdict()
    month = _WORDS.get(parts["word"], 0) if "word" in parts else int(parts["month"])
    if not 1 <= month <= 12:
        return None
    if "day" in parts and int(parts["day"]) not in {1, monthrange(int(parts["year"]), month)[1]}:
        return None
    return f"{parts['year']}-{month:02d}"
