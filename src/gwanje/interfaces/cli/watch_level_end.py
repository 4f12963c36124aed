"""`gwanje watch level end-measure`: a measure of one's own country is over before its term."""

import click

from gwanje.answers.level_lines import actor
from gwanje.answers.level_log import act_told
from gwanje.answers.level_steps import own_measures
from gwanje.assembly import clock
from gwanje.flows.end_own_measure import end_own_measure
from gwanje.foundation.errors import unknown_key
from gwanje.interfaces.cli.options import Asked, common_options
from gwanje.interfaces.cli.output import emit_report
from gwanje.interfaces.cli.watch_level_asked import act_row, by_option, effective_option, moment_asked
from gwanje.interfaces.cli.words import words
from gwanje.watch import OwnMeasure


@click.command("end-measure")
@click.argument("measure")
@click.option("--reason", required=True, metavar="TEXT", help="Why it is over; kept for ever.")
@effective_option
@by_option
@common_options
def end_measure(asked: Asked, measure: str, reason: str, effective: str | None, by: str) -> None:
    """End a measure of one's own country before its term: MEASURE is its id, as the replay of its scheme shows it."""
    at = clock()
    moment = moment_asked(asked, effective, at)
    scheme, found = _measure(asked, measure)
    who = actor(asked.tower, by, at, moment)
    act = end_own_measure(asked.tower.watch_store, scheme, found, moment.valid, reason, who)
    said = words(asked.lang).say("lvl_ended", entry=act.number, measure=found.id, day=moment.valid.isoformat(), by=by)
    emit_report(asked, act_told(act), [act_row(act)], [said])


def _measure(asked: Asked, identity: str) -> tuple[str, OwnMeasure]:
    """The measure that bears an id, with its scheme."""
    every = [(scheme.key, one) for scheme in asked.tower.schemes for one in own_measures(asked.tower, scheme)]
    for scheme, one in every:
        if one.id == identity:
            return scheme, one
    ids = [one.id for _, one in every]
    raise unknown_key("own measure", identity, ids, remedy=f"There are: {', '.join(ids) or 'none'}")
