"""What a scenario's loss is by region and by size of firm, as a type: an allocation by shares, said so."""

from gwanje.answers.answer import Plain
from gwanje.answers.sentences import Sentence


class RunAmounts(Plain):
    """M USD not made in three runs of one reading: the one that loses least, every range in the middle, the one that
    loses most; below zero more is made than normally.
    """

    least: float
    middle: float
    most: float


class RegionalRow(Plain):
    """One region: rounded amounts that add up over the regions, and the industries of the run that loses most."""

    region: str
    lost_musd: RunAmounts
    by_industry: dict[str, float]


class SizeRow(Plain):
    """Firms of one size, of one region or, with an empty name, of the whole country."""

    region: str
    size: str
    lost_musd: RunAmounts


class SizeLosses(Plain):
    """The loss by size of firm, by shares of a person's file."""

    name: str
    sha256: str
    said: Sentence
    rows: tuple[SizeRow, ...]


class RegionalLosses(Plain):
    """The loss of one reading by region, by shares of published accounts; no regional model."""

    name: str
    sha256: str
    year: int
    concordance: str
    concordance_rows: dict[str, str]
    reading: str
    decimals: int
    said: Sentence
    rows: tuple[RegionalRow, ...]
