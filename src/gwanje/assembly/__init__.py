"""The only composition root: settings, clock, environment, content and stores are put together here."""

from gwanje.assembly.sealing import seal, signing_key, trusted_keys, verify_journal
from gwanje.assembly.settings import Settings, clock, interface_key, settings_from_environment
from gwanje.assembly.times import ask, ask_for_day, ask_latest, instant_asked
from gwanje.assembly.towers import open_tower

__all__ = [
    "Settings",
    "ask",
    "ask_for_day",
    "ask_latest",
    "clock",
    "instant_asked",
    "interface_key",
    "open_tower",
    "seal",
    "settings_from_environment",
    "signing_key",
    "trusted_keys",
    "verify_journal",
]
