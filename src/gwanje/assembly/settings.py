"""What a person or a machine may set, read once from the environment; and the one place that reads the clock."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

PACKAGES = ("gwanje_world", "gwanje_korea")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where state lives, which content is loaded, and for which country.

    Attributes:
        home: folder of the warehouse, snapshots, journal and keys (GWANJE_HOME).
        packages: installed content packages, in order (GWANJE_CONTENT_PACKAGES, comma-separated; may be empty).
        content: one more content folder, given with --content (GWANJE_CONTENT).
        country: ISO3 of the country; empty means the country of `content`, else of the last package that has one.
        journal: address of the journal; empty means `home/COUNTRY/journal.sqlite` (GWANJE_JOURNAL).
    """

    home: Path
    packages: tuple[str, ...] = PACKAGES
    content: Path | None = None
    country: str = ""
    journal: str = ""


def settings_from_environment(*, country: str = "", content: Path | None = None) -> Settings:
    """Settings as the environment gives them, with what the command line says on top."""
    environment = os.environ  # noqa: TID251 - the one place
    home = environment.get("GWANJE_HOME")
    packages = environment.get("GWANJE_CONTENT_PACKAGES")
    folder = environment.get("GWANJE_CONTENT")
    return Settings(
        home=Path(home).expanduser() if home else user_data_path("gwanje", appauthor=False),
        packages=PACKAGES if packages is None else tuple(name.strip() for name in packages.split(",") if name.strip()),
        content=content or (Path(folder).expanduser() if folder else None),
        country=country or environment.get("GWANJE_COUNTRY", ""),
        journal=environment.get("GWANJE_JOURNAL", ""),
    )


def interface_key(source: str) -> str:
    """The user's key for a publisher's interface, from GWANJE_KEY_SOURCE (GWANJE_KEY_KR_CUSTOMS_MONTHLY); or empty."""
    name = "GWANJE_KEY_" + source.upper().replace("-", "_")
    return os.environ.get(name, "").strip()  # noqa: TID251 - the one place


def clock() -> datetime:
    """The present instant."""
    return datetime.now(UTC)  # noqa: TID251 - the one place
