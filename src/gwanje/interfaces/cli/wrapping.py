"""Long lines broken for a terminal: between words, with a hanging indent; a Korean letter is two columns wide."""

import re
import shutil
from collections.abc import Iterable, Iterator

from rich.cells import cell_len

_WIDEST = 100
_NARROWEST = 40
_LABEL = re.compile(r" *\S+ {2,}")


def line_width() -> int:
    """How wide a line may be: the terminal, at most 100 columns."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns))


def wrapped(text: str, width: int) -> list[str]:
    """One line as several no wider than `width`; those after the first are indented, under a label under its text."""
    start = len(text) - len(text.lstrip(" "))
    label = _LABEL.match(text)
    hang = label.end() - start if label else 2
    if cell_len(text) <= width:
        return [text]
    lines, line = [], " " * start
    room = " " * (start + hang)
    for word in _words(text[start:], width - start - hang):
        empty = not line.strip()
        if not empty and cell_len(line) + 1 + cell_len(word) > width:
            lines.append(line)
            line, empty = room, True
        line += word if empty else f" {word}"
    return [*lines, line]


def wrapped_all(lines: Iterable[str], width: int) -> Iterator[str]:
    """Every line broken where it is too long."""
    for line in lines:
        yield from wrapped(line, width)


def _words(text: str, width: int) -> Iterator[str]:
    """The words of a text; one that is wider than a line is cut into parts that fit."""
    for word in text.split(" "):
        rest = word
        while cell_len(rest) > width:
            kept = len(rest)
            while kept > 1 and cell_len(rest[:kept]) > width:
                kept -= 1
            yield rest[:kept]
            rest = rest[kept:]
        yield rest
