"""Tariffs as people read them: the rate of a day and what is open, the rows behind it; ranges of trade and prices."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from gwanje.answers.sentences import percent, percent_ko
from gwanje.answers.tariffing import TariffAnswer
from gwanje.answers.tower import Tower
from gwanje.answers.trade_effects import TradeEffects
from gwanje.interfaces.cli.words import Words

Json = dict[str, Any]


def stack_lines(answer: TariffAnswer, say: Words, tower: Tower) -> Iterator[str]:
    """The line, the rate of each day, what is open, disputed and not known."""
    names = {"importer": _country(tower, answer.importer, say), "exporter": _country(tower, answer.exporter, say)}
    line = answer.line
    yield say.say("tariff_head", code=answer.code, **names)
    if line is not None:
        yield say.say("tariff_line", code=line["code"], name=line["names"][say.lang])
    for day in answer.days:
        yield from _day_lines(day, say)
    if len(answer.days) > 1:
        yield from _difference(answer.days[0], answer.days[-1], say)
    if answer.leaves_out:
        yield say.say("tariff_leaves_out", words=answer.leaves_out[say.lang])
    for claim in answer.claims:
        yield from _claim_lines(claim, say)
    for gap in answer.unknowns:
        yield say.say("tariff_gap", id=gap["id"], statement=gap["statement"][say.lang])


def stack_rows(answer: TariffAnswer, say: Words) -> list[Json]:
    """One row of the trace a row, in the order in which it is stacked."""
    several = len(answer.days) > 1
    return [
        ({say["tariff_col_on"]: _moment(day["on"])} if several else {})
        | {
            say["tariff_col_stage"]: say.of("tariffstage", step["stage"]),
            say["tariff_col_row"]: step["id"],
            say["tariff_col_article"]: step["article"],
            say["tariff_col_state"]: _state(step, say),
            say["tariff_col_added"]: _added(step, say),
            say["tariff_col_from"]: _moment(step["from"]),
            say["tariff_col_until"]: _moment(step["until"]) if step["until"] else None,
            say["tariff_col_sources"]: " ".join([*step["sources"], *(f"→{claim}" for claim in step["claims"])]),
        }
        for day in answer.days
        for step in day["trace"]
    ]


def effect_lines(answer: TradeEffects, say: Words) -> Iterator[str]:
    """What was run, world prices, prices in the markets, what could not be computed."""
    runs = answer.elasticities
    told = {name: ", ".join(f"{value:g}" for value in sorted({one[name] for one in runs})) for name in runs[0]}
    yield say.count("tariff_runs", len(runs), method=answer.method, **told)
    yield say["tariff_world_prices"]
    yield from (f"  {one['exporter']}  {_changed(one['change'], say)}" for one in answer.world_prices)
    yield say["tariff_market_prices"]
    yield from (f"  {one['market']}  {_changed(one['price_change'], say)}" for one in answer.markets)
    for what, why in answer.not_computable.items():
        yield say.say("tariff_not_computable", what=what, why=why)
    for note in answer.notes:
        yield say.say("tariff_note", note=note)


def effect_rows(answer: TradeEffects, say: Words) -> list[Json]:
    """One flow a row: trade before and after, the price inside the market."""
    return [
        {
            say["tariff_col_exporter"]: flow["exporter"],
            say["tariff_col_market"]: flow["market"],
            say["tariff_col_before"]: flow["trade_before"],
            say["tariff_col_low"]: flow["trade_after"] and flow["trade_after"]["low"],
            say["tariff_col_high"]: flow["trade_after"] and flow["trade_after"]["high"],
            say["tariff_col_price"]: _changed(flow["price_change"], say),
        }
        for flow in answer.flows
    ]


def _day_lines(day: Json, say: Words) -> Iterator[str]:
    yield say.say("tariff_day", on=_moment(day["on"]), rate=_day_rate(day, say))
    for one in day["open"]:
        if one["kind"] != "preference":
            question = (
                one["question"][say.lang]
                if one["question"]
                else say.say(f"tariff_open_{one['kind']}", about=one["about"])
            )
            yield say.say("tariff_open", question=question, row=one["row"])
    if day["holds_until"]:
        key = "tariff_that_day" if day["changes_that_day"] else "tariff_until"
        yield say.say(key, until=_moment(day["holds_until"]))


def _day_rate(day: Json, say: Words) -> str:
    if day["rate"] is None:
        return say.say("tariff_none", status=say.of("tariffstatus", day["status"]), reason=day["reason"][say.lang])
    with_it, without = day["rate_if_claimed"], day["rate_if_not_claimed"]
    if with_it and without and with_it != without:
        return say.say("tariff_either", claimed=_span(with_it, say), other=_span(without, say))
    return _span(day["rate"], say)


def _difference(first: Json, last: Json, say: Words) -> Iterator[str]:
    """How far the rate moved, where both days have one number; with and without the preference where it matters."""
    pairs = [
        (name, first[key], last[key])
        for name, key in (("claimed", "rate_if_claimed"), ("not_claimed", "rate_if_not_claimed"), ("any", "rate"))
        if first[key] and last[key] and _exact(first[key]) and _exact(last[key])
    ]
    every = [pair for pair in pairs if pair[0] == "any"] or pairs
    for name, before, after in every:
        yield say.say(f"tariff_moved_{name}", points=f"{(after['low'] - before['low']) * 100:+.3g}")


def _exact(span: Json) -> bool:
    return bool(abs(span["high"] - span["low"]) <= 1e-12)


def _claim_lines(claim: Json, say: Words) -> Iterator[str]:
    a, b = claim["a"], claim["b"]
    chosen = say[f"tariff_adopted_{claim['adopted']}"]
    why = claim["why"][say.lang] if claim["why"] else ""
    yield say.say(
        "tariff_claim",
        id=claim["id"],
        about=claim["about"][say.lang],
        a=a["statement"][say.lang],
        a_sources=", ".join(a["sources"]) or "—",
        b=b["statement"][say.lang],
        b_sources=", ".join(b["sources"]) or "—",
        adopted=f"{chosen}: {why}" if why else chosen,
    )


def _state(step: Json, say: Words) -> str:
    where_claimed = step["stage"] == "preference" and step["state"] == "perhaps"
    state = say.of("tariffstate", "where_claimed" if where_claimed else step["state"])
    return f"{state}: {', '.join(step['exempted_by'])}" if step["exempted_by"] else state


def _added(step: Json, say: Words) -> str | None:
    if step["not_recorded"]:
        return say["tariff_not_recorded"]
    return None if step["added"] is None else _span(step["added"], say)


def _span(span: Json, say: Words) -> str:
    low, high = _percent(span["low"], say), _percent(span["high"], say)
    return low if low == high else say.say("tariff_between", low=low, high=high)


def _percent(rate: float, say: Words) -> str:
    words = percent_ko(abs(rate)) if say.lang == "ko" else percent(abs(rate))
    return f"−{words}" if rate < 0 else words


def _changed(span: Json | None, say: Words) -> str:
    if span is None:
        return say.of("tariffstatus", "not_computable")
    low, high = (f"{side * 100:+.3g}%" for side in (span["low"], span["high"]))
    return low if low == high else say.say("tariff_between", low=low, high=high)


def _country(tower: Tower, iso3: str, say: Words) -> str:
    return f"{tower.countries.name(iso3, say.lang)} ({iso3})"


def _moment(text: str) -> str:
    """An instant in the time its source has it in, with the distance from universal time."""
    moment = datetime.fromisoformat(text)
    return f"{moment:%Y-%m-%d %H:%M} {moment:%z}"
