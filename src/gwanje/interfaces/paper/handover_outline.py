"""The handover sheet of a unit as a Korean office outline (□ ○ –), to be edited and signed."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from gwanje.answers.handover_sheets import HandoverSheet
from gwanje.interfaces.paper.handover_lists import (
    AffairLine,
    OpenGroup,
    affair_groups,
    below,
    contacts,
    desks,
    open_counts,
    open_groups,
    open_heading,
    others_logged,
    overlaps,
    quiet_affairs,
    readings_told,
    rules,
    rules_heading,
)
from gwanje.interfaces.paper.handover_words import HandoverWords, Told
from gwanje.interfaces.paper.hwpx import Grid, Line, Outline
from gwanje.interfaces.paper.outlines import source_lines, stamp_line

_SIGNERS = ("gives", "takes", "confirms")
_LINES = ("post", "name", "sign", "date")


def handover_outline(answer: HandoverSheet, zone: ZoneInfo) -> Outline:
    """The sheet as an outline."""
    words = HandoverWords(answer, "ko", zone)
    blocks: list[Line | Grid] = [stamp_line(answer.on, answer.known, zone, answer.marking.word)]
    blocks.append(Line("square", _cited(words.finding())))
    blocks += [Line("circle", f"{word}: {_cited(told)}") for word, told in words.unit_rows()]
    for group in affair_groups(words):
        blocks.append(Line("square", group.heading))
        blocks += [line for affair in group.affairs for line in _affair(affair, words)]
    led_below = below(words)
    if led_below:
        blocks.append(Line("square", words.say.count("sheet_head_below", len(words.answer.below))))
        blocks += _circles(led_below)
    blocks += _open(words)
    blocks += _people(words)
    blocks += _rest(words)
    blocks += [Line("square", words.say["sheet_signing"]), _signing(words)]
    blocks += source_lines(answer.sources)
    return Outline(title=f"{words.unit_name} {words.say['sheet_title']}", written=answer.on, blocks=blocks)


def _cited(told: Told) -> str:
    return told.text + (f" [{', '.join(told.sources)}]" if told.sources else "")


def _affair(affair: AffairLine, words: HandoverWords) -> Iterator[Line]:
    say = words.say
    yield Line("circle", f"{affair.name} ({affair.id})")
    if not words.is_one_day:
        yield Line("dash", f"{say['sheet_before']}: {_cited(affair.before)}")
    yield Line("dash", f"{say['sheet_held' if words.is_one_day else 'sheet_after']}: {_cited(affair.after)}")
    yield Line("dash", f"{say['sheet_part']}: {affair.role}")
    yield Line("dash", f"{say['sheet_basis']}: {', '.join(one.text for one in affair.basis)}")


def _open(words: HandoverWords) -> Iterator[Line | Grid]:
    if not words.answer.affairs:
        return
    counts, quiet = open_counts(words), quiet_affairs(words)
    yield Line("square", f"{open_heading(words)}({counts})" if counts else open_heading(words))
    if not readings_told(words):
        yield Line("note", words.say["sheet_earlier_reading"])
    for group in open_groups(words):
        yield Line("circle", group.affair)
        yield from _open_group(group, words)
    if quiet:
        yield Line("circle", quiet)


def _open_group(group: OpenGroup, words: HandoverWords) -> Iterator[Line | Grid]:
    say = words.say
    if group.dated:
        rows = tuple(
            (
                f"{due.day} {due.left}".rstrip(),
                f"{_cited(due.what)} {due.when}".rstrip(),
                due.id,
            )
            for due in group.dated
        )
        yield Grid((say["sheet_due"], say["sheet_what"], say["sheet_id"]), rows)
    for told in group.lists:
        if told.is_short:
            yield Line("dash", f"{told.heading}: {', '.join(f'{_cited(one)}({id_})' for one, id_ in told.lines)}")
        else:
            yield Line("dash", told.heading)
            yield from (Line("note", f"{id_} {_cited(one)}") for one, id_ in told.lines)


def _people(words: HandoverWords) -> Iterator[Line]:
    say = words.say
    yield Line("square", say["sheet_head_desks"])
    yield from (Line("circle", f"{affairs}: {_cited(told)}") for affairs, told in desks(words))
    posts = contacts(words)
    yield from (Line("circle", f"{post}: {_cited(told)}") for post, told in posts)
    if not posts:
        yield Line("circle", say["sheet_no_posts"])
    looking = overlaps(words)
    yield Line("square", say.count("sheet_head_overlaps", len(looking)) if looking else say["sheet_head_overlaps_none"])
    yield from _circles([*looking, *others_logged(words)])


def _rest(words: HandoverWords) -> Iterator[Line]:
    say = words.say
    waiting, before = words.names_waiting(), words.names_before()
    yield Line("square", say["sheet_head_names" if waiting else "sheet_head_names_official"])
    yield from _circles(waiting)
    if before:
        yield Line("circle", say["sheet_names_before"])
        yield from (Line("dash", told.text) for told in before)
    yield Line("square", rules_heading(words))
    yield from (Line("circle", f"{affair}: {', '.join(routes)}") for affair, routes in rules(words))


def _circles(told: Iterable[Told]) -> Iterator[Line]:
    return (Line("circle", _cited(one)) for one in told)


def _signing(words: HandoverWords) -> Grid:
    say = words.say
    head = ("", *(say[f"sheet_line_{line}"] for line in _LINES))
    return Grid(head, tuple((say[f"sheet_signer_{signer}"], "", "", "", "") for signer in _SIGNERS))
