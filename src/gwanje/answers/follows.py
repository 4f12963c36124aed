"""What a case of a scheme looks at beside its resources: data where there are any, else "not seen: no data"."""

from collections.abc import Callable
from typing import Any, Literal

from gwanje.answers.answer import Plain
from gwanje.answers.depending import measure, sources_behind
from gwanje.answers.sentences import Sentence, percent, percent_ko
from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf
from gwanje.watch import DependenceAnswer, Follow, Scheme
from gwanje.watch.store import TradeStore

Json = dict[str, Any]
_SHOWN = 5
_LEAST = 0.03


class Followed(Plain):
    """One item that a scheme follows: first order (it moves by the route itself) or second (what is made with it)."""

    item: str
    order: Literal["first", "second"]
    status: str
    then_status: str
    year: int | None = None
    suppliers: tuple[Json, ...] = ()
    fact: str | None = None
    words: Sentence


def follows(tower: Tower, scheme: Scheme, now: AsOf, then: AsOf) -> tuple[Followed, ...]:
    """Every item that a scheme follows, with its suppliers where data were loaded; `then` is what could be seen then."""
    first = TradeStore(tower.warehouse).first_known() if scheme.follows else None
    could_be_seen = first is not None and first <= then.known
    return tuple(_followed(tower, one, now, then if could_be_seen else None) for one in scheme.follows)


def _followed(tower: Tower, follow: Follow, now: AsOf, then: AsOf | None) -> Followed:
    item, order, fact = follow.item, follow.order, follow.fact
    found = measure(tower, item, tower.iso3, now)
    before = measure(tower, item, tower.iso3, then).status if then is not None else "not_yet_known"
    names = tower.items[item].names
    year = found.years[0] if found.status == "ok" and found.years else None
    if year is None:
        words = Sentence(
            en=f"{names.best('en')}: not seen: no data{_why(found)}", ko=f"{names.best('ko')}: 보이지 않음(자료 없음)"
        )
        return Followed(item=item, order=order, status=found.status, then_status=before, fact=fact, words=words)
    suppliers = [one.as_answer() for one in year.suppliers]
    shown = [one for one in suppliers if (one["share_value"] or 0) >= _LEAST][:_SHOWN]
    cited = tuple(sources_behind(tower, found, now))
    en = ", ".join(f"{tower.countries.name(one['iso3'], 'en')} {_both(one, percent)}" for one in shown)
    ko = ", ".join(f"{tower.countries.name(one['iso3'], 'ko')} {_both(one, percent_ko)}" for one in shown)
    late = ("", "") if before == "ok" else ("; not known then", "; 당시에는 알려지지 않음")
    return Followed(
        item=item,
        order=order,
        status="ok",
        then_status=before,
        year=year.year,
        suppliers=tuple({key: one[key] for key in ("iso3", "share_value", "share_mass")} for one in suppliers),
        fact=fact,
        words=Sentence(
            en=f"{names.best('en')}, imports {year.year} by value (by mass): {en}{late[0]}",
            ko=f"{names.best('ko')}, {year.year}년 수입 금액 비중(물량 비중): {ko}{late[1]}",
            sources=cited,
        ),
    )


def _both(one: Json, written: Callable[[float], str]) -> str:
    mass = one["share_mass"]
    return f"{written(one['share_value'])} ({written(mass) if mass is not None else '–'})"


def _why(found: DependenceAnswer) -> str:
    reason = found.reason
    return f" ({reason})" if reason else ""
