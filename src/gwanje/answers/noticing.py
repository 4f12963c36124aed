"""Foreign notices in hand: what a text suggests, each with its place; what waits for a person; what was confirmed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gwanje.answers.answer import Answer
from gwanje.answers.leads import affair_of
from gwanje.answers.noticing_suggestions import (
    code_told,
    confirming_command,
    date_told,
    missing_told,
    with_items_of_codes,
    words_told,
)
from gwanje.answers.noticing_suspended import SuspendedTold, open_words, suspended
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.flows.confirm_notice import NoticeBooks, find_draft
from gwanje.foundation.codes import Code
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf
from gwanje.watch import (
    ConfirmedCode,
    NoticeFile,
    NoticeWords,
    read_notice,
)
from gwanje.watch.notices import notice_files
from gwanje.watch.store import CodeTrees, TradeStore

Json = dict[str, Any]


class DraftAnswer(Answer):
    """One notice: its text, what it suggests, and what became of it."""

    id: str
    name: str
    state: str
    sha256: str
    entered: datetime
    by: str
    text: str
    vintage: int | None
    schedule: int | None
    dates: tuple[Json, ...]
    codes: tuple[Json, ...]
    words: tuple[Json, ...]
    suspends: tuple[SuspendedTold, ...]
    issuer: str
    number: str
    kind: str
    missing: tuple[Sentence, ...]
    confirm: str
    records: tuple[str, ...]

    def rows(self) -> list[Json]:
        """One suggestion a row, in the order of the text."""
        dates = [
            {"what": one["role"], "as written": one["text"], "suggests": one["suggests"], "line": one["line"], "where": one["excerpt"]}
            for one in self.dates
        ]  # fmt: skip
        codes = [
            {"what": "code", "as written": one["text"], "suggests": one["suggests"], "line": one["line"], "where": one["excerpt"]}
            for one in self.codes
        ]  # fmt: skip
        words = [
            {"what": one["what"], "as written": one["text"], "suggests": one["suggests"], "line": one["line"], "where": one["excerpt"]}
            for one in self.words
        ]  # fmt: skip
        acts = [
            {"what": "suspends", "as written": one.text, "suggests": _suggested(one), "line": one.line, "where": one.excerpt}
            for one in self.suspends
        ]  # fmt: skip
        return [*dates, *codes, *words, *acts]


class NoticesAnswer(Answer):
    """Every notice in hand, those that wait first."""

    notices: tuple[Json, ...]

    def rows(self) -> list[Json]:
        """One notice a row."""
        return [dict(one) for one in self.notices]


def _suggested(one: SuspendedTold) -> str:
    """The measures of the register that bear the number of an act; an open one says so."""
    ids = " ".join(measure["id"] for measure in one.measures)
    return ids if one.suggested else f"{ids} (perhaps)" if ids else f"{one.number}: not in the register"


def notice_words(tower: Tower) -> NoticeWords:
    """What a text is searched for: offices, goods by their own names and by those of content, countries."""
    more = {one.item: one.words for one in tower.intake.goods}
    goods = {item.key: (*item.names.texts(), *item.other_names.en, *more.get(item.key, ())) for item in tower.items}
    own = {iso3: tower.countries.get(iso3).names.texts() for iso3 in tower.countries.codes()}
    short = {iso3: tuple(name for name in names if len(name) > 1) for iso3, names in own.items()}
    return NoticeWords(tower.intake.issuers, goods, short)


def notice_books(tower: Tower) -> NoticeBooks:
    """What a confirmation is checked against in this tower."""
    return NoticeBooks(
        zone=tower.zone,
        register=tower.restrictions,
        words=notice_words(tower),
        country=lambda iso3: (tower.countries.name(iso3, "en"), tower.countries.name(iso3, "ko")),
        item_names=lambda item: (tower.items[item].names.best("en"), tower.items[item].names.best("ko")),
        affair=lambda item: affair_of(tower, item)[0],
        titles=lambda codes: CodeTrees(tower.warehouse).titles(codes),
        vintages=lambda: CodeTrees(tower.warehouse).vintages(),
        same_in=lambda code: _same_in(tower, code),
        slice_match=lambda codes: _slice_match(tower, codes),
        items_of=lambda code: items_of(tower, code),
    )


def items_of(tower: Tower, code: Code) -> tuple[str, ...]:
    """The items whose goods a code is, wholly: what a measure on it touches though no word of its text says so."""
    return tuple(item.key for item, member in tower.items.items_of_code(code) if member.is_whole)


def draft_number(asked: str) -> int:
    """The number of a draft: NTC-7, or 7."""
    digits = asked.upper().removeprefix("NTC-")
    if not digits.isdigit():
        raise WrongUseError(
            f"'{asked}' is not a draft of a notice",
            expected="NTC- and a number",
            found=asked,
            remedy="List them with gwanje watch notice list",
        )
    return int(digits)


def draft(
    tower: Tower, number: int, as_of: AsOf, *, vintage: int | None = None, schedule: int | None = None
) -> DraftAnswer:
    """One notice as it stood then; the vintage asked for now counts, else the one it was entered with."""
    file = find_draft(notice_files(tower.watch_store.notices.acts(), as_of.known), number)
    kept = file.draft
    year, national = vintage or kept.vintage, schedule or kept.schedule
    reading = read_notice(kept.text, notice_words(tower), vintage=year, schedule=national)
    reading = with_items_of_codes(reading, lambda code: items_of(tower, code))
    codes = [Code.parse(one.six) for one in reading.codes if one.six]
    trees = CodeTrees(tower.warehouse) if codes else None
    titles = {str(code): title for code, title in trees.titles(codes).items()} if trees else {}
    acts = suspended(tower, kept.id, kept.text, reading, as_of)
    unnamed = open_words(kept.id, kept.text, reading, acts)
    return DraftAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=kept.marking,
        id=kept.id,
        name=kept.name,
        state=file.state,
        sha256=kept.sha256,
        entered=kept.at,
        by=kept.by,
        text=kept.text,
        vintage=year,
        schedule=national,
        dates=tuple(date_told(one) for one in reading.dates),
        codes=tuple(code_told(one, titles) for one in reading.codes),
        words=tuple(words_told(reading)),
        suspends=acts,
        issuer=reading.issuer,
        number=reading.number,
        kind=reading.action,
        missing=(*missing_told(reading, titles, trees), *([unnamed] if unnamed else [])),
        confirm=confirming_command(file, reading, titles, acts),
        records=file.records,
    )


def notices(tower: Tower, as_of: AsOf) -> NoticesAnswer:
    """Every notice in hand, those that wait for a person first."""
    files = notice_files(tower.watch_store.notices.acts(), as_of.known)
    ordered = sorted(files, key=lambda one: (one.state != "waiting", one.draft.number))
    return NoticesAnswer(
        on=as_of.valid,
        known=as_of.known,
        country=tower.iso3,
        marking=max((one.draft.marking for one in files), key=_rank, default="public"),
        notices=tuple(_line(tower, one) for one in ordered),
    )


def _rank(word: str) -> int:
    return ("public", "internal", "restricted").index(word)


def _line(tower: Tower, file: NoticeFile) -> Json:
    kept = file.draft
    reason = file.set_aside.reason if file.set_aside else file.taken_back[-1].reason if file.taken_back else ""
    return {
        "id": kept.id,
        "name": kept.name,
        "entered": kept.at.astimezone(tower.zone).isoformat(timespec="minutes"),
        "by": kept.by,
        "state": file.state,
        "records": " ".join(file.records),
        "left_out": " ".join(one for one in file.records if one in tower.restrictions.left_out),
        "reason": reason,
        "sha256": kept.sha256[:16],
    }


def _same_in(tower: Tower, code: Code) -> tuple[int, ...]:
    """The other vintages in which an item of the content has the same digits, so the same goods."""
    items = [item.key for item, member in tower.items.items_of_code(code) if member.is_whole]
    members = [member.code for key in items for member in tower.items.codes(key, scheme="hs") if member.is_whole]
    years = {one.vintage for one in members if one.digits == code.digits and one.vintage != code.vintage}
    return tuple(sorted(years))


def _slice_match(tower: Tower, codes: Sequence[ConfirmedCode]) -> str:
    """Whether the goods meet the trade data that are loaded: the code itself, or the same goods in another vintage."""
    if not codes:
        return "no-goods"
    years = TradeStore(tower.warehouse).import_years(tower.iso3, tower.latest_known())
    last = max((year for found in years.values() for year in found), default=0)
    traded = {one.code: _years_of(one, years) for one in codes}
    met = [one for one in codes if last in traded[one.code]]
    if not met:
        return "old" if any(traded.values()) else "none"
    return "full" if len(met) == len(codes) and all(one.coverage == "full" for one in codes) else "part"


def _years_of(one: ConfirmedCode, years: Mapping[Code, tuple[int, ...]]) -> set[int]:
    forms = [one.code, *(Code(one.code.scheme, vintage, one.code.digits) for vintage in one.same)]
    return {year for code in forms for year in years.get(code, ())}
