"""The words of the command line: one catalogue per language beside this file."""

from gwanje.interfaces.cli.words.catalogue import Words, last_day, local_day, words
from gwanje.interfaces.cli.words.naming import Naming, best_name, name_mark, pick

__all__ = ["Naming", "Words", "best_name", "last_day", "local_day", "name_mark", "pick", "words"]
