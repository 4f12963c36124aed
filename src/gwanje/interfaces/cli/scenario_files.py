"""The page of a scenario, written into a folder with its twins: JSON, and the path by day, or industries, as CSV and Parquet."""

from pathlib import Path
from zoneinfo import ZoneInfo

from gwanje.answers.price_effects_answer import ScenarioPrices
from gwanje.answers.simulating_answer import Simulation
from gwanje.foundation.names import Language
from gwanje.interfaces.cli.options import Asked
from gwanje.interfaces.cli.output import csv_text, json_text, parquet_bytes
from gwanje.interfaces.cli.writing import write_files
from gwanje.interfaces.paper.scenario_page import scenario_page
from gwanje.interfaces.paper.scenario_prices import scenario_prices_page


def write_scenario(answer: Simulation | ScenarioPrices, out: Path, asked: Asked) -> list[Path]:
    """The page in both languages and its twins; the chosen language takes the plain name, the other carries its code."""
    zone, stem, rows = asked.tower.zone, f"scenario-{answer.key}", answer.rows()
    other: Language = "en" if asked.lang == "ko" else "ko"
    plain, coded = f"{stem}.html", f"{stem}.{other}.html"
    return write_files(
        out,
        {
            plain: _page(answer, asked.lang, zone, coded),
            coded: _page(answer, other, zone, plain),
            f"{stem}.json": f"{json_text(answer.as_json())}\n".encode(),
            f"{stem}.csv": csv_text(rows).encode(),
            f"{stem}.parquet": parquet_bytes(rows),
        },
    )


def _page(answer: Simulation | ScenarioPrices, lang: Language, zone: ZoneInfo, twin: str) -> bytes:
    if isinstance(answer, ScenarioPrices):
        return scenario_prices_page(answer, lang, zone, twin).encode()
    return scenario_page(answer, lang, zone, twin).encode()
