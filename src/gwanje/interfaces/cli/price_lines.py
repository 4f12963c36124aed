"""A scenario's price effect and its spread over regions and sizes of firms, as lines and rows of the command line."""

from collections.abc import Sequence

from gwanje.answers.price_effects_answer import IndustryPriceRange, PriceEffects
from gwanje.answers.price_effects_words import change_said
from gwanje.answers.regional_losses_answer import RunAmounts
from gwanje.answers.simulating_answer import Simulation
from gwanje.interfaces.cli.options import Asked
from gwanje.interfaces.cli.words import words


def price_lines(prices: PriceEffects, asked: Asked, rows: Sequence[str] = ()) -> list[str]:
    """What becomes dearer for whom, by which act, `rows` of industries; what kind of statement it is; what it rests on."""
    lang, say = asked.lang, words(asked.lang)
    lines = [prices.headline.say(lang), *(f"  {one.words.say(lang)}" for one in prices.shocks)]
    acts = [act for one in prices.shocks for act in one.acts]
    if acts:
        lines += [say["run_acts"], *(f"  {act.say(lang)}" for act in acts)]
    lines += rows
    told = (prices.reading, prices.consumer_words, prices.demand_words, *prices.not_computable)
    lines += [one.say(lang) for one in told if one.say(lang)]
    return [*lines, say["run_price_assumptions"], *(f"  {one.words.say(lang)}" for one in prices.assumptions)]


def price_rows(prices: PriceEffects, asked: Asked) -> list[str]:
    """The largest changes as lines, beside the table of a simulation."""
    say, lang = words(asked.lang), asked.lang
    lines = [
        say.say(
            "run_price_row",
            industry=f"{one.sector} {one.names[lang]}".strip(),
            rise=change_said(one.price_rise, lang),
            own=change_said(one.own_imports, lang),
        )
        for one in prices.largest
    ]
    more = [say.say("run_price_more", n=prices.others)] if prices.others else []
    return [f"  {line}" for line in (*lines, *more)]


def price_table(prices: PriceEffects, asked: Asked) -> list[dict[str, object]]:
    """The industries whose prices change most, one a row."""
    return [_row(one, asked) for one in prices.largest]


def _row(one: IndustryPriceRange, asked: Asked) -> dict[str, object]:
    say, lang = words(asked.lang), asked.lang
    within = {} if one.within_country is None else {say["run_within"]: change_said(one.within_country, lang)}
    return {
        say["run_industry"]: f"{one.sector} {one.names[lang]}".strip(),
        say["run_industry_price"]: change_said(one.price_rise, lang),
        say["run_own_imports"]: change_said(one.own_imports, lang),
        **within,
    }


def spread_lines(answer: Simulation, asked: Asked) -> list[str]:
    """The loss by region and by size of firm, one a line, and that both are allocations by shares."""
    say, lang, lines = words(asked.lang), asked.lang, []
    if answer.regions is not None:
        found = answer.regions
        lines += ["", say.say("run_regions", file=found.name, year=found.year)]
        lines += [f"  {_spread(row.region, row.lost_musd, asked)}" for row in found.rows]
        lines.append(f"  {found.said.say(lang)}")
    if answer.sizes is not None:
        lines += ["", say.say("run_sizes", file=answer.sizes.name)]
        lines += [f"  {_spread(f'{one.region} {one.size}'.strip(), one.lost_musd, asked)}" for one in answer.sizes.rows]
        lines.append(f"  {answer.sizes.said.say(lang)}")
    return lines


def _spread(name: str, lost: RunAmounts, asked: Asked) -> str:
    amounts = {end: f"{getattr(lost, end):,.10g}" for end in ("least", "middle", "most")}
    return words(asked.lang).say("run_spread_row", name=name, **amounts)
