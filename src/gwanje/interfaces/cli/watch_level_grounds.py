"""What an adopted level rests on, as lines: its readings as told then, what stood beside them, what was decided."""

from collections.abc import Iterator

from gwanje.answers.level_grounds import LevelGrounds
from gwanje.interfaces.cli.words import Words


def grounds_told(grounds: LevelGrounds, resource: str, say: Words) -> Iterator[str]:
    """The grounds of one adoption; nothing of it is computed again."""
    lang = say.lang
    yield f"{resource}: {grounds.words.say(lang)}"
    yield from (f"  {one.words.say(lang)}" for one in grounds.readings)
    yield from (say.say("lvl_not_read", words=one.say(lang)) for one in grounds.not_read)
    if grounds.note:
        yield say.say("lvl_note_then", note=grounds.note)
    if grounds.beside:
        yield say["lvl_beside_then"]
        yield from (f"    {one.item}: {one.words.say(lang)}" for one in grounds.beside)
    yield say["lvl_decided_then"]
    yield from (f"    {one.say(lang)}" for one in grounds.decided)
