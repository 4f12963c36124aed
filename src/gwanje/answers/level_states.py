"""The states in which a level may be told on a day, as words of the answers."""

from typing import Literal

StateKey = Literal["none", "held", "day_unknown", "term_over", "last_told", "no_levels_read", "scheme_not_in_force"]
