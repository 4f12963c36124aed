"""The page of a scenario run, written into a folder with its twins: JSON, and the path by day as CSV and Parquet."""

from pathlib import Path

from gwanje.answers.simulating_answer import Simulation
from gwanje.foundation.names import Language
from gwanje.interfaces.cli.options import Asked
from gwanje.interfaces.cli.output import csv_text, json_text, parquet_bytes
from gwanje.interfaces.cli.writing import write_files
from gwanje.interfaces.paper.scenario_page import scenario_page


def write_scenario(answer: Simulation, out: Path, asked: Asked) -> list[Path]:
    """The page in both languages and its twins; the chosen language takes the plain name, the other carries its code."""
    zone, stem, rows = asked.tower.zone, f"scenario-{answer.key}", answer.rows()
    other: Language = "en" if asked.lang == "ko" else "ko"
    plain, coded = f"{stem}.html", f"{stem}.{other}.html"
    return write_files(
        out,
        {
            plain: scenario_page(answer, asked.lang, zone, coded).encode(),
            coded: scenario_page(answer, other, zone, plain).encode(),
            f"{stem}.json": f"{json_text(answer.as_json())}\n".encode(),
            f"{stem}.csv": csv_text(rows).encode(),
            f"{stem}.parquet": parquet_bytes(rows),
        },
    )
