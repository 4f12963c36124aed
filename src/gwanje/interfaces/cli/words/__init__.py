"""The words of the command line: one catalogue per language beside this file."""

from gwanje.interfaces.cli.words.catalogue import Words, words
from gwanje.interfaces.cli.words.naming import Naming, best_name, name_mark, pick

__all__ = ["Naming", "Words", "best_name", "name_mark", "pick", "words"]
