"""The only composition root: settings, clock, environment, content and stores are put together here and nowhere else."""

from gwanje.assembly.settings import Settings, clock, settings_from_environment
from gwanje.assembly.towers import open_tower

__all__ = ["Settings", "clock", "open_tower", "settings_from_environment"]
