"""Neverland's registry, read from its content as text."""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwanje.foundation.instants import AsOf, parse_instant
from gwanje.registry import Registry, RegistryInputs

sys.path.append(str(Path(__file__).resolve().parents[2]))  # tests/, where the cluster is

ROOT = Path(__file__).resolve().parents[2] / "neverland" / "content"
ZONE = ZoneInfo("Atlantic/Azores")
PUBLISHED = {"NV1": "2030-03-01", "NV2": "2030-03-05", "NV3": None, "NV4": "2030-04-10"}
COMPILED = parse_instant("2031-05-01", ZONE, day_counts_from_its_end=True)


def known_instants():
    return {
        source: parse_instant(day, ZONE, day_counts_from_its_end=True) if day else None
        for source, day in PUBLISHED.items()
    }


def read(files):
    return Registry.read(files, ZONE, compiled=COMPILED, references_known=known_instants())


@pytest.fixture(scope="session")
def neverland_files():
    paths = (ROOT / "registry").rglob("*.yaml")
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture(scope="session")
def registry(neverland_files):
    return read(neverland_files)


@pytest.fixture
def reread():
    return read


@pytest.fixture(scope="session")
def at():
    def as_of(valid, known="2031-05-01"):
        return AsOf(parse_instant(valid, ZONE), parse_instant(known, ZONE, day_counts_from_its_end=True))

    return as_of


SECOND = """
id: nv-second
names: {{en: {{text: The second reform}}, ko: {{text: 두 번째 개편}}}}
effective: {day}
sources: [NV4]
{more}
basis: {{act: another ordinance, decided: 2030-04-10}}
events:
{events}
"""


def second(events, *, day="2030-06-01", more=""):
    """The text of another reform; each event on a line of its own."""
    lines = [line.strip() for line in events.strip().splitlines()]
    return SECOND.format(day=day, more=more, events="\n".join(f"  - {line}" for line in lines))


@pytest.fixture
def reform_text():
    return second


@pytest.fixture
def inputs(neverland_files):
    """What Neverland's registry is read from, with what people entered."""

    def make(*acts, files=None):
        return RegistryInputs(files or neverland_files, ZONE, COMPILED, known_instants(), acts)

    return make


@pytest.fixture
def instant():
    return lambda day: parse_instant(day, ZONE)


@pytest.fixture
def with_second(neverland_files):
    """Neverland with another reform: its events as lines, its day, and more keys of the reform."""

    def make(events, **more):
        text = second(events, **more)
        return read({**neverland_files, "registry/reforms/nv-second.yaml": text})

    return make
