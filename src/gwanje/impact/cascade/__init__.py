"""How the failure of a firm spreads to its buyers and its suppliers: the economic systemic risk index.

::

    found = systemic_risk(edges, sectors, essential)
    found.argmax(), found.downstream, found.upstream, found.rounds, found.last_fall
    bracket(edges, sectors).upper
    network = FirmNetwork.from_frames(edges, sectors, essential)
    failures(network, [failed("a", "b"), {"c": 0.5}]).left

A simulation. Numbers at different tolerances are not compared: what is lost through customers grows with each round.
"""

from gwanje.impact.cascade.failures import Failures, Scenario, failed, failures
from gwanje.impact.cascade.network import FirmNetwork, Noted
from gwanje.impact.cascade.risk import Bracket, SystemicRisk, bracket, systemic_risk, systemic_risk_of
from gwanje.impact.cascade.synthetic import MadeUp, scale_free

__all__ = [
    "Bracket",
    "Failures",
    "FirmNetwork",
    "MadeUp",
    "Noted",
    "Scenario",
    "SystemicRisk",
    "bracket",
    "failed",
    "failures",
    "scale_free",
    "systemic_risk",
    "systemic_risk_of",
]
