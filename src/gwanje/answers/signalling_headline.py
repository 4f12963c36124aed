"""What a month of imports says first, in one sentence."""

from collections.abc import Sequence
from datetime import date

from gwanje.answers.sentences import Sentence
from gwanje.answers.signalling_answer import SignalGroup


def signals_headline(groups: Sequence[SignalGroup], month: date, sources: tuple[str, ...]) -> Sentence:
    """How many items ask to be looked at, and which comes first and why it does."""
    if not groups:
        return Sentence(
            en=f"{month:%B %Y} is quiet: nothing reaches a word.",
            ko=f"{month.year}년 {month.month}월: 단계에 이른 품목 없음.",
        )
    first = groups[0].signals[0]
    many = len(groups)
    return Sentence(
        en=f"{month:%B %Y}: {many} {'item asks' if many == 1 else 'items ask'} to be looked at, first "
        f"{groups[0].names['en']} from {first.partner_names['en']}.",
        ko=f"{month.year}년 {month.month}월: 살펴볼 품목 {many}개, 먼저 {first.partner_names['ko']}산 "
        f"{groups[0].names['ko']}.",
        sources=sources,
    )
