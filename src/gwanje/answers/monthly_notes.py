"""What a reader should know about a monthly table; interfaces have the words for it."""

from typing import Literal

from gwanje.answers.answer import Plain


class MonthlyNote(Plain):
    """One thing that was noted while a table was read, and the names it is about."""

    kind: Literal[
        "partners_not_known", "columns_not_used", "no_mass", "items_of_several_sources", "provisional_months",
        "codes_of_another_vintage", "shares_of_buyers",
    ]  # fmt: skip
    names: tuple[str, ...] = ()
