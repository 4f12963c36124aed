"""Text on a chart: how wide it is about, how it breaks into lines, and how it is shortened where it has to be.

Widths are estimates on the wide side, because a chart is drawn before anyone knows which font will show it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_NARROW, _THIN, _WIDE, _CAPITAL, _OTHER, _FULL = 0.29, 0.37, 0.88, 0.66, 0.56, 0.96
_BOLD = 1.06
_SLANT = 1.04
_FULL_FROM = "\u1100"
_DOTS = "…"


@dataclass(frozen=True, slots=True)
class Style:
    """A size in pixels and a weight; `name` is the class that carries it on the drawing."""

    name: str
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style; `colour` is a further class."""

    text: str
    style: Style
    colour: str = ""

    @property
    def width(self) -> float:
        """How wide the words are, about; slanted ones a little more."""
        slant = _SLANT if "lent" in self.colour else 1.0
        return text_width(self.text, self.style.size, bold=self.style.bold) * slant

    def saying(self, text: str) -> "Run":
        """Other words in the same style."""
        return Run(text, self.style, self.colour)


Runs = tuple[Run, ...]


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is, about: Hangul nearly one em in any weight, Latin letters a little over half of it."""
    heavier = _BOLD if bold else 1.0
    return sum(_FULL if _is_full(sign) else _em(sign) * heavier for sign in text) * size


def _is_full(sign: str) -> bool:
    return sign >= _FULL_FROM and not "\u2000" <= sign <= "\u25ff"


def _em(sign: str) -> float:
    if sign in "iljI.,:;'|!·◦ \u00a0":
        return _NARROW
    if sign in 'ftr()[]/"-':
        return _THIN
    if sign in "mwMW@%…—–→":
        return _WIDE
    return _CAPITAL if sign.isupper() else _OTHER


def runs_width(runs: Runs) -> float:
    """The width of one line."""
    return sum(run.width for run in runs)


def runs_text(runs: Runs) -> str:
    """The words of one line."""
    return "".join(run.text for run in runs)


def wrapped(runs: Sequence[Run], width: float, most: int) -> list[Runs]:
    """The runs as lines no wider than `width`, broken between words; past `most` lines the rest becomes three dots."""
    lines: list[list[Run]] = [[]]
    used = 0.0
    for word in _words(runs, width):
        if used + word.saying(word.text.rstrip()).width > width and lines[-1]:
            lines.append([])
            used = 0.0
        if lines[-1] or word.text.strip():
            lines[-1].append(word)
            used += word.width
    whole = [_joined(line) for line in lines if line]
    if len(whole) <= most:
        return whole
    return [*whole[: most - 1], _shortened(whole[most - 1], width)]


def _words(runs: Sequence[Run], width: float) -> list[Run]:
    """Each word with the space behind it; a word wider than a line is cut into parts that fit."""
    found: list[Run] = []
    for run in runs:
        for word in run.text.replace(" ", " \0").split("\0"):
            found += _cut(run.saying(word), width)
    return [word for word in found if word.text]


def _cut(word: Run, width: float) -> list[Run]:
    if word.saying(word.text.rstrip()).width <= width or len(word.text) == 1:
        return [word]
    kept = len(word.text)
    while kept > 1 and word.saying(word.text[:kept]).width > width:
        kept -= 1
    return [word.saying(word.text[:kept]), *_cut(word.saying(word.text[kept:]), width)]


def _joined(line: list[Run]) -> Runs:
    """Neighbours in one style as one run, without the space at the end."""
    joined: list[Run] = []
    for run in line:
        if joined and (joined[-1].style, joined[-1].colour) == (run.style, run.colour):
            joined[-1] = run.saying(joined[-1].text + run.text)
        else:
            joined.append(run)
    joined[-1] = joined[-1].saying(joined[-1].text.rstrip())
    return tuple(joined)


def _shortened(line: Runs, width: float) -> Runs:
    """A line with three dots at its end, within the width."""
    kept = list(line)
    while kept:
        last = kept.pop()
        text = last.text.rstrip()
        while text:
            whole = (*kept, last.saying(f"{text}{_DOTS}"))
            if runs_width(whole) <= width:
                return whole
            text = text[:-1].rstrip()
    return (line[0].saying(_DOTS),)
