"""The table of a reform's events: for each verb, which column carries which key of content, and in which form.

One event a row. Rows of four more words belong to the events: `reform` (the reform itself, first), `reference` (a publication it
brings), `successor` (under a split, one row each) and `final_name` (under `finalise_names`), and `count` (units of one kind).
"""

from typing import Literal, NamedTuple

from gwanje.interfaces.exchange.endings import ending_columns
from gwanje.interfaces.exchange.records import LANGUAGES

Form = Literal[
    "text",
    "id",
    "ids",
    "sources",
    "claims",
    "word",
    "unit",
    "units",
    "unit or all",
    "origin",
    "side",
    "post side",
    "kind",
    "parent",
    "affairs",
    "partners",
    "number",
    "numbers",
    "names",
    "ending",
    "children",
    "day",
    "known",
    "status",
    "marking",
    "verb",
    "flag",
]
ORIGIN_WORDS = ("dispersed", "not reported", "none")
NAME_CELLS = tuple(column for lang in LANGUAGES for column in (lang, f"{lang}_status", f"{lang}_note"))
CHILDREN = ("complete_levels", "incomplete", "children_note")


class Slot(NamedTuple):
    """A key of content, as a path; the column that carries it; its form; whether it must be there."""

    key: str
    column: str
    form: Form
    needed: bool = False


def _same(name: str, form: Form, *, needed: bool = False) -> Slot:
    return Slot(name, name, form, needed)


_UNIT = _same("unit", "unit", needed=True)
_NAMES = Slot("names", "en", "names")
_PART = (Slot("scope", "part", "word"), _same("scheme", "word"), _same("item", "word"))
_KIND_CHANGE = (_UNIT, Slot("from", "from", "kind", needed=True), Slot("to", "to", "kind", needed=True), _NAMES)
_END = (_UNIT, Slot("successors", "to", "units"))
_TRANSFER = (
    _same("mandates", "affairs", needed=True),
    Slot("from", "from", "origin", needed=True),
    Slot("to", "to", "unit", needed=True),
    _same("inner", "side"),
    _same("cooperating", "partners"),
    _same("derived", "text"),
    *_PART,
    _same("overlap_days", "number"),
)
VERBS: dict[str, tuple[Slot, ...]] = {
    "establish": (
        _UNIT,
        _same("rank", "kind", needed=True),
        _same("parent", "parent", needed=True),
        _NAMES,
        _same("predecessor", "side"),
        _same("until", "ending"),
        Slot("children", "complete_levels", "children"),
    ),
    "rename": (_UNIT, _NAMES, _same("pattern", "text")),
    "move": (_UNIT, Slot("from", "from", "parent", needed=True), Slot("to", "to", "parent", needed=True)),
    "merge_units": (
        Slot("units", "from", "units", needed=True),
        Slot("into.unit", "to", "unit", needed=True),
        Slot("into.rank", "rank", "kind"),
        Slot("into.parent", "parent", "parent"),
        Slot("into.names", "en", "names"),
        Slot("into.children", "complete_levels", "children"),
    ),
    "split_unit": (_UNIT,),
    "abolish": _END,
    "end_term": _END,
    "upgrade": _KIND_CHANGE,
    "downgrade": _KIND_CHANGE,
    "make_permanent": _KIND_CHANGE,
    "change_class": _KIND_CHANGE,
    "extend_term": (_UNIT, _same("until", "ending", needed=True)),
    "transfer": _TRANSFER,
    "merge": _TRANSFER,
    "delegate": (
        _same("mandates", "affairs", needed=True),
        Slot("from", "from", "post side", needed=True),
        Slot("to", "to", "post side", needed=True),
        _same("form", "word", needed=True),
        _same("until", "ending"),
        *_PART,
    ),
    "change_posts": (
        _UNIT,
        _same("announced", "number"),
        _same("director_level", "number"),
        _same("by_kind", "numbers"),
        _same("listed_before", "number"),
        _same("listed_after", "number"),
    ),
    "move_posts": (
        Slot("from", "from", "side", needed=True),
        Slot("to", "to", "side", needed=True),
        _same("posts", "number", needed=True),
        _same("by_kind", "numbers"),
        _same("derived", "text"),
    ),
    "finalise_names": (Slot("units", "unit", "unit or all"),),
    "correct": (_same("corrects", "id", needed=True), Slot("instead", "instead", "verb")),
}
CITED = (
    _same("sources", "sources"),
    _same("status", "status"),
    _same("claims", "claims"),
    _same("known", "known"),
    _same("marking", "marking"),
    _same("note", "text"),
    _same("note_ko", "text"),
)
CHANGE = (
    _same("fact", "id"),
    _same("also", "ids"),
    _same("effective", "day"),
    _same("not_later_than", "day"),
    *CITED,
)
SUCCESSOR = (
    _UNIT,
    _same("rank", "kind"),
    _same("parent", "parent"),
    _NAMES,
    Slot("children", "complete_levels", "children"),
    _same("mandates", "affairs"),
    _same("units", "units"),
    _same("posts", "number"),
)
FINAL_NAME = (_UNIT, _NAMES)
REFORM = (
    Slot("id", "fact", "id", needed=True),
    _NAMES,
    _same("effective", "day"),
    Slot("basis.act", "act", "text"),
    Slot("basis.act_ko", "act_ko", "text"),
    Slot("basis.decided", "decided", "day"),
    Slot("posts.total", "posts", "number"),
    Slot("posts.director_level", "director_level", "number"),
    Slot("posts.claims", "post_claims", "claims"),
    *CITED,
)
REFERENCE = (
    Slot("id", "fact", "id", needed=True),
    _same("publisher", "text", needed=True),
    _same("locator", "text"),
    Slot("published", "published", "known"),
    _same("weak", "flag"),
    _same("note", "text"),
)
COUNT = (
    _UNIT,
    Slot("kind", "rank", "kind", needed=True),
    Slot("before", "listed_before", "number", needed=True),
    Slot("after", "listed_after", "number", needed=True),
)
EXTRA: dict[str, tuple[Slot, ...]] = {
    "reform": REFORM,
    "reference": REFERENCE,
    "successor": SUCCESSOR,
    "final_name": FINAL_NAME,
    "count": (*COUNT, *CITED),
}
WORDS = (*EXTRA, *VERBS)
"""Every word the column `verb` may hold."""
FIRST = (
    *("verb", "unit", "from", "to", "rank", "parent", "en", "ko", "mandates", "part", "posts", "announced"),
    *("listed_before", "listed_after", "fact", "note"),
)
"""Columns that are always written."""
MORE = (
    *("effective", "own", *(one for one in NAME_CELLS if one not in LANGUAGES), "inner", "cooperating", "units"),
    *("predecessor", *ending_columns("until"), "derived", "scheme", "item", "overlap_days", "form", "pattern"),
    *(*CHILDREN, "director_level", "by_kind", "corrects", "instead", "not_later_than", "also", "sources", "status"),
    *(
        "claims",
        "known",
        "marking",
        "note_ko",
        "act",
        "act_ko",
        "decided",
        "post_claims",
        "publisher",
        "locator",
        "published",
        "weak",
    ),
)
"""Columns that are written where some row fills them."""
COLUMNS = (*FIRST, *MORE)


def columns_of(slots: tuple[Slot, ...]) -> frozenset[str]:
    """Every column that some keys are carried by."""
    found = {slot.column for slot in slots}
    for slot in slots:
        if slot.form == "names":
            found |= set(NAME_CELLS)
        elif slot.form == "children":
            found |= set(CHILDREN)
        elif slot.form == "ending":
            found |= set(ending_columns(slot.column))
    return frozenset(found)
