"""Taking an organisation out, bringing it in again, and opening a tower on what came in."""

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner, Result

from gwanje.answers.org_exchange import Organisation, organisation
from gwanje.answers.tower import Tower
from gwanje.assembly import Settings, open_tower
from gwanje.foundation.instants import AsOf
from gwanje.interfaces.cli.org_exchange import export, import_
from gwanje.interfaces.exchange.bringing_in import BroughtIn, Request, bring_in
from gwanje.interfaces.exchange.popolo import popolo_text
from gwanje.interfaces.exchange.tables import csv_tables
from towers import NEVERLAND, environment

GROUP = click.Group("org", commands=[export, import_])
_THRESHOLDS = (
    "single_country_target",
    "unit_value_factor",
    "value_floor_usd",
    "yearly_jump_factor",
    "importer_concentration",
    "import_penetration",
    "import_export_ratio",
    "world_concentration",
)


def org(*arguments: str, content: Path | None = NEVERLAND, packages: str = "") -> Result:
    """`gwanje org export` and `import` in this process; a refusal is the result's exception."""
    line = [*arguments, *([] if content is None else ["--content", str(content)])]
    return CliRunner().invoke(GROUP, line, env=environment(room(), packages, {}))


@cache
def room() -> Path:
    """A state folder without a warehouse: the registry needs none."""
    return Path(tempfile.mkdtemp(prefix="gwanje-exchange-"))


@cache
def opened(content: Path | None = NEVERLAND, packages: tuple[str, ...] = ()) -> Tower:
    """A tower for tests that ask its registry only."""
    return open_tower(Settings(home=room(), packages=packages, content=content))


@dataclass(frozen=True)
class Trip:
    """An organisation before and after it went out and came in, and what the planner was told."""

    before: Organisation
    after: Organisation
    told: BroughtIn


def take_out(answer: Organisation, way: str, tower: Tower, folder: Path) -> Path:
    """Write the answer as a file or a folder of files; its path."""
    if way == "popolo":
        path = folder / "organisation.json"
        path.write_text(popolo_text(answer, tower.zone), encoding="utf-8")
        return path
    path = folder / "tables"
    path.mkdir()
    for name, text in csv_tables(answer, tower.zone).items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def request_for(tower: Tower, **more: Any) -> Request:
    base = {
        "source": "TRIP1",
        "publisher": "A round trip",
        "lang": "en",
        "country": tower.iso3,
        "zone": tower.zone,
        "compiled": tower.country.compiled,
        "language": tower.country.language or "",
    }
    return Request(**{**base, **more})


def tower_on(files: dict[str, str], like: Tower, folder: Path) -> Tower:
    """A tower on content that came in: with the country of another tower, and no other content at all."""
    content = folder / "content"
    country = like.country
    names = "".join(f"  {lang}: {{text: {name['text']!r}}}\n" for lang, name in country.names.as_answer().items())
    texts = {
        **files,
        "country.yaml": f"iso3: {country.iso3!r}\nzone: {country.zone}\nnames:\n{names}compiled: "
        f"'{country.compiled.isoformat()}'\n" + (f"language: {country.language}\n" if country.language else ""),
        "indicators/dependence.yaml": "".join(
            f"{name}: {{value: 0.5, unit: share, basis: project choice}}\n" for name in _THRESHOLDS
        ),
    }
    for name, text in texts.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    return open_tower(Settings(home=folder / "home", packages=(), content=content))


def round_trip(answer: Organisation, tower: Tower, way: str, folder: Path) -> Trip:
    """Out, in, a tower on what came in, and out again at the same two times."""
    told = bring_in(take_out(answer, way, tower, folder), "popolo" if way == "popolo" else "csv", request_for(tower))
    again = tower_on(told.files, tower, folder)
    times = AsOf(valid=answer.on, known=answer.known)
    return Trip(answer, organisation(again, times, people=answer.people_told), told)


def same(answer: Organisation) -> dict[str, Any]:
    """What a round trip keeps. Not kept: sources (there is one now), claims, facts, delegations, and who holds what
    nobody knows. How a unit ended is not kept either, only that it did, when, by which fact, and who followed.

    A file about a day after it was known tells a plan: all that has no day of its own then comes back as planned.
    """
    apart = {"sources", "claims", "notes"} | ({"planned"} if answer.on > answer.known else set())
    units = [unit.model_dump(exclude=apart | {"parent"}) for unit in answer.units]
    parents = [unit.parent.model_dump(exclude=apart - {"notes"}) for unit in answer.units]
    for unit in units:
        if unit["state"] not in {"exists", "ended"}:
            unit["names"] = ()
    affairs = [one.model_dump(exclude=apart | {"facts"}) for one in answer.affairs if one.state != "not_known"]
    return {
        "kinds": [kind.model_dump() for kind in answer.kinds],
        "units": units,
        "parents": parents,
        "affairs": affairs,
        "posts": [post.model_dump(exclude={"sources"}) for post in answer.posts],
    }
