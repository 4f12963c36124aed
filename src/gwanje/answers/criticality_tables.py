"""Which loaded tables a scheme of criticality needs, which are missing, and the command that brings each."""

import math
from collections.abc import Iterable, Sequence
from functools import cache

from gwanje.answers.criticality_answer import Interval, MissingTable
from gwanje.answers.sentences import Sentence
from gwanje.answers.tower import Tower
from gwanje.foundation.figures import AnswerStatus
from gwanje.foundation.instants import AsOf
from gwanje.watch.criticality import Bounds, CriticalityContent, Material
from gwanje.watch.store.materials import MaterialStore

NONE = Sentence(en="", ko="")


def content_of(tower: Tower) -> CriticalityContent:
    """What content says about criticality, read once for the same texts."""
    return _read(tuple(sorted(tower.indicator_texts.items())))


@cache
def _read(texts: tuple[tuple[str, str], ...]) -> CriticalityContent:
    return CriticalityContent.read(dict(texts))


def missing_tables(tower: Tower, store: MaterialStore, as_of: AsOf, needed: Sequence[str]) -> tuple[MissingTable, ...]:
    """The needed tables that were not known then."""
    return tuple(_missing(tower, store, table) for table in needed if not store.has(table, as_of.known))


def status_of(missing: Sequence[MissingTable]) -> AnswerStatus:
    """No data where anything was never loaded; not yet known where everything missing became known later."""
    if not missing:
        return "ok"
    return "not_yet_known" if all(one.status == "not_yet_known" for one in missing) else "no_data"


def reason_of(missing: Sequence[MissingTable]) -> Sentence:
    """Not seen, and the commands that bring it."""
    if not missing:
        return NONE
    if status_of(missing) == "not_yet_known":
        tables = ", ".join(one.table for one in missing)
        return Sentence(
            en=f"not yet known: no vintage of {tables} was public by then",
            ko=f"아직 알려지지 않음: 그때까지 {tables}의 자료가 공개되지 않았음",
        )
    commands = "; ".join(dict.fromkeys(one.remedy for one in missing if one.status == "no_data"))
    return Sentence(en=f"not seen: no data. Load them: {commands}", ko=f"자료 없음: 확인 못 함. 불러오기: {commands}")


def data_sources(tower: Tower, tables: Iterable[str]) -> list[str]:
    """The sources behind some tables that have a vintage."""
    known = tower.sources.table_names()
    feeding = [source for table in tables if table in known for source, _ in tower.sources.feeding(table)]
    return list(dict.fromkeys(source.key for source in feeding if tower.vintages.snapshots(source.key)))


def interval(bounds: Bounds | None) -> Interval | None:
    """Bounds as they are answered: an infinite upper one is none."""
    if bounds is None:
        return None
    return Interval(low=bounds.low, high=bounds.high if math.isfinite(bounds.high) else None)


def names_of(material: Material | None, fallback: str = "") -> dict[str, str]:
    """A material's names in both languages."""
    if material is None:
        return {"en": fallback, "ko": fallback}
    return {"en": material.names.best("en"), "ko": material.names.best("ko")}


def _missing(tower: Tower, store: MaterialStore, table: str) -> MissingTable:
    status: AnswerStatus = "no_data" if store.first_known(table) is None else "not_yet_known"
    if table not in tower.sources.table_names():
        return MissingTable(table=table, source="", status=status, remedy=f"declare a source of the table {table}")
    source, spec = tower.sources.feeding(table)[0]
    file = next((one for one in source.files if one.name == spec.file), None)
    can_fetch = file is not None and bool(file.url)
    remedy = f"gwanje data fetch {source.key}" if can_fetch else f"gwanje data load {spec.file} --source {source.key}"
    return MissingTable(table=table, source=source.key, status=status, remedy=remedy)
